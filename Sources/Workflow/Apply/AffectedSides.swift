import Reconciliation

/// The rows and issues that a plan touches, as they are at one moment.
struct AffectedSides: Sendable {
    var rows: [RowKey: Row] = [:]
    var issues: [IssueID: Issue] = [:]
    var missing: Set<IssueID> = []
    /// Issues that were made for rows which are to get one, by row.
    var claims: [RowKey: Issue] = [:]

    /// The keys of all rows that a plan's actions are about.
    static func rowKeys(of plan: Plan) -> [RowKey] { Set(plan.actions.map(\.row)).sorted() }

    /// The issues that a plan's actions are about, and those linked with the same rows.
    static func issueIDs(of plan: Plan, _ state: State?) -> [IssueID] {
        var ids = Set(plan.actions.compactMap(\.issue))
        let rows = Set(plan.actions.map(\.row))
        guard let links = state?.links, !rows.isEmpty else { return ids.sorted() }
        for index in links.indices where rows.contains(links[index].row) { ids.insert(links[index].issue) }
        return ids.sorted()
    }
}

/// Gathers issues as they are read.
struct IssueGathering: IssueSink {
    var issues: [IssueID: Issue] = [:]
    var missing: Set<IssueID> = []

    mutating func add(_ issue: Issue, askedAs reference: IssueReference) { issues[issue.id] = issue }

    mutating func addMissing(_ reference: IssueReference) {
        if case .id(let id) = reference { missing.insert(id) }
    }
}
