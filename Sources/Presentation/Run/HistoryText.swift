public import JSON
public import Workflow

/// The sync history as text for a terminal.
public struct HistoryText: Rendered {
    private let entries: [HistoryEntry]
    private let words: [String]
    private let style: Style

    /// Prepares a history.
    ///
    /// - Parameters:
    ///   - entries: The commits, newest first.
    ///   - subject: A row key, path or issue key; only commits and lines that name it are shown. Nil for all.
    ///   - style: How it is coloured.
    public init(_ entries: [HistoryEntry], about subject: String? = nil, style: Style = .plain) {
        self.words = subject.map { [$0] } ?? []
        self.style = style
        guard let subject else {
            self.entries = entries
            return
        }
        self.entries = entries.compactMap { entry in
            var entry = entry
            // Paths may have spaces in them, so that a line cannot be taken apart.
            entry.message.body = entry.message.body.filter { " \($0) ".contains(" \(subject) ") }
            return entry.message.body.isEmpty ? nil : entry
        }
    }

    /// The text, with a line feed at the end; empty without entries.
    public var text: String {
        entries.map { entry in
            let head = "\(entry.commit.prefix(12))  \(Moment.text(entry.time, offset: entry.offset))"
            var lines = [
                "\(style.yellow(head))  \(PrintableText.line(entry.author))",
                "    \(style.bold(PrintableText.line(entry.message.subject, limit: 200)))",
            ]
            lines += entry.message.body.map { "    \(PrintableText.line($0, limit: 300))" }
            return lines.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    /// The history for programs.
    public var json: JSON {
        .array(
            entries.map { entry in
                let trailers = entry.message.trailers.map { ($0.name, JSON.string($0.value)) }
                return [
                    "commit": .string(entry.commit),
                    "author": .string(entry.author),
                    "time": .integer(Int(entry.time)),
                    "subject": .string(entry.message.subject),
                    "actions": .array(entry.message.body.map(JSON.string)),
                    "trailers": .object(JSONObject(trailers)),
                ]
            }
        )
    }
}
