internal import Reconciliation
public import Workflow

/// The report about a run that did not finish, as text.
public struct RecoveryText {
    private let recovered: RecoveryReport

    /// Prepares the text.
    public init(_ recovered: RecoveryReport) { self.recovered = recovered }

    /// The text, with a line feed at the end.
    public var text: String {
        let plan = recovered.plan.description.prefix(19)
        var lines = ["An earlier run did not finish (plan \(plan)…)."]
        if recovered.isForeign {
            lines.append("The configuration changed since, so what it did is found by the next plan.")
        } else if recovered.results.isEmpty {
            lines.append(
                recovered.wasCommitted
                    ? "Everything that it did had been committed." : "It had changed nothing on either side."
            )
        } else {
            lines.append(summary)
        }
        for result in recovered.results {
            let place = [result.action.row.text, result.key ?? result.action.key].compactMap { $0 }
                .map { PrintableText.line($0, limit: 255) }.joined(separator: "  ")
            // A ticket that was created is there, whatever became of its row.
            let isCreated = result.action.operation == .create && result.key != nil
            let word = result.isDone ? "done    " : isCreated ? "in part " : "not done"
            lines.append("  \(word)  \(result.action.operation.rawValue)  \(place)")
            switch result.ending {
            case .done: break
            case .stale(let why): lines.append("            \(PrintableText.line(why, limit: 500))")
            case .failed(let problem):
                lines.append("            \(PrintableText.line(problem.sentence, limit: 500))")
            }
        }
        if let commit = recovered.commit { lines.append("Recorded as \(commit.prefix(12)).") }
        return lines.joined(separator: "\n") + "\n"
    }

    private var summary: String {
        var parts: [String] = []
        for operation in Operation.reading {
            let count = recovered.done.count { $0.action.operation == operation }
            if count > 0 { parts.append("\(count) \(operation.participle)") }
        }
        let open = recovered.results.count - recovered.done.count
        if open > 0 { parts.append("\(open) begun and not wholly done, left to the next plan") }
        return "It came as far as this: \(parts.joined(separator: ", "))."
    }
}
