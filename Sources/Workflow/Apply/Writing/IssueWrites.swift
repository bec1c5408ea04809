import Reconciliation

/// The writes of a run to Jira: issues are created, then changed, then related.
struct IssueWrites {
    let context: ApplyContext
    /// The state's UUID, for the markers.
    let lineage: String

    /// Creates, changes and relates issues.
    func write(_ run: inout ApplyRun) async throws {
        try await create(&run)
        try await change(&run)
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
        context.report(.began("Relating \(relations.count) issues"))
        for (relation, outcome) in zip(relations, try await context.tracker.relate(relations)) {
            switch outcome {
            case .done, .stale: break
            case .failed(let problem), .unknown(let problem):
                context.report(
                    .warning("\(relation.key) could not be related to \(relation.other): \(problem.summary)")
                )
            }
        }
    }

    private func create(_ run: inout ApplyRun) async throws {
        let creates = run.open.filter { $0.action.operation == .create }
        guard !creates.isEmpty else { return }
        context.report(.began("Creating \(creates.count) issues"))
        let drafts = creates.map { create in
            let marker = Marker(row: create.action.row, lineage: lineage, operation: context.makeUUID())
            return IssueDraft(create.action, marker: marker)
        }
        let outcomes = try await context.tracker.create(drafts, log: context.journal.noteWrite)
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

    private func change(_ run: inout ApplyRun) async throws {
        let (order, byIssue) = openChanges(of: run)
        var changes: [IssueChange] = []
        for id in order {
            guard let issue = run.before.issues[id], let actions = byIssue[id] else { continue }
            let change = ChangeAssembly.change(
                actions.map(\.action),
                of: issue,
                lineage: lineage,
                operation: run.operation(of: id)
            )
            if let change { changes.append(change) }
        }
        guard !changes.isEmpty else { return }
        context.report(.began("Changing \(changes.count) issues"))
        let outcomes = try await context.tracker.change(changes, log: context.journal.noteWrite)
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

    /// The open actions that change issues, by issue, and the issues in the plan's order.
    private func openChanges(
        of run: ApplyRun
    ) -> (order: [IssueID], byIssue: [IssueID: [(index: Int, action: Action)]]) {
        var order: [IssueID] = []
        var byIssue: [IssueID: [(index: Int, action: Action)]] = [:]
        for open in run.open where open.action.operation != .create {
            guard let id = open.action.issue, open.action.changesIssue else { continue }
            if byIssue[id] == nil { order.append(id) }
            byIssue[id, default: []].append(open)
        }
        return (order, byIssue)
    }
}
