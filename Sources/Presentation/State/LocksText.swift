public import JSON
public import Workflow

/// The locks of a repository, for people and for programs.
public struct LocksText: Rendered {
    private let locks: RunLocks
    private let style: Style
    private let isBroken: Bool

    /// Prepares locks for showing.
    ///
    /// - Parameters:
    ///   - locks: The locks.
    ///   - isBroken: Whether the lock on the remote was broken.
    ///   - style: How they are coloured.
    public init(_ locks: RunLocks, isBroken: Bool = false, style: Style) {
        self.locks = locks
        self.isBroken = isBroken
        self.style = style
    }

    /// The text for a terminal.
    public var text: String {
        guard !locks.isEmpty else { return "Nothing is locked.\n" }
        var text = ""
        if let run = locks.clone {
            let process = run.process.map { "process \($0)" } ?? "it does not tell its process"
            text += "\(style.bold("This clone")): a run is at work (\(process)). Its lock goes with it.\n"
        }
        guard let hold = locks.remote else { return text }
        text +=
            style.bold(PrintableText.line(hold.remote))
            + ": \(PrintableText.line(hold.reference, limit: 300))\n"
        guard let holder = hold.holder else {
            return text + "  It does not tell who holds it, or a later version of audit-jira wrote it.\n"
        }
        let command = "audit-jira \(PrintableText.line(holder.command)), process \(holder.process)"
        text += "  holder   \(PrintableText.line(holder.name))\n"
        text += "  host     \(PrintableText.line(holder.host))\(hold.isOurs ? ", from this clone" : "")\n"
        text += "  run      \(command)\n"
        text += "  since    \(Moment.text(holder.since, offset: 0))\n"
        text +=
            "  expires  \(Moment.text(holder.expires, offset: 0))\(hold.isExpired ? ", which is over" : "")\n"
        return text
    }

    /// The same for programs.
    public var json: JSON {
        [
            "clone": locks.clone.map { ["process": $0.process.map { .integer(Int($0)) } ?? .null] } ?? .null,
            "remote": locks.remote.map(Self.json) ?? .null,
            "broken": .bool(isBroken),
        ]
    }

    private static func json(_ hold: RemoteHold) -> JSON {
        [
            "name": .string(hold.remote),
            "reference": .string(hold.reference),
            "commit": .string(hold.commit),
            "expired": .bool(hold.isExpired),
            "from_this_clone": .bool(hold.isOurs),
            "holder": hold.holder.map { holder in
                [
                    "id": .string(holder.id),
                    "name": .string(holder.name),
                    "host": .string(holder.host),
                    "process": .integer(holder.process),
                    "command": .string(holder.command),
                    "since": .string(moment(holder.since)),
                    "expires": .string(moment(holder.expires)),
                ]
            } ?? .null,
        ]
    }

    private static func moment(_ seconds: Int64) -> String {
        ISOTimestamp.text(seconds: seconds)
    }
}
