import Reconciliation

extension Apply {
    /// Finishes a run that a crash cut short, as far as it came: finds out what reached either side, and commits it.
    ///
    /// Where an issue was created or changed and its row not written, the row is written now, if it still is as it was. What was
    /// not begun, or did not arrive, is left to the next plan. Nothing is sent to Jira a second time.
    ///
    /// - Returns: What was found; nil when the last run finished.
    /// - Throws: A `Problem` when that cannot be found out now; the journal stays then.
    @discardableResult
    public func recover() async throws -> RecoveryReport? {
        guard let records = try await journal.interrupted() else { return nil }
        guard var past = try InterruptedRun(records, digester: digester) else {
            try await journal.finish()
            return nil
        }
        report(.began("Looking at what an interrupted run left"))
        let header = past.header
        let stored = try await repository.load()
        let scope = Scope(try await tracker.site(), table: try await table.identity())
        try Self.check(header, against: scope, stored)
        let (markers, last) = past.unanswered
        if let last {
            report(.began("Looking for \(markers.count) issues whose creation was not answered"))
            let age = Duration.milliseconds(max(0, now() - last))
            past.settle(try await tracker.find(markers, age: age))
        }
        var recovered = RecoveryReport(
            time: header.time,
            plan: header.document.digest,
            results: [],
            wasCommitted: try await isCommitted(header, stored),
            isForeign: header.document.plan.binding.configuration != configuration
        )
        let late = Set(markers.map(\.operation))
        let actions = recovered.wasCommitted ? past.creates(of: late) : past.actions
        guard !recovered.isForeign, !actions.isEmpty else {
            try await journal.finish()
            return recovered
        }
        var plan = header.document.plan
        plan.actions = actions
        var before = try await look(at: plan, stored?.state)
        let present = before.rows
        before.rows = header.rows
        var run = ApplyRun(resuming: plan, stored, before)
        run.arrived = past.arrived
        resumeIssues(&run, past)
        // Whether or not its row names it already, an issue is related with the one whose place it takes.
        try await relate(run)
        let written = resumeRows(&run, past, present)
        await writeRows(&run, beyond: written)
        run.keepUnreplacedLinks()
        let report = try await finish(
            run,
            header.document,
            stored,
            Options(),
            scope: header.document.plan.binding.scope,
            lineage: header.lineage,
            isRecovery: true
        )
        try await journal.finish()
        recovered.results = report.results
        recovered.commit = report.commit
        return recovered
    }

    /// Waits until the creates of an interrupted run that were not answered can be seen, or never will; for a command that
    /// makes the state anew from what Jira has.
    public func awaitCreates() async throws {
        guard let records = try await journal.interrupted(),
            let past = try InterruptedRun(records, digester: digester), let last = past.unanswered.last
        else { return }
        _ = try await tracker.find(past.unanswered.markers, age: .milliseconds(max(0, now() - last)))
    }

    /// Throws when a run was about another project, table or state than this one.
    private static func check(
        _ header: JournalHeader,
        against scope: Scope,
        _ stored: StoredState?
    ) throws(Problem) {
        let bound = header.document.plan.binding.scope
        guard bound.site == scope.site, bound.projectID == scope.projectID, bound.table == scope.table else {
            throw .interruptedRun(about: bound, not: scope)
        }
        let lineage = stored?.state.lineage
        guard lineage == header.lineage || (lineage == nil && header.serial == 0) else {
            throw .interruptedRun(aboutLineage: header.lineage)
        }
    }

    /// Whether the state that an interrupted run led to is in the history.
    private func isCommitted(_ header: JournalHeader, _ stored: StoredState?) async throws -> Bool {
        guard let stored, stored.state.serial > header.serial else { return false }
        let wanted = [
            CommitMessage.planTrailer(header.document.digest), CommitMessage.serialTrailer(header.serial + 1),
        ]
        let history = try await repository.history(limit: stored.state.serial - header.serial + 10)
        return history.contains { entry in wanted.allSatisfy(entry.message.trailers.contains) }
    }

    /// Notes of every action that was begun whether its issue side was done.
    private func resumeIssues(_ run: inout ApplyRun, _ past: InterruptedRun) {
        for case .created(let marker, let issue) in past.creates.values {
            run.created[marker.row] = issue
            run.operations[marker.row] = marker.operation
        }
        for (index, action) in run.open where !isDone(action, run, past) {
            run.end(index, .failed(.cutShort(action)))
        }
    }

    /// Takes note of the rows that were written, and returns them.
    private func resumeRows(
        _ run: inout ApplyRun,
        _ past: InterruptedRun,
        _ present: [RowKey: Row]
    ) -> Set<RowKey> {
        var written: Set<RowKey> = []
        for (key, value) in rowWrites(run)
        where past.rowsWritten.contains(key) || value.write.isDone(on: present[key]) {
            run.rows[key] = value.write.after
            written.insert(key)
        }
        return written
    }

    /// Whether the issue's side of an action is as the action was to make it.
    private func isDone(_ action: Action, _ run: ApplyRun, _ past: InterruptedRun) -> Bool {
        let changes = action.changes(on: .issue).filter {
            ![Change.resolution, Change.relates, Change.duplicates].contains($0.field)
        }
        guard action.operation != .create else { return run.created[action.row] != nil }
        guard !changes.isEmpty else { return true }
        guard let id = action.issue, let issue = run.before.issues[id] else { return false }
        let taken = past.taken[id] ?? []
        return changes.allSatisfy { change in
            switch change.field {
            case Change.status:
                return run.arrived.contains(id) || issue.isClosed == (change.to == .text("done"))
            // The transition comes after it.
            case Change.comment:
                return taken.contains(.comment) || past.begun[id]?.contains(.transition) ?? false
            default: return taken.contains(.edit) || settings.isMade(change, on: issue)
            }
        }
    }
}

extension InterruptedRun {
    /// The creates of these operations, found since.
    fileprivate func creates(of operations: Set<String>) -> [Action] {
        var rows: Set<RowKey> = []
        for case .created(let marker, _) in creates.values where operations.contains(marker.operation) {
            rows.insert(marker.row)
        }
        return actions.filter { $0.operation == .create && rows.contains($0.row) }
    }
}

extension Settings {
    /// Whether an issue has what a change was to give it.
    fileprivate func isMade(_ change: Change, on issue: Issue) -> Bool {
        switch (change.field, change.to) {
        case (Change.marker, .text(let row)): return issue.marker?.row == RowKey(row)
        case (Change.marker, _): return issue.marker == nil
        case ("labels", .list(let labels)):
            let before: [String] = if case .list(let list) = change.from { list } else { [] }
            return labels.allSatisfy(issue.labels.contains)
                && !before.contains { !labels.contains($0) && issue.labels.contains($0) }
        default:
            let (sent, read) = (FieldValue(change.to), issue.fields[change.field] ?? .none)
            return read == sent || mapping.expected(change.field, sent).contains(read)
        }
    }
}
