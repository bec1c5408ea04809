import JSON
import Reconciliation

extension Apply {
    /// Begins a journal for what a run is about to write; a run that writes nothing but the state needs none.
    func begin(_ run: ApplyRun, _ document: PlanDocument, lineage: String, serial: Int) async throws {
        let writing = run.open.filter { $0.action.changesSides }
        guard !writing.isEmpty else { return }
        let keys = Set(writing.map(\.action.row))
        let header = JournalHeader(
            document: document,
            time: now(),
            lineage: lineage,
            serial: serial,
            rows: run.before.rows.filter { keys.contains($0.key) }
        )
        try await journal.begin(with: header.json.serialized())
    }

    /// Keeps an entry of the journal.
    func note(_ entry: JournalEntry) async throws { try await journal.append(entry.json.serialized()) }

    /// Keeps what a tracker tells of its writes.
    var noteWrite: WriteLog {
        { note in try await self.note(.note(note, time: self.now())) }
    }

    /// Ends the journal of a run whose state is committed; one with a create that nobody could find is kept, so that the
    /// next run looks again.
    func end(_ run: ApplyRun) async {
        guard !run.isInDoubt else { return }
        do {
            try await journal.finish()
        } catch {
            // The next run sees in the history that all of it is committed.
            report(.warning("The journal stays: \((error as? Problem)?.summary ?? "\(error)")"))
        }
    }
}
