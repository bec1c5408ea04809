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
            throw Problem(
                .failure,
                "An earlier run did not finish: it was about project \(bound.project) at \(bound.site) and the table "
                    + "\(bound.table), not about \(scope.project) at \(scope.site) and \(scope.table)",
                hint: "Run audit-jira sync once with the configuration of that run, which finishes it"
            )
        }
        let lineage = stored?.state.lineage
        guard lineage == header.lineage || (lineage == nil && header.serial == 0) else {
            throw Problem(
                .failure,
                "An earlier run did not finish: it was about another state (lineage \(header.lineage))",
                hint: "Check out the branch that it ran on, and run audit-jira sync there, which finishes it"
            )
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
        guard action.operation != .create else { return run.created[action.row] != nil }
        // A resolution goes with the move, and a relation is made again.
        let steps = action.issueSteps.filter { !$0.isBeside }
        guard !steps.isEmpty else { return true }
        guard let id = action.issue, let issue = run.before.issues[id] else { return false }
        let taken = past.taken[id] ?? []
        return steps.allSatisfy { step in
            switch step {
            case .move(_, let goal): run.arrived.contains(id) || issue.isClosed == (goal == .done)
            // The transition comes after it.
            case .comment: taken.contains(.comment) || past.begun[id]?.contains(.transition) ?? false
            case .set, .labels, .mark, .release:
                taken.contains(.edit) || settings.isMade(step, on: issue)
            case .resolution, .relate: true
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

extension IssueStep {
    /// Whether it is part of another request, or of one that is made again.
    fileprivate var isBeside: Bool {
        switch self {
        case .resolution, .relate: true
        case .set, .labels, .mark, .release, .comment, .move: false
        }
    }
}

extension Settings {
    /// Whether an issue has what an edit was to give it.
    fileprivate func isMade(_ step: IssueStep, on issue: Issue) -> Bool {
        switch step {
        case .set(let name, _, let sent):
            let read = issue.fields[name] ?? .none
            return read == sent || mapping.expected(name, sent).contains(read)
        case .labels(let before, let labels):
            return labels.allSatisfy(issue.labels.contains)
                && !(before ?? []).contains { !labels.contains($0) && issue.labels.contains($0) }
        case .mark(_, let row): return issue.marker?.row == row
        case .release: return issue.marker == nil
        case .comment, .resolution, .move, .relate: return true
        }
    }
}

extension Problem {
    /// An action that an interrupted run did not get to the end of.
    fileprivate static func cutShort(_ action: Action) -> Problem {
        Problem(
            .interrupted,
            "row \(action.row): the run was cut short before the \(action.operation.rawValue) was done."
        )
    }
}
