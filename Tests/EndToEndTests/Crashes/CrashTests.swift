import TestSupport
import Testing

/// A run that is killed anywhere, and the runs after it: they end where a run that nobody kills ends.
///
/// `AUDIT_JIRA_SWEEP=full` goes through every point. A failure tells how to run its point alone.
@Suite(.serialized, .enabled(if: ThrowawayPostgres.isInstalled)) struct CrashTests {
    @Test(.timeLimit(.minutes(60)))
    func `the next runs put straight what a killed one left, by the repository and what Jira shows`() async throws {
        try await sweep(.kept, .settled, stride: 1).run()
    }

    @Test(.timeLimit(.minutes(60)))
    func `the next runs put straight what a killed one left, before the search knows of it`() async throws {
        try await sweep(.kept, .lagging, stride: 1).run()
    }

    @Test(.timeLimit(.minutes(60)))
    func `a machine that is lost in a run loses nothing`() async throws {
        try await sweep(.lost, .settled, stride: 1).run()
    }

    @Test(.timeLimit(.minutes(60)))
    func `a machine that is lost in a run loses nothing, before the search knows of it`() async throws {
        try await sweep(.lost, .lagging, stride: 1).run()
    }

    private func sweep(
        _ repository: CrashMode.Repository,
        _ index: CrashMode.Index,
        stride: Int
    ) -> CrashSweep {
        CrashSweep(modes: CrashMode.ways(repository).map { CrashMode($0, repository, index) }) { mode in
            mode.how == .before ? stride * 4 : stride
        }
    }
}
