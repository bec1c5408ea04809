public import Reconciliation
public import Workflow

/// A plan as Markdown for a pull request: counts first, then what takes away, within a budget of bytes.
public struct PlanMarkdown {
    /// The number of bytes of UTF-8 that fit into a comment of the common forges, with room to spare.
    public static let budget = 60_000

    private let document: PlanDocument
    private let refusals: [GuardRefusal]
    private let budget: Int

    /// Prepares a plan's Markdown.
    ///
    /// - Parameters:
    ///   - document: The plan.
    ///   - refusals: What guards would refuse.
    ///   - budget: How many bytes it may have.
    public init(_ document: PlanDocument, refusals: [GuardRefusal] = [], budget: Int = PlanMarkdown.budget) {
        self.document = document
        self.refusals = refusals
        self.budget = budget
    }

    /// The Markdown, with a line feed at the end.
    public var text: String {
        let plan = document.plan
        var head = ["## audit-jira: \(plan.headline)", ""]
        for refusal in refusals {
            head.append(
                "> **A guard would refuse this plan.** \(refusal.name): \(refusal.count); measured \(refusal.measured), "
                    + "limit \(refusal.limit). To let it pass: `\(refusal.option)`"
            )
            head.append("")
        }
        let errors = PlanErrors(plan)
        if let heading = errors.heading {
            head += ["> **\(heading)**", ">"]
            for group in errors.groups.prefix(20) {
                head.append(
                    "> - \(MarkdownText.escape(group.obstacle.message, limit: 500)) *Way out:* "
                        + "\(MarkdownText.escape(group.obstacle.hint, limit: 500)) "
                        + "(\(group.deeds); row \(MarkdownText.escape(group.rows)))"
                )
            }
            if errors.groups.count > 20 { head.append("> - and \(errors.groups.count - 20) more") }
            head.append("")
        }
        for (name, limit) in plan.allow.sorted(by: { $0.key < $1.key }) {
            head += ["> **Acknowledged:** `\(name)` up to \(limit).", ""]
        }
        let foot = ["", "\(counted(document.expectedCalls, "API call")) expected. `\(document.digest)`"]
        var sections: [Section] = []
        for operation in Operation.reading {
            let actions = plan.actions.filter { $0.operation == operation }
            if !actions.isEmpty { sections.append(section(operation, actions)) }
            if operation == .forget, !plan.conflicts.isEmpty { sections.append(section(plan.conflicts)) }
        }
        if !plan.findings.isEmpty { sections.append(section(plan.findings)) }
        var left = budget - bytes(of: head) - bytes(of: foot) - sections.reduce(0) { $0 + $1.cost }
        var lines = head
        for section in sections { lines += section.lines(within: &left) }
        return (lines + foot).joined(separator: "\n") + "\n"
    }

    private func bytes(of lines: [String]) -> Int { lines.reduce(0) { $0 + $1.utf8.count + 1 } }

    /// A heading, a table's first lines, and its entries.
    private struct Section {
        var heading: String
        var table: [String]
        var entries: [String]
        var isFolded: Bool

        /// The section's size without any entry.
        var cost: Int { heading.utf8.count + table.reduce(0) { $0 + $1.utf8.count + 1 } + 160 }

        func lines(within left: inout Int) -> [String] {
            var shown: [String] = []
            for entry in entries {
                guard left >= entry.utf8.count + 1 else { break }
                left -= entry.utf8.count + 1
                shown.append(entry)
            }
            var lines: [String] = []
            lines += isFolded ? ["<details><summary>\(heading)</summary>", ""] : ["### \(heading)", ""]
            lines += table + shown
            if shown.count < entries.count {
                lines += ["", "Showing \(shown.count) of \(entries.count); the plan file has them all."]
            }
            return lines + (isFolded ? ["", "</details>", ""] : [""])
        }
    }

    private func section(_ operation: Operation, _ actions: [Action]) -> Section {
        let isDetailed = ![.create, .follow, .adopt].contains(operation)
        let entries = actions.map { action in
            var cells = [
                MarkdownText.escape(action.row.text), MarkdownText.escape(action.path),
                MarkdownText.escape(action.key ?? "new"),
                MarkdownText.escape(action.reason.text)
                    + (action.forecast.obstacle == nil ? "" : "<br>**cannot be done**"),
            ]
            if isDetailed {
                let way = MarkdownText.escape(action.forecast.wayText)
                cells.append(
                    action.steps.map { cell(StepEntry($0)) + ($0.isMove ? way : "") }.joined(
                        separator: "<br>"
                    )
                )
            }
            return "| \(cells.joined(separator: " | ")) |"
        }
        return Section(
            heading: "\(operation.heading) (\(actions.count))",
            table: isDetailed
                ? ["| row | path | issue | why | changes |", "| --- | --- | --- | --- | --- |"]
                : ["| row | path | issue | why |", "| --- | --- | --- | --- |"],
            entries: entries,
            isFolded: actions.count > 20
        )
    }

    private func cell(_ change: StepEntry) -> String {
        let name = change.side == .issue ? change.field : "\(change.side.rawValue) \(change.field)"
        let from = MarkdownText.escape(ChangeLines.value(change.from))
        return "\(MarkdownText.escape(name)): \(from) → \(MarkdownText.escape(ChangeLines.value(change.to)))"
    }

    private func section(_ conflicts: [Conflict]) -> Section {
        Section(
            heading: "Conflicts, which wait for a decision (\(conflicts.count))",
            table: [
                "| row | issue | field | base | row says | issue says | why | what to do |",
                "| --- | --- | --- | --- | --- | --- | --- | --- |",
            ],
            entries: conflicts.map { conflict in
                let cells = [
                    conflict.row.text, conflict.issue, conflict.field, conflict.base ?? "(none)",
                    conflict.rowValue,
                    conflict.issueValue, conflict.reason, conflict.hint,
                ]
                return "| \(cells.map { MarkdownText.escape($0) }.joined(separator: " | ")) |"
            },
            isFolded: false
        )
    }

    private func section(_ findings: [Finding]) -> Section {
        Section(
            heading: "Findings (\(findings.count))",
            table: [],
            entries: findings.map { "- \($0.kind.rawValue): \(MarkdownText.escape($0.message, limit: 300))" },
            isFolded: findings.count > 20
        )
    }
}
