import Foundation
import TestSupport
import Testing

/// A run that is killed anywhere, and the runs after it: they end where a run that nobody kills ends.
///
/// A failure tells how to run its point alone.
@Suite(.serialized, .enabled(if: ThrowawayPostgres.isInstalled)) struct CrashSweepTests {
    @Test
    func `a run that is killed before it writes to either side leaves nothing to put straight`() async throws
    {
        try await CrashHarness.open { harness in
            let names = harness.points.map(\.name)
            let create = try #require(names.firstIndex(of: "send POST /rest/api/3/issue/bulk"))
            for number in stride(from: 1, through: create, by: 5) {
                let crash = try await harness.crash(CrashMode(.before, .kept, .settled), at: number)
                #expect(crash.wasKilled && crash.recovery.problems.isEmpty, "\(crash)")
            }
            // What a sweep is for is among the points.
            for part in [
                " COMMIT", " PUT /rest/api/3/issue/", "/transitions", "/comment", "UPDATE", "refs/heads/main",
            ] {
                #expect(names.contains { $0.contains(part) }, "no point with '\(part)' in \(names)")
            }
        }
    }

    @Test
    func `the next runs put straight what a killed one left`() async throws {
        try await CrashSweep(.kept, .settled).run()
    }

    @Test
    func `the next runs put straight what a killed one left, before the search knows of it`() async throws {
        try await CrashSweep(.kept, .lagging).run()
    }

    @Test
    func `a machine that is lost in a run loses nothing`() async throws {
        try await CrashSweep(.lost, .settled).run()
    }

    @Test
    func `a machine that is lost in a run loses nothing, before the search knows of it`() async throws {
        try await CrashSweep(.lost, .lagging).run()
    }
}
