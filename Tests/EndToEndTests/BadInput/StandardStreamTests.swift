import JiraSandbox
import TestSupport
import Testing

/// Answers that cannot be written.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct StandardStreamTests {
    @Test func `an answer that the disk has no room for is an error`() async throws {
        try await RealSystem.open { shop in
            let lost = "could not be written to standard output: No space left on device"
            try await shop.shell("plan > /dev/full").expecting(1).saying(lost)
            try await shop.shell("plan --detailed-exitcode > /dev/full").expecting(1).saying(lost)
            try await shop.shell("plan --format markdown > /dev/full").expecting(1).saying(lost)
            try await shop.shell("status > /dev/full").expecting(1).saying(lost)
        }
    }

    @Test func `a sync whose answer is lost is done all the same`() async throws {
        try await RealSystem.open { shop in
            try await shop.shell("sync > /dev/full").expecting(1).saying("standard output")
            try await shop.expectEmptyPlan()
        }
    }

    @Test(arguments: [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
    func `closed streams harm nothing`(_ closed: String) async throws {
        try await RealSystem.open { shop in
            try await shop.shell("sync " + closed).expecting(0)
            try await shop.expectEmptyPlan()
        }
    }
}

extension RealSystem {
    /// Runs the program as a shell does, redirections included.
    fileprivate func shell(_ line: String) async throws -> ProgramResult {
        try await run(
            "/bin/sh",
            ["-c", "exec \"$0\" " + line, Program.path],
            environment: variables,
            in: repository
        )
    }
}
