import Reconciliation

/// The writes of a run to the table.
struct RowWrites {
    /// The row sides of the actions on one row, with the actions' places in the plan.
    struct Entry {
        var write: RowWrite
        var indices: [Int]
    }

    let context: ApplyContext

    /// Writes rows, all in one transaction: those of actions whose issue side was done.
    ///
    /// When that cannot be done at all, those actions fail: what was done to the issues is to be recorded all the same.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - written: Rows that a run which was cut short wrote; nil for a run that writes for the first time and keeps a journal.
    func write(_ run: inout ApplyRun, beyond written: Set<RowKey>? = nil) async {
        let entries = entries(of: run).filter { written?.contains($0.key) != true }
        let updates = entries.compactMap(\.value.write.update)
        guard !updates.isEmpty else { return }
        context.report(.began("Writing \(updates.count) rows"))
        let outcomes = await outcomes(of: updates, entries, isNoted: written == nil)
        let places = Dictionary(entries.lazy.map { ($0.key, $0.value) }) { first, _ in first }
        for (update, outcome) in zip(updates, outcomes) {
            guard let entry = places[update.key] else { continue }
            switch outcome {
            case .done: run.rows[update.key] = entry.write.after
            case .stale:
                for index in entry.indices {
                    run.endRow(index, .stale("row \(update.key) was changed meanwhile"))
                }
            case .failed(let problem), .unknown(let problem):
                for index in entry.indices { run.endRow(index, .failed(problem)) }
            }
        }
    }

    /// Sends updates, and returns what became of each, with an entry in the journal before and after.
    private func outcomes(
        of updates: [RowUpdate],
        _ entries: [(key: RowKey, value: Entry)],
        isNoted: Bool
    ) async -> [Outcome<Void>] {
        var outcomes: [Outcome<Void>]
        do {
            if isNoted { try await context.journal.note(.writing(updates.map(\.key))) }
            outcomes = try await context.table.update(updates)
        } catch {
            let problem = Problem.wrapping(error)
            outcomes = updates.map { _ in .failed(problem) }
        }
        outcomes = await settled(zip(updates, outcomes), entries)
        let done = zip(updates, outcomes).filter { if case .done = $1 { true } else { false } }
        // That they were written can still be seen without this note.
        if isNoted { try? await context.journal.note(.wrote(done.map(\.0.key))) }
        return outcomes
    }

    /// Outcomes without an unknown one: where COMMIT was not answered, the rows themselves say what became of them.
    private func settled(
        _ outcomes: Zip2Sequence<[RowUpdate], [Outcome<Void>]>,
        _ entries: [(key: RowKey, value: Entry)]
    ) async -> [Outcome<Void>] {
        let unknown = outcomes.filter { if case .unknown = $1 { true } else { false } }.map(\.0.key)
        // Rows that cannot be read count as not written: the next plan looks at them again.
        guard !unknown.isEmpty, let rows = try? await context.table.rows(unknown) else {
            return outcomes.map(\.1)
        }
        context.report(.began("Looking at \(unknown.count) rows whose writing was not answered"))
        let present = Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
        let byKey = Dictionary(entries.lazy.map { ($0.key, $0.value.write) }) { first, _ in first }
        return outcomes.map { update, outcome in
            guard case .unknown(let problem) = outcome else { return outcome }
            let isDone = byKey[update.key]?.isDone(on: present[update.key]) ?? false
            return isDone ? .done(()) : .failed(problem)
        }
    }

    /// The row sides of what is still open, put together row by row, in the plan's order.
    func entries(of run: ApplyRun) -> [(key: RowKey, value: Entry)] {
        var order: [RowKey] = []
        var entries: [RowKey: Entry] = [:]
        for (index, action) in run.open where action.changesRow {
            guard let row = run.before.rows[action.row] else { continue }
            if entries[action.row] == nil { order.append(action.row) }
            let key = run.created[action.row]?.key
            let empty = Entry(write: RowWrite(row, schema: context.settings.schema), indices: [])
            entries[action.row, default: empty].write.add(action.rowSteps, newKey: key)
            entries[action.row]?.indices.append(index)
        }
        return order.compactMap { key in entries[key].map { (key, $0) } }
    }
}
