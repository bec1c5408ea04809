import Reconciliation

/// An apply under way: what was approved, what is true now, and what was done so far.
struct ApplyRun {
    let plan: Plan
    /// What the plan touches, as it was before the first write.
    let before: AffectedSides
    /// How each action ended, by its place in the plan; an action without one is still to be done.
    var results: [Int: ActionResult] = [:]
    /// The issues that were created, by row.
    var created: [RowKey: CreatedIssue] = [:]
    /// The operation of each create that was sent, by row.
    var operations: [RowKey: String] = [:]
    /// The issues that a run which was cut short had closed or opened; people may have moved them again since.
    var arrived: Set<IssueID> = []
    /// Whether a create may have happened that could not be found; the journal is kept then.
    var isInDoubt = false
    /// The rows as they are after the writes.
    var rows: [RowKey: Row]
    /// The operations of the managed issues that the plan touches, as the state knows them.
    private let known: [IssueID: String]

    /// Takes up a run that was cut short; nothing of it is held to be outdated.
    init(resuming plan: Plan, _ stored: StoredState?, _ before: AffectedSides) {
        self.plan = plan
        self.before = before
        self.rows = before.rows
        let touched = Set(plan.actions.compactMap(\.issue))
        var known: [IssueID: String] = [:]
        for link in stored?.state.links ?? [] where touched.contains(link.issue) {
            if let operation = link.operation { known[link.issue] = operation }
        }
        self.known = known
        for (index, action) in plan.actions.enumerated() {
            guard let obstacle = action.forecast.obstacle else { continue }
            end(index, .failed(.foreseen(obstacle)))
        }
    }

    init(plan: Plan, stored: StoredState?, before: AffectedSides, settings: Settings) {
        self.init(resuming: plan, stored, before)
        let state = stored?.state
        let staleness = Staleness(touched: before, settings: settings, stored: stored, about: plan)
        for (index, action) in open {
            if let reason = staleness.reason(against: action) { end(index, .stale(reason)) }
        }
        skipBlocked(state?.links ?? [])
    }

    /// Skips rows that would take over the key of a row which stays: they exchange their keys together, or not at all.
    private mutating func skipBlocked(_ links: [Link]) {
        var isSettled = false
        while !isSettled {
            isSettled = true
            let blocked = RowRenameCheck.blocked(links, by: open.map(\.action))
            guard !blocked.isEmpty else { return }
            for (index, action) in open {
                guard let key = blocked[action.row] else { continue }
                end(
                    index,
                    .stale(
                        "approved: row \(action.row) had another key; now: \(key) is still linked with that key"
                    )
                )
                isSettled = false
            }
        }
    }

    /// The actions that are still to be done, with their places, in the plan's order.
    var open: [(index: Int, action: Action)] {
        plan.actions.indices.lazy.filter { results[$0] == nil }.map { ($0, plan.actions[$0]) }
    }

    /// The operation that the state knows an issue by; nil when it knows none.
    func operation(of issue: IssueID) -> String? { known[issue] }

    /// Notes how an action ended.
    mutating func end(_ index: Int, _ ending: ActionResult.Ending, key: String? = nil) {
        let action = plan.actions[index]
        let known = action.operation == .create ? nil : action.key
        results[index] = ActionResult(action: action, ending: ending, key: key ?? known)
    }

    /// Notes that the row of an action could not be written; a create has happened all the same, and keeps its key.
    mutating func endRow(_ index: Int, _ ending: ActionResult.Ending) {
        let action = plan.actions[index]
        end(index, ending, key: action.operation == .create ? created[action.row]?.key : nil)
    }

    /// Ends what drops a link for another one's sake where that one was not made: a ticket that could not be adopted takes
    /// nobody's place.
    mutating func keepUnreplacedLinks() {
        let adoptions = results.values.filter { $0.action.operation == .adopt }
        let endings = Dictionary(adoptions.map { ($0.action.row, $0.ending) }) { first, _ in first }
        for (index, action) in open where action.isForgettingAlone {
            if let ending = endings[action.row] { end(index, ending) }
        }
    }

    /// Every action's result, in the plan's order; what nobody ended was done.
    var all: [ActionResult] {
        plan.actions.indices.map { index in
            let action = plan.actions[index]
            let key = action.operation == .create ? created[action.row]?.key : action.key
            return results[index] ?? ActionResult(action: action, ending: .done, key: key)
        }
    }

    /// The lineage of the state that an issue to adopt was created by, when all agree.
    var adoptedLineage: String? {
        let lineages = Set(
            plan.actions.lazy.filter { $0.operation == .adopt }
                .compactMap { $0.issue.flatMap { before.issues[$0]?.marker?.lineage } }
        )
        return lineages.count == 1 ? lineages.first : nil
    }
}

extension Action {
    /// Whether it drops a link and changes nothing else.
    var isForgettingAlone: Bool { operation == .forget && !changesSides }
}
