public import JSON
internal import Reconciliation
public import Workflow

/// The report of an apply, for people and for programs.
public struct ReportText: Rendered {
    private let report: ApplyReport
    private let style: Style

    /// Prepares a report's text.
    public init(_ report: ApplyReport, style: Style = .plain) {
        self.report = report
        self.style = style
    }

    /// The text, with a line feed at the end.
    public var text: String {
        guard !report.results.isEmpty else {
            return "Nothing to apply.\n" + conflicts.map { $0 + "\n" }.joined()
        }
        var lines: [String] = []
        for result in report.results { lines += self.lines(of: result) }
        lines += ["", style.bold(summary)]
        if let commit = report.commit {
            lines.append("Committed the state, serial \(report.serial), as \(commit.prefix(12)).")
        }
        lines += conflicts
        if !report.remaining.isEmpty {
            lines.append(style.red("The sides still differ after the apply:"))
            for action in report.remaining {
                let fields = action.steps.map { StepEntry($0).field }.joined(separator: ", ")
                let place = PrintableText.line("\(action.row) \(action.key ?? "")")
                lines.append("  \(action.operation.rawValue) \(place): \(PrintableText.line(fields))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The report for programs.
    public var json: JSON { report.json }

    private var conflicts: [String] {
        guard report.conflicts > 0 else { return [] }
        return ["\(counted(report.conflicts, "conflict")) to decide; audit-jira plan shows what."]
    }

    private var summary: String {
        let done = report.results.filter(\.isDone)
        let failed = report.results.count { if case .failed = $0.ending { true } else { false } }
        let stale = report.results.count - done.count - failed
        var parts: [String] = []
        for operation in Operation.reading {
            let count = done.count { $0.action.operation == operation }
            if count > 0 { parts.append("\(count) \(operation.participle)") }
        }
        if parts.isEmpty { parts.append("nothing done") }
        if failed > 0 { parts.append("\(failed) failed") }
        if stale > 0 { parts.append("\(stale) skipped as stale") }
        let isComplete = failed + stale == 0
        return "\(isComplete ? "Applied" : "Applied in part"): \(parts.joined(separator: ", "))."
    }

    private func lines(of result: ActionResult) -> [String] {
        let action = result.action
        let place = [action.row.text, action.path, result.key ?? action.key].compactMap { $0 }
            .map { PrintableText.line($0, limit: 255) }.joined(separator: "  ")
        switch result.ending {
        case .done:
            return ["\(style.green("done"))     \(action.operation.rawValue)  \(place)"]
        case .failed(let problem):
            let causes = problem.causes.map { "caused by: \(PrintableText.line($0, limit: 500))" }
            let hints = problem.hints.map { "hint: \(PrintableText.line($0, limit: 300))" }
            let reasons = [PrintableText.line(problem.summary, limit: 500)] + causes + hints
            return ["\(style.red("failed"))   \(action.operation.rawValue)  \(place)"]
                + reasons.map { "           \($0)" }
        case .stale(let now):
            return [
                "\(style.yellow("skipped"))  \(action.operation.rawValue)  \(place)",
                "           \(PrintableText.line(now, limit: 500))",
            ]
        }
    }
}
