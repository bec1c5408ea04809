public import JSON

/// The result of a checkup, for people and for programs.
public struct CheckupText: Rendered {
    private let checkup: Checkup
    private let style: Style

    /// Prepares a checkup for showing.
    public init(_ checkup: Checkup, style: Style = .plain) {
        self.checkup = checkup
        self.style = style
    }

    /// The text: a line for each check, below it what to do, and a summary at the end.
    public var text: String {
        let width = (checkup.checks.map(\.name.count).max() ?? 0) + 2
        var text = ""
        for check in checkup.checks {
            let message = PrintableText.line(check.message, limit: 400)
            let found = check.status == .skipped ? "not checked: \(message)" : message
            text += "\(word(check.status)) \(check.name.padded(width))\(found)\n"
            if let hint = check.hint {
                text += String(repeating: " ", count: 9) + style.bold("→") + " "
                text += PrintableText.line(hint, limit: 600) + "\n"
            }
        }
        return text + "\n\(summary)\n"
    }

    /// The checks as an array of objects with check, status, message and hint.
    public var json: JSON {
        .array(
            checkup.checks.map { check in
                [
                    "check": .string(check.name),
                    "status": .string(check.status.rawValue),
                    "message": .string(check.message),
                    "hint": check.hint.map(JSON.string) ?? .null,
                ]
            }
        )
    }

    private func word(_ status: Checkup.Status) -> String {
        switch status {
        case .ok: style.green("ok      ")
        case .warning: style.yellow("warning ")
        case .problem: style.red("problem ")
        case .skipped: style.dim("-       ")
        }
    }

    private var summary: String {
        let parts = [
            (checkup.problems.count, "problem"),
            (checkup.checks.count { $0.status == .warning }, "warning"),
        ]
        let found = parts.filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
        return found.isEmpty ? "Everything is in order." : found.joined(separator: ", ") + "."
    }
}
