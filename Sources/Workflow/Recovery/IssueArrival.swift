import Reconciliation

/// The state of the issues of a run that was cut short, held against what the run was to make of them.
struct IssueArrival {
    let run: ApplyRun
    let past: InterruptedRun
    let settings: Settings

    /// Whether the issue's side of an action is as the action was to make it.
    func isDone(_ action: Action) -> Bool {
        guard action.operation != .create else { return run.created[action.row] != nil }
        let steps = action.issueSteps.filter { !$0.isBeside }
        guard !steps.isEmpty else { return true }
        guard let id = action.issue, let issue = run.before.issues[id] else { return false }
        return steps.allSatisfy { isDone($0, on: issue) }
    }

    private func isDone(_ step: IssueStep, on issue: Issue) -> Bool {
        let taken = past.taken[issue.id] ?? []
        switch step {
        case .set, .labels, .mark, .release: return taken.contains(.edit) || isMade(step, on: issue)
        // The transition comes after it.
        case .comment: return taken.contains(.comment) || past.begun[issue.id]?.contains(.transition) ?? false
        case .move(_, let goal): return run.arrived.contains(issue.id) || issue.isClosed == (goal == .done)
        case .resolution, .relate: return true
        }
    }

    /// Whether an issue has what an edit was to give it.
    private func isMade(_ step: IssueStep, on issue: Issue) -> Bool {
        switch step {
        case .set(let name, _, let sent):
            let read = issue.fields[name] ?? .none
            return read == sent || settings.mapping.expected(name, sent).contains(read)
        case .labels(let before, let labels):
            return labels.allSatisfy(issue.labels.contains)
                && !(before ?? []).contains { !labels.contains($0) && issue.labels.contains($0) }
        case .mark(_, let row): return issue.marker?.row == row
        case .release: return issue.marker == nil
        case .comment, .resolution, .move, .relate: return true
        }
    }
}

extension IssueStep {
    /// Whether it goes with another step's request, or is made again.
    fileprivate var isBeside: Bool {
        switch self {
        case .resolution, .relate: true
        case .set, .labels, .mark, .release, .comment, .move: false
        }
    }
}
