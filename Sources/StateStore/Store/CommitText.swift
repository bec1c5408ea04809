internal import Git
internal import Workflow

/// The message of a state's commit as git keeps it.
enum CommitText {
    /// Returns subject, body and trailers as one text.
    static func text(of message: CommitMessage) -> String {
        let parts = [
            [line(message.subject)],
            message.body.map(line),
            message.trailers.map { "\(line($0.name)): \(line($0.value))" },
        ]
        let blocks = parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    /// Takes a commit apart again.
    static func message(of commit: Commit) -> CommitMessage {
        var body = commit.body.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        if !commit.trailers.isEmpty {
            let start = body.lastIndex(of: "").map { $0 + 1 } ?? 0
            body.removeSubrange(start...)
        }
        while body.last == "" { body.removeLast() }
        return CommitMessage(
            subject: commit.subject,
            body: body,
            trailers: commit.trailers.map { CommitMessage.Trailer($0.key, $0.value) }
        )
    }

    /// Keeps a text within its line: a row key may hold anything.
    private static func line(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
            )
        )
    }
}
