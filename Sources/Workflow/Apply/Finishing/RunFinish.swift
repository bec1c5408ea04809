import Reconciliation

/// The end of a run: what was written is read back, the new state is committed, and what is left to do is looked for.
struct RunFinish {
    let context: ApplyContext
    let document: PlanDocument
    let stored: StoredState?
    let scope: Scope
    /// The state's UUID.
    let lineage: String
    /// How far Jira was seen; nil to leave the state's watermark.
    var watermark: Watermark?
    /// Whether a later run found out what was done.
    var isRecovery = false

    /// Finishes a run, and reports what it came to.
    func finish(_ run: ApplyRun) async throws -> ApplyReport {
        let results = run.all
        let after = try await ReadBack(context: context, run: run).read()
        let unsettled = Set(results.lazy.filter { !$0.isDone }.map(\.action.row))
            .union(document.plan.conflicts.map(\.row))
        let linked = linked(results, run)
        guard linked.contains(where: \.isDone) else {
            return report(results, commit: nil, serial: stored?.state.serial ?? 0)
        }
        let links = links(after: run, linked, after, unsettled: unsettled)
        var state = State(
            lineage: lineage,
            serial: (stored?.state.serial ?? 0) + 1,
            scope: scope,
            watermark: watermark ?? stored?.state.watermark,
            links: links
        )
        let commit = try await commit(state, results, isWritten: linked.contains(where: \.wroteSides))
        state.links = links.filter { after.rows[$0.row] != nil && !unsettled.contains($0.row) }
        let remaining = RemainingWork(
            settings: context.settings,
            plan: document.plan,
            results: results,
            after: after,
            unsettled: unsettled
        )
        var report = report(results, commit: commit, serial: state.serial)
        report.remaining = remaining.actions(of: state, beside: links)
        return report
    }

    private func report(_ results: [ActionResult], commit: String?, serial: Int) -> ApplyReport {
        ApplyReport(
            results: results,
            commit: commit,
            serial: serial,
            remaining: [],
            conflicts: document.plan.conflicts.count
        )
    }

    /// The results as links see them: a create whose row could not be written is a link all the same, since the next plan puts
    /// the key into the row.
    private func linked(_ results: [ActionResult], _ run: ApplyRun) -> [ActionResult] {
        results.map { result in
            var result = result
            if result.action.operation == .create, run.created[result.action.row] != nil {
                result.ending = .done
            }
            return result
        }
    }

    /// The links of the new state.
    private func links(
        after run: ApplyRun,
        _ linked: [ActionResult],
        _ after: AffectedSides,
        unsettled: Set<RowKey>
    ) -> [Link] {
        let unwritten = run.all.filter { !$0.isDone && $0.action.operation == .create }.map(\.action.row)
        let next = NextState(
            settings: context.settings,
            after: after,
            operations: run.operations,
            unwritten: Set(unwritten),
            arrived: run.arrived
        )
        return next.links(
            from: stored?.state.links ?? [],
            results: linked,
            created: run.created,
            unsettled: unsettled
        )
    }

    private func commit(_ state: State, _ results: [ActionResult], isWritten: Bool) async throws -> String {
        context.report(.began("Committing the state"))
        let message = CommitMessage(
            results,
            plan: document.digest,
            serial: state.serial,
            isRecovery: isRecovery
        )
        do {
            return try await context.repository.commit(state, over: stored, message: message)
        } catch let problem as Problem {
            throw isWritten ? problem.uncommitted : problem
        }
    }
}

extension ActionResult {
    /// Whether it was done, and wrote to a side.
    fileprivate var wroteSides: Bool { isDone && action.changesSides }
}
