public import JSON
public import Workflow

/// The result of a check of the state, for people and for programs.
public struct StateCheckText: Rendered {
    private static let hintLimit = 8
    private let check: StateCheck
    private let style: Style

    /// Prepares what was found.
    public init(_ check: StateCheck, style: Style = .plain) {
        self.check = check
        self.style = style
    }

    /// The text, with a line feed at the end: a line for each fault, as `file:line: what`.
    public var text: String {
        guard check.isSound else {
            return check.faults.map { fault in
                let place = PrintableText.line(fault.file, limit: 255) + (fault.line.map { ":\($0)" } ?? "")
                return "\(style.bold(place)): \(PrintableText.line(fault.message, limit: 300))\n"
            }.joined()
        }
        guard let serial = check.serial else {
            return "There is no state yet. `audit-jira plan` shows what a first sync would do.\n"
        }
        let size = "\(counted(check.links, "link")) in \(counted(check.files, "file"))"
        let commit = check.commit.map { ", as of commit \($0.prefix(12))" } ?? ""
        return "The state is sound: \(size), serial \(serial)\(commit).\n"
    }

    /// The ways out, each once; of very many only the first.
    public var hints: [String] {
        var hints: [String] = []
        for fault in check.faults where !hints.contains(fault.hint) {
            hints.append(PrintableText.line(fault.hint, limit: 500))
            if hints.count == Self.hintLimit { break }
        }
        return hints
    }

    /// The result, for programs.
    public var json: JSON {
        [
            "sound": .bool(check.isSound),
            "commit": check.commit.map(JSON.string) ?? .null,
            "serial": check.serial.map(JSON.integer) ?? .null,
            "links": .integer(check.links),
            "files": .integer(check.files),
            "faults": .array(
                check.faults.map { fault in
                    [
                        "file": .string(fault.file),
                        "line": fault.line.map(JSON.integer) ?? .null,
                        "message": .string(fault.message),
                        "hint": .string(fault.hint),
                    ]
                }
            ),
        ]
    }
}
