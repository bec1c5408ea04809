import Reconciliation

/// The parts that every step of an apply shares: both sides, the state, the journal, the settings, and where progress goes.
struct ApplyContext: Sendable {
    let table: any RowTable
    let tracker: any IssueTracker
    let repository: any StateRepository
    let journal: ApplyJournal
    let settings: Settings
    /// The digest of all settings that a plan depends on.
    let configuration: Digest
    let digester: Digester
    let makeUUID: @Sendable () -> String
    let now: @Sendable () -> Int64
    let report: EventSink

    /// Reads the rows and issues that a plan touches.
    func look(at plan: Plan, _ state: State?) async throws -> AffectedSides {
        var touched = AffectedSides()
        for row in try await table.rows(AffectedSides.rowKeys(of: plan)) { touched.rows[row.key] = row }
        let ids = AffectedSides.issueIDs(of: plan, state)
        guard !ids.isEmpty else { return touched }
        let found = try await tracker.read(ids.map(IssueReference.id), into: IssueGathering())
        touched.issues = found.issues
        touched.missing = found.missing
        return touched
    }
}
