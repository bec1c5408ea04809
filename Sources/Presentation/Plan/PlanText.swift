public import Reconciliation
public import Workflow

/// A plan as text for a terminal.
public struct PlanText {
    private let document: PlanDocument
    private let refusals: [GuardRefusal]
    private let style: Style

    /// Prepares a plan's text.
    ///
    /// - Parameters:
    ///   - document: The plan.
    ///   - refusals: What guards would refuse.
    ///   - style: How it is coloured.
    public init(_ document: PlanDocument, refusals: [GuardRefusal] = [], style: Style = .plain) {
        self.document = document
        self.refusals = refusals
        self.style = style
    }

    /// The text, with a line feed at the end.
    public var text: String {
        let plan = document.plan
        var lines = [style.bold(plan.headline)]
        for operation in Operation.reading {
            add(plan.actions.filter { $0.operation == operation }, operation, to: &lines)
            if operation == .forget { addConflicts(plan.conflicts, to: &lines) }
        }
        if !plan.findings.isEmpty {
            lines += [
                "", style.bold("Findings (\(plan.findings.count)), which the plan leaves as they are:"),
            ]
            for finding in plan.findings {
                lines.append(
                    "  ? \(finding.kind.rawValue): \(PrintableText.line(finding.message, limit: 300))"
                )
            }
        }
        lines += errors
        for (name, limit) in plan.allow.sorted(by: { $0.key < $1.key }) {
            lines += ["", "The plan acknowledges \(name) up to \(limit)."]
        }
        if !refusals.isEmpty {
            lines += ["", style.red("A guard would refuse to apply this plan:")]
            for refusal in refusals {
                lines.append(
                    "  \(refusal.name): \(refusal.count); measured \(refusal.measured), limit \(refusal.limit)"
                )
                lines.append("    To let it pass: \(refusal.option)")
            }
        }
        if !plan.isEmpty {
            lines += ["", "\(counted(document.expectedCalls, "API call")) expected. \(document.digest)"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var errors: [String] {
        let errors = PlanErrors(document.plan)
        guard let heading = errors.heading else { return [] }
        return ["", style.red(heading)]
            + errors.groups.flatMap { group in
                [
                    "  \(style.red("!")) \(PrintableText.line(group.obstacle.message, limit: 500))",
                    "      stops: \(group.deeds) (row \(group.rows))",
                    "      way out: \(PrintableText.line(group.obstacle.hint, limit: 500))",
                ]
            }
    }

    private func add(_ actions: [Action], _ operation: Operation, to lines: inout [String]) {
        guard !actions.isEmpty else { return }
        lines += ["", style.bold("\(operation.heading) (\(actions.count)):")]
        for action in actions {
            let issue = action.key.map { "  \(PrintableText.line($0))" } ?? ""
            let place =
                "\(PrintableText.line(action.row.text))  \(PrintableText.line(action.path, limit: 255))"
            lines.append("  \(painted(operation)) \(place)\(issue)")
            lines.append(style.dim("      \(PrintableText.line(action.reason.text, limit: 200))"))
            for step in action.steps {
                lines += ChangeLines.lines(of: StepEntry(step))
                if step.isMove, !lines.isEmpty { lines[lines.count - 1] += action.forecast.wayText }
            }
            if let obstacle = action.forecast.obstacle {
                let message = PrintableText.line(obstacle.message, limit: 300)
                lines.append("      \(style.red("cannot be done:")) \(message)")
            }
        }
    }

    private func painted(_ operation: Operation) -> String {
        switch operation.sign {
        case "+": style.green("+")
        case "-": style.red("-")
        default: style.yellow("~")
        }
    }

    private func addConflicts(_ conflicts: [Conflict], to lines: inout [String]) {
        guard !conflicts.isEmpty else { return }
        lines += ["", style.bold("Conflicts (\(conflicts.count)), which wait for a decision:")]
        for conflict in conflicts {
            let place =
                "\(PrintableText.line(conflict.row.text))  \(PrintableText.line(conflict.path, limit: 255))"
            lines += [
                "  \(style.red("!")) \(place)  \(PrintableText.line(conflict.issue))  \(PrintableText.line(conflict.field))",
                style.dim("      \(PrintableText.line(conflict.reason, limit: 200))"),
                "      base:  \(PrintableText.line(conflict.base ?? "(none)"))",
                "      row:   \(PrintableText.line(conflict.rowValue))",
                "      issue: \(PrintableText.line(conflict.issueValue))",
                "      To decide: \(PrintableText.line(conflict.hint, limit: 200))",
            ]
        }
    }
}

/// Values of changes as lines.
enum ChangeLines {
    /// The number of lines of a longer text that are shown.
    static let shown = 4

    /// A change, on as many lines as its new text takes.
    static func lines(of change: StepEntry) -> [String] {
        let field = PrintableText.line(change.field)
        let name = change.side == .issue ? field : "\(change.side.rawValue) \(field)"
        if change.from == .null, case .text(let text) = change.to, text.contains(where: \.isNewline) {
            return ["      \(name):"] + block(text)
        }
        if change.from == .null { return ["      \(name): \(value(change.to))"] }
        return ["      \(name): \(value(change.from)) -> \(value(change.to))"]
    }

    /// A value on one line.
    static func value(_ value: StepEntry.Value) -> String {
        switch value {
        case .null: "(none)"
        case .bool(let flag): flag ? "true" : "false"
        case .text(let text): "\"\(PrintableText.line(text))\""
        case .list(let list): "[\(PrintableText.line(list.joined(separator: ", "), limit: 200))]"
        }
    }

    /// The first lines of a text, and how many more there are.
    static func block(_ text: String) -> [String] {
        let lines = PrintableText.clean(text).split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        )
        var result = lines.prefix(shown).map { line in
            "        | \(line.count > 100 ? line.prefix(99) + "…" : line)"
        }
        if lines.count > shown { result.append("        | … (\(counted(lines.count - shown, "more line")))") }
        return result
    }
}
