import Reconciliation

/// The look at what a run wrote.
struct ReadBack {
    let context: ApplyContext
    let run: ApplyRun

    /// Reads what was touched, as it is now.
    func read() async throws -> AffectedSides {
        var after = run.before
        after.rows = await rows()
        var written: Set<IssueID> = []
        // What was read when it was created is read again only where something was written to it since.
        let related = Set(run.plan.actions.lazy.filter { $0.operation == .create && $0.relates }.map(\.row))
        for (row, issue) in run.created {
            if let reading = issue.reading, !related.contains(row) {
                after.issues[issue.id] = reading
            } else {
                written.insert(issue.id)
            }
        }
        for result in run.all where result.isDone && result.action.changesIssue {
            if let id = result.action.issue, result.action.operation != .create { written.insert(id) }
        }
        guard !written.isEmpty else { return after }
        context.report(.began("Reading back \(written.count) issues"))
        let references = written.sorted().map(IssueReference.id)
        let found = try await context.tracker.read(references, into: IssueGathering())
        after.issues.merge(found.issues) { $1 }
        return after
    }

    /// The rows after the writes, with what the database made of the columns that were written.
    ///
    /// A trigger may have the last word. What people changed beside them meanwhile is left to the next plan.
    private func rows() async -> [RowKey: Row] {
        var rows = run.rows
        let schema = context.settings.schema
        let written = rows.keys.filter { rows[$0] != run.before.rows[$0] }.sorted()
        // Without an answer what was written counts: the state must be committed all the same.
        guard !written.isEmpty, let found = try? await context.table.rows(written) else { return rows }
        for row in found {
            guard var after = rows[row.key], let before = run.before.rows[row.key] else { continue }
            for column in schema.columns
            where after.value(of: column, in: schema) != before.value(of: column, in: schema) {
                after.set(column, to: row.value(of: column, in: schema) ?? .null, in: schema)
            }
            rows[row.key] = after
        }
        return rows
    }
}
