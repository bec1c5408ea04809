import Reconciliation

/// The issues that a plan was to make or to link, and that were made or linked since.
struct ExistingIssues {
    let context: ApplyContext
    let plan: Plan
    let stored: StoredState?

    /// The adoptions that are done: the plan was made while an interrupted run was not recorded, and what that run created
    /// was recorded since as what it is.
    var adopted: [ActionResult] {
        let adoptions = plan.actions.filter { $0.operation == .adopt }
        guard let links = stored?.state.links, !adoptions.isEmpty else { return [] }
        let issues = Set(adoptions.compactMap(\.issue))
        var rows: [IssueID: RowKey] = [:]
        for link in links where link.kind == .managed && issues.contains(link.issue) {
            rows[link.issue] = link.row
        }
        return adoptions.filter { action in action.issue.flatMap { rows[$0] } == action.row }
            .map { ActionResult(action: $0, ending: .done, key: $0.key) }
    }

    /// Returns the issues that belong to rows for which the plan creates issues.
    ///
    /// They were made by another clone since it was planned, or by a run whose machine was lost: none is linked, and the plan
    /// does not know them.
    ///
    /// The search index may not have them yet, so the project's latest keys are looked at too.
    func claims(_ present: AffectedSides) async throws -> [RowKey: Issue] {
        let creates = plan.actions.lazy.filter { $0.operation == .create && $0.forecast.obstacle == nil }
        let rows = Set(creates.map(\.row))
        guard !rows.isEmpty else { return [:] }
        context.report(.began("Looking whether the issues exist already"))
        let youngest = Set(try await context.tracker.youngest())
        var linked: Set<IssueID> = []
        var operations: Set<String> = []
        for link in stored?.state.links ?? [] {
            if youngest.contains(link.issue) { linked.insert(link.issue) }
            if let operation = link.operation { operations.insert(operation) }
        }
        // What the plan acts on it knows.
        let unknown = youngest.subtracting(linked).subtracting(plan.actions.compactMap(\.issue))
        guard !unknown.isEmpty else { return [:] }
        let references = unknown.sorted().map(IssueReference.id)
        let found = try await context.tracker.read(references, into: IssueGathering())
        let told = Set(plan.findings.compactMap(\.issue) + plan.conflicts.map(\.issue))
        let lineage = stored?.state.lineage
        var claims: [RowKey: Issue] = [:]
        for issue in found.issues.values.sorted(by: { $0.id > $1.id }) {
            guard let marker = issue.marker, rows.contains(marker.row), !told.contains(issue.key) else {
                continue
            }
            // A clone of a linked issue has that one's operation, and belongs to nobody.
            let isClone = operations.contains(marker.operation)
            guard !isClone, lineage == nil || marker.lineage == lineage else { continue }
            // One that is done covers no debt; what the row lists the plan has considered.
            guard !issue.isClosed, present.rows[marker.row]?.tickets?.contains(issue.key) != true else {
                continue
            }
            claims[marker.row] = issue
        }
        return claims
    }
}
