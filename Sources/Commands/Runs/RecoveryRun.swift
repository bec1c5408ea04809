import Presentation
import Workflow

extension CommandContext {
    /// Takes the lock, and finishes what an interrupted run left, before anything else is written.
    ///
    /// - Returns: What was found, which is told; nil when the last run finished.
    @discardableResult
    func begin(_ adapters: Adapters) async throws -> RecoveryReport? {
        try await adapters.repository.lock()
        guard let recovered = try await apply(adapters).recover() else { return nil }
        progress.remark(RecoveryText(recovered).text)
        return recovered
    }

    /// Throws when a run did not finish; for commands that write the state and know neither side.
    func requireFinishedRun() async throws {
        guard let records = try await environment.makeJournal(self).interrupted(), !records.isEmpty else {
            return
        }
        throw Problem(
            .failure,
            "An earlier run did not finish, and what it did is not recorded yet",
            hint: "Run audit-jira sync or audit-jira apply first, which records it"
        )
    }

    /// Tells of an interrupted run that a command which writes nothing leaves alone.
    func warnOfInterruption() async {
        let journal = environment.makeJournal(self)
        guard let records = try? await journal.interrupted(), !records.isEmpty else { return }
        progress.report(
            .warning(
                "Another run is at work, or did not finish: the next audit-jira apply or sync first records what it did"
            )
        )
    }
}
