import Reconciliation

extension Apply {
    /// Creates and changes issues.
    func writeIssues(_ run: inout ApplyRun, lineage: String) async throws {
        try await create(&run, lineage: lineage)
        try await change(&run, lineage: lineage)
        try await relate(run)
    }

    /// Relates issues with those they take the place of.
    ///
    /// A relation that cannot be made is a warning: what it stands beside is done.
    func relate(_ run: ApplyRun) async throws {
        let relations = run.open.compactMap { open in
            Relation(
                open.action,
                key: open.action.operation == .create ? run.created[open.action.row]?.key : open.action.key
            )
        }
        guard !relations.isEmpty else { return }
        report(.began("Relating \(relations.count) issues"))
        for (relation, outcome) in zip(relations, try await tracker.relate(relations)) {
            switch outcome {
            case .done, .stale: break
            case .failed(let problem), .unknown(let problem):
                report(
                    .warning("\(relation.key) could not be related to \(relation.other): \(problem.summary)")
                )
            }
        }
    }

    private func create(_ run: inout ApplyRun, lineage: String) async throws {
        let creates = run.open.filter { $0.action.operation == .create }
        guard !creates.isEmpty else { return }
        report(.began("Creating \(creates.count) issues"))
        let drafts = creates.map { create in
            let marker = Marker(row: create.action.row, lineage: lineage, operation: makeUUID())
            return IssueDraft(create.action, marker: marker)
        }
        let outcomes = try await tracker.create(drafts, log: noteWrite)
        for ((create, draft), outcome) in zip(zip(creates, drafts), outcomes) {
            switch outcome {
            case .done(let issue):
                run.created[create.action.row] = issue
                run.operations[create.action.row] = draft.marker.operation
            case .failed(let problem): run.end(create.index, .failed(problem))
            case .unknown(let problem):
                run.isInDoubt = true
                run.end(create.index, .failed(problem))
            case .stale: run.end(create.index, .stale("Jira refused it as outdated"))
            }
        }
    }

    private func change(_ run: inout ApplyRun, lineage: String) async throws {
        var order: [IssueID] = []
        var byIssue: [IssueID: [(index: Int, action: Action)]] = [:]
        for open in run.open where open.action.operation != .create {
            guard let id = open.action.issue, open.action.changes.contains(where: { $0.side == .issue })
            else { continue }
            if byIssue[id] == nil { order.append(id) }
            byIssue[id, default: []].append(open)
        }
        var changes: [IssueChange] = []
        for id in order {
            guard let issue = run.before.issues[id], let actions = byIssue[id] else { continue }
            let change = IssueChange(
                actions.map(\.action),
                of: issue,
                lineage: lineage,
                operation: run.operation(of: id)
            )
            if let change { changes.append(change) }
        }
        guard !changes.isEmpty else { return }
        report(.began("Changing \(changes.count) issues"))
        let outcomes = try await tracker.change(changes, log: noteWrite)
        for (change, outcome) in zip(changes, outcomes) {
            let indices = (byIssue[change.issue] ?? []).map(\.index)
            switch outcome {
            case .done: break
            case .failed(let problem), .unknown(let problem):
                for index in indices { run.end(index, .failed(problem)) }
            case .stale:
                for index in indices { run.end(index, .stale("\(change.key) was changed meanwhile")) }
            }
        }
    }

    /// Writes rows, all in one transaction: those of actions whose issue side was done.
    ///
    /// When that cannot be done at all, those actions fail: what was done to the issues is to be recorded all the same.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - written: Rows that a run which was cut short wrote; nil for a run that writes for the first time and keeps a journal.
    func writeRows(_ run: inout ApplyRun, beyond written: Set<RowKey>? = nil) async {
        let writes = rowWrites(run).filter { written?.contains($0.key) != true }
        let updates = writes.compactMap(\.value.write.update)
        guard !updates.isEmpty else { return }
        report(.began("Writing \(updates.count) rows"))
        var outcomes: [Outcome<Void>]
        do {
            if written == nil { try await note(.writing(updates.map(\.key))) }
            outcomes = try await table.update(updates)
        } catch {
            let problem = Problem.wrapping(error)
            outcomes = updates.map { _ in .failed(problem) }
        }
        outcomes = await settled(zip(updates, outcomes), writes)
        let done = zip(updates, outcomes).filter { if case .done = $1 { true } else { false } }
        // That they were written can still be seen without this note.
        if written == nil { try? await note(.wrote(done.map(\.0.key))) }
        let places = Dictionary(writes.lazy.map { ($0.key, $0.value) }) { first, _ in first }
        for (update, outcome) in zip(updates, outcomes) {
            guard let (write, indices) = places[update.key] else { continue }
            switch outcome {
            case .done: run.rows[update.key] = write.after
            case .stale:
                for index in indices { end(&run, index, .stale("row \(update.key) was changed meanwhile")) }
            case .failed(let problem), .unknown(let problem):
                for index in indices { end(&run, index, .failed(problem)) }
            }
        }
    }

    /// Outcomes without one that nobody knows: where COMMIT was not answered, the rows themselves say what became of them.
    private func settled(
        _ outcomes: Zip2Sequence<[RowUpdate], [Outcome<Void>]>,
        _ writes: [(key: RowKey, value: (write: RowWrite, indices: [Int]))]
    ) async -> [Outcome<Void>] {
        let unknown = outcomes.filter { if case .unknown = $1 { true } else { false } }.map(\.0.key)
        // Rows that cannot be read count as not written: the next plan looks at them again.
        guard !unknown.isEmpty, let rows = try? await table.rows(unknown) else {
            return outcomes.map(\.1)
        }
        report(.began("Looking at \(unknown.count) rows whose writing was not answered"))
        let present = Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
        let byKey = Dictionary(writes.lazy.map { ($0.key, $0.value.write) }) { first, _ in first }
        return outcomes.map { update, outcome in
            guard case .unknown(let problem) = outcome else { return outcome }
            let isDone = byKey[update.key]?.isDone(on: present[update.key]) ?? false
            return isDone ? .done(()) : .failed(problem)
        }
    }

    /// The row sides of what is still open, put together row by row, in the plan's order, each with its actions' places.
    func rowWrites(_ run: ApplyRun) -> [(key: RowKey, value: (write: RowWrite, indices: [Int]))] {
        var order: [RowKey] = []
        var writes: [RowKey: (write: RowWrite, indices: [Int])] = [:]
        for (index, action) in run.open where action.changes.contains(where: { $0.side == .row }) {
            guard let row = run.before.rows[action.row] else { continue }
            if writes[action.row] == nil { order.append(action.row) }
            let key = run.created[action.row]?.key
            writes[action.row, default: (RowWrite(row, schema: settings.schema), [])].write
                .add(action.changes, newKey: key)
            writes[action.row]?.indices.append(index)
        }
        return order.compactMap { key in writes[key].map { (key, $0) } }
    }

    /// Ends an action whose row could not be written; a create has happened all the same, and keeps its key.
    func end(_ run: inout ApplyRun, _ index: Int, _ ending: ActionResult.Ending) {
        let action = run.plan.actions[index]
        run.end(index, ending, key: action.operation == .create ? run.created[action.row]?.key : nil)
    }
}
