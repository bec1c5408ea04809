import JSON
import Reconciliation

/// The journal of a run: what it is about to write, and what was written.
struct ApplyJournal: Sendable {
    let journal: any RunJournal
    let now: @Sendable () -> Int64
    let report: EventSink

    /// Begins a journal for what a run is about to write; a run that writes nothing but the state needs none.
    func begin(_ run: ApplyRun, of document: PlanDocument, lineage: String, serial: Int) async throws {
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

    /// Keeps an entry.
    func note(_ entry: JournalEntry) async throws { try await journal.append(entry.json.serialized()) }

    /// Keeps what a tracker tells of its writes.
    var noteWrite: WriteLog {
        { note in try await self.note(.note(note, time: self.now())) }
    }

    /// The records of a run that did not finish; nil when the last one did.
    func interrupted() async throws -> [[UInt8]]? { try await journal.interrupted() }

    /// Ends the journal.
    func finish() async throws { try await journal.finish() }

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
