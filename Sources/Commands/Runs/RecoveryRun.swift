import Presentation
import Workflow

/// The beginning of a command: the look at what an interrupted run left.
struct RecoveryRun {
    private let context: CommandContext

    /// Prepares to look.
    init(_ context: CommandContext) { self.context = context }

    /// Takes the lock, and finishes what an interrupted run left, before anything else is written.
    ///
    /// - Returns: The interrupted run, which is told; nil when the last run finished.
    @discardableResult
    func recover(_ adapters: Adapters) async throws -> RecoveryReport? {
        try await adapters.repository.lock()
        guard let recovered = try await context.apply(adapters).recover() else { return nil }
        context.progress.remark(RecoveryText(recovered).text)
        return recovered
    }

    /// Throws when a run did not finish; for commands that write the state and know neither side.
    func requireFinishedRun() async throws {
        let records = try await context.environment.makeJournal(context).interrupted()
        guard records?.isEmpty ?? true else { throw Problem.unfinishedRun }
    }

    /// Tells of an interrupted run that a command which writes nothing leaves alone.
    func warn() async {
        let journal = context.environment.makeJournal(context)
        guard let records = try? await journal.interrupted(), !records.isEmpty else { return }
        context.progress.report(
            .warning(
                "Another run is at work, or did not finish: the next audit-jira apply or sync first records what it did"
            )
        )
    }
}
