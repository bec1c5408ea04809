import Reconciliation

extension Apply {
    /// Reads back what was written, commits the new state, and looks whether anything is left to do.
    func finish(
        _ run: ApplyRun,
        _ document: PlanDocument,
        _ stored: StoredState?,
        _ options: Options,
        scope: Scope,
        lineage: String,
        isRecovery: Bool = false
    ) async throws -> ApplyReport {
        let results = run.all
        let after = try await readBack(run)
        let unsettled = Set(results.lazy.filter { !$0.isDone }.map(\.action.row))
            .union(document.plan.conflicts.map(\.row))
        let unwritten = results.filter { !$0.isDone && $0.action.operation == .create }.map(\.action.row)
        let next = NextState(
            settings: settings,
            after: after,
            operations: run.operations,
            unwritten: Set(unwritten),
            arrived: run.arrived
        )
        // A create whose row could not be written is a link all the same: the next plan puts the key into the row.
        let linked = results.map { result in
            var result = result
            if result.action.operation == .create, run.created[result.action.row] != nil {
                result.ending = .done
            }
            return result
        }
        let links = next.links(
            from: stored?.state.links ?? [],
            results: linked,
            created: run.created,
            unsettled: unsettled
        )
        var state = State(
            lineage: lineage,
            serial: (stored?.state.serial ?? 0) + 1,
            scope: scope,
            watermark: options.watermark ?? stored?.state.watermark,
            links: links
        )
        guard linked.contains(where: \.isDone) else {
            return ApplyReport(
                results: results,
                commit: nil,
                serial: stored?.state.serial ?? 0,
                remaining: [],
                conflicts: document.plan.conflicts.count
            )
        }
        report(.began("Committing the state"))
        let message = CommitMessage(
            results,
            plan: document.digest,
            serial: state.serial,
            isRecovery: isRecovery
        )
        let commit: String
        do {
            commit = try await repository.commit(state, over: stored, message: message)
        } catch let problem as Problem {
            let isWritten = linked.contains { result in
                result.isDone && result.action.changes.contains { $0.side != .state }
            }
            throw isWritten ? problem.uncommitted : problem
        }
        state.links = links.filter { after.rows[$0.row] != nil && !unsettled.contains($0.row) }
        return ApplyReport(
            results: results,
            commit: commit,
            serial: state.serial,
            remaining: remaining(state, links, after, results, document.plan, unsettled: unsettled),
            conflicts: document.plan.conflicts.count
        )
    }

    /// What was touched, as it is now.
    private func readBack(_ run: ApplyRun) async throws -> AffectedSides {
        var after = run.before
        after.rows = await rowsReadBack(run)
        var written = Set(run.created.values.map(\.id))
        for result in run.all
        where result.isDone && result.action.changes.contains(where: { $0.side == .issue }) {
            if let id = result.action.issue, result.action.operation != .create { written.insert(id) }
        }
        guard !written.isEmpty else { return after }
        report(.began("Reading back \(written.count) issues"))
        let found = try await tracker.read(written.sorted().map(IssueReference.id), into: IssueGathering())
        after.issues.merge(found.issues) { $1 }
        return after
    }

    /// The rows after the writes, with what the database made of the columns that were written.
    ///
    /// A trigger may have the last word. What people changed beside them meanwhile is left to the next plan.
    private func rowsReadBack(_ run: ApplyRun) async -> [RowKey: Row] {
        var rows = run.rows
        let written = rows.keys.filter { rows[$0] != run.before.rows[$0] }.sorted()
        // Without an answer what was written counts: the state must be committed all the same.
        guard !written.isEmpty, let found = try? await table.rows(written) else { return rows }
        for row in found {
            guard var after = rows[row.key], let before = run.before.rows[row.key] else { continue }
            for column in settings.schema.columns
            where after.value(of: column, in: settings.schema)
                != before.value(of: column, in: settings.schema)
            {
                let value = row.value(of: column, in: settings.schema) ?? .null
                after.set(column, to: value, in: settings.schema)
            }
            rows[row.key] = after
        }
        return rows
    }

    /// What a plan over the touched links would still do; rows that were skipped, failed or wait for a decision aside.
    private func remaining(
        _ state: State,
        _ all: [Link],
        _ after: AffectedSides,
        _ results: [ActionResult],
        _ plan: Plan,
        unsettled: Set<RowKey>
    ) -> [Action] {
        let rows = Set(results.lazy.filter(\.isDone).map(\.action.row)).subtracting(unsettled)
        var touched = state
        touched.links = state.links.filter { rows.contains($0.row) }
        var comparison = Comparison(state: touched, settings: settings)
        for (key, row) in after.rows where rows.contains(key) {
            do { try comparison.add(row) } catch { continue }
        }
        var phase = comparison.issuePhase()
        for link in touched.links {
            if let issue = after.issues[link.issue] {
                phase.add(issue)
            } else if after.missing.contains(link.issue) {
                phase.addMissing(link.issue)
            }
        }
        for row in after.rows.values where rows.contains(row.key) { phase.addAgain(row) }
        var beyond: [IssueID: RowKey] = [:]
        for link in all where link.kind == .followed && link.agreed != .resolved && !rows.contains(link.row) {
            beyond[link.issue] = link.row
        }
        // A row that follows an issue which was written for another row hears of it at the next look, as of any change.
        var writers: [IssueID: Set<RowKey>] = [:]
        for result in results where result.isDone && !result.action.changes(on: .issue).isEmpty {
            if let id = result.action.issue { writers[id, default: []].insert(result.action.row) }
        }
        var hearers: Set<RowKey> = []
        for link in touched.links where writers[link.issue].map({ !$0.contains(link.row) }) ?? false {
            hearers.insert(link.row)
        }
        return phase.settled(followedBeyond: beyond).plan(binding: plan.binding, refresh: plan.refresh)
            .actions
            .filter { action in
                let isNews = hearers.contains(action.row)
                // The plan kept the link of a gone issue since a clone of it exists; clones are not looked at here.
                let isKept =
                    action.operation == .forget && action.precondition.issue == nil
                    && !plan.actions.contains {
                        $0.operation == .forget && $0.issue == action.issue && $0.row == action.row
                    }
                return rows.contains(action.row) && !isNews && !isKept
            }
    }
}

extension Problem {
    /// The problem that kept a state from being committed, of a run that had written to a side.
    fileprivate var uncommitted: Problem {
        var problem = self
        let note =
            "What was written to Jira and the table is noted: the next audit-jira apply or sync records it"
        problem.hint = hint.map { $0 + ($0.hasSuffix(".") ? " " : ". ") + note } ?? note
        return problem
    }
}
