import Reconciliation

/// The end of a run that a crash cut short, as far as it came: what reached either side is found out and committed.
///
/// Where an issue was created or changed and its row not written, the row is written now, if it still is as it was. What was
/// not begun, or did not arrive, is left to the next plan. Nothing is sent to Jira a second time.
struct RunRecovery {
    let context: ApplyContext

    /// Finishes the run.
    ///
    /// - Returns: What was found; nil when the last run finished.
    /// - Throws: A `Problem` when that cannot be found out now; the journal stays then.
    func recover() async throws -> RecoveryReport? {
        guard let records = try await context.journal.interrupted() else { return nil }
        guard var past = try InterruptedRun(records, digester: context.digester) else {
            try await context.journal.finish()
            return nil
        }
        context.report(.began("Looking at what an interrupted run left"))
        let header = past.header
        let stored = try await context.repository.load()
        let scope = Scope(try await context.tracker.site(), table: try await context.table.identity())
        try Self.check(header, against: scope, stored)
        let late = Set(past.unanswered.markers.map(\.operation))
        try await findCreates(of: &past)
        var recovered = RecoveryReport(
            time: header.time,
            plan: header.document.digest,
            results: [],
            wasCommitted: try await isCommitted(header, stored),
            isForeign: header.document.plan.binding.configuration != context.configuration
        )
        let actions = recovered.wasCommitted ? past.creates(of: late) : past.actions
        if !recovered.isForeign, !actions.isEmpty {
            let report = try await resume(actions, of: past, over: stored)
            recovered.results = report.results
            recovered.commit = report.commit
        }
        try await context.journal.finish()
        return recovered
    }

    /// Waits until the creates that were not answered can be seen, or never will.
    func awaitCreates() async throws {
        guard let records = try await context.journal.interrupted(),
            let past = try InterruptedRun(records, digester: context.digester),
            let last = past.unanswered.last
        else { return }
        _ = try await context.tracker.find(past.unanswered.markers, age: age(since: last))
    }

    /// Looks for the creates that were not answered.
    private func findCreates(of past: inout InterruptedRun) async throws {
        let (markers, last) = past.unanswered
        guard let last else { return }
        context.report(.began("Looking for \(markers.count) issues whose creation was not answered"))
        past.settle(try await context.tracker.find(markers, age: age(since: last)))
    }

    private func age(since moment: Int64) -> Duration { .milliseconds(max(0, context.now() - moment)) }

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
        let history = try await context.repository.history(limit: stored.state.serial - header.serial + 10)
        return history.contains { entry in wanted.allSatisfy(entry.message.trailers.contains) }
    }

    /// Does what is left of some actions, and commits what was done.
    private func resume(
        _ actions: [Action],
        of past: InterruptedRun,
        over stored: StoredState?
    ) async throws -> ApplyReport {
        let header = past.header
        var plan = header.document.plan
        plan.actions = actions
        var before = try await context.look(at: plan, stored?.state)
        let present = before.rows
        before.rows = header.rows
        var run = ApplyRun(resuming: plan, stored, before)
        run.arrived = past.arrived
        resumeIssues(&run, past)
        // Whether or not its row names it already, an issue is related with the one whose place it takes.
        try await IssueWrites(context: context, lineage: header.lineage).relate(run)
        let written = resumeRows(&run, past, present: present)
        await RowWrites(context: context).write(&run, beyond: written)
        run.keepUnreplacedLinks()
        let finish = RunFinish(
            context: context,
            document: header.document,
            stored: stored,
            scope: plan.binding.scope,
            lineage: header.lineage,
            isRecovery: true
        )
        return try await finish.finish(run)
    }

    /// Notes of every action that was begun whether its issue side was done.
    private func resumeIssues(_ run: inout ApplyRun, _ past: InterruptedRun) {
        for case .created(let marker, let issue) in past.creates.values {
            run.created[marker.row] = issue
            run.operations[marker.row] = marker.operation
        }
        let arrival = IssueArrival(run: run, past: past, settings: context.settings)
        for (index, action) in run.open where !arrival.isDone(action) {
            run.end(index, .failed(.cutShort(action)))
        }
    }

    /// Takes note of the rows that were written, and returns them.
    private func resumeRows(
        _ run: inout ApplyRun,
        _ past: InterruptedRun,
        present: [RowKey: Row]
    ) -> Set<RowKey> {
        var written: Set<RowKey> = []
        for (key, entry) in RowWrites(context: context).entries(of: run)
        where past.rowsWritten.contains(key) || entry.write.isDone(on: present[key]) {
            run.rows[key] = entry.write.after
            written.insert(key)
        }
        return written
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
