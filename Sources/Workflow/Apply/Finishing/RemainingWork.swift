import Reconciliation

/// The work that a plan over the touched links would still find after an apply, which should be none.
///
/// Rows that were skipped, failed or wait for a decision are left aside.
struct RemainingWork {
    let settings: Settings
    let plan: Plan
    let results: [ActionResult]
    let after: AffectedSides
    /// The rows of which something was done and nothing waits.
    private let rows: Set<RowKey>

    init(
        settings: Settings,
        plan: Plan,
        results: [ActionResult],
        after: AffectedSides,
        unsettled: Set<RowKey>
    ) {
        self.settings = settings
        self.plan = plan
        self.results = results
        self.after = after
        rows = Set(results.lazy.filter(\.isDone).map(\.action.row)).subtracting(unsettled)
    }

    /// Returns the actions.
    ///
    /// - Parameters:
    ///   - state: The new state with the links of rows that exist.
    ///   - all: Every link of the new state.
    /// - Returns: The actions that a plan would still have, in its order.
    func actions(of state: State, beside all: [Link]) -> [Action] {
        var touched = state
        touched.links = state.links.filter { rows.contains($0.row) }
        let hearers = hearers(among: touched.links)
        return comparison(of: touched, beside: all)
            .plan(binding: plan.binding, refresh: plan.refresh).actions
            .filter { action in
                let isNews = hearers.contains(action.row)
                return rows.contains(action.row) && !isNews && !isKept(action)
            }
    }

    /// The comparison of the touched links with both sides as they are now.
    private func comparison(of touched: State, beside all: [Link]) -> Settled {
        var comparison = Comparison(state: touched, settings: settings)
        for (key, row) in after.rows where rows.contains(key) {
            do { try comparison.add(row) } catch { continue }
        }
        var phase = comparison.issuePhase()
        for link in touched.links {
            if let issue = after.issues[link.issue] {
                phase.add(issue)
            } else if after.missing.contains(link.issue) {
                phase.addMissing(link.issue)
            }
        }
        for row in after.rows.values where rows.contains(row.key) { phase.addAgain(row) }
        var beyond: [IssueID: RowKey] = [:]
        for link in all where link.kind == .followed && link.agreed != .resolved && !rows.contains(link.row) {
            beyond[link.issue] = link.row
        }
        return phase.settled(followedBeyond: beyond)
    }

    /// The rows that follow an issue which was written for another row: they hear of it at the next look, as of any change.
    private func hearers(among links: [Link]) -> Set<RowKey> {
        var writers: [IssueID: Set<RowKey>] = [:]
        for result in results where result.isDone && result.action.changesIssue {
            if let id = result.action.issue { writers[id, default: []].insert(result.action.row) }
        }
        var hearers: Set<RowKey> = []
        for link in links where writers[link.issue].map({ !$0.contains(link.row) }) ?? false {
            hearers.insert(link.row)
        }
        return hearers
    }

    /// Whether the plan kept the link of a gone issue since a clone of it exists; clones are not looked at here.
    private func isKept(_ action: Action) -> Bool {
        action.operation == .forget && action.precondition.issue == nil
            && !plan.actions.contains {
                $0.operation == .forget && $0.issue == action.issue && $0.row == action.row
            }
    }
}
