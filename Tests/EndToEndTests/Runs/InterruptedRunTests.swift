import JiraSandbox
import TestSupport
import Testing

/// Ctrl-C and SIGTERM in the middle of a run.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct InterruptedRunTests {
    @Test(arguments: [Int32(2), 15])
    func `what is in flight is finished and recorded, and the next run does the rest`(
        signal: Int32
    ) async throws {
        try await RealSystem.open(SystemSeed.generated(1_000).withoutTimeout()) { shop in
            shop.jira.addFault(.hangAfter, method: "POST", path: "/rest/api/3/issue/bulk", times: nil)
            let log = try OutputPipe(at: shop.folder + "/log")
            let sync = try Spawned(
                Program.path,
                ["sync", "--allow", "max_create=200"],
                environment: shop.variables,
                directory: shop.repository,
                stdout: shop.folder + "/out",
                stderr: log.path
            )
            try await shop.wait(for: sync) { !$0.issues.isEmpty }
            sync.signal(signal)
            try #require(await log.wait(for: "A second time stops at once"))
            // The answers to what is in flight come after the signal.
            shop.jira.clearFaults()
            shop.jira.releaseHanging()
            #expect(sync.wait() == 130)
            #expect(await log.end().contains("plan again to go on"))

            let made = shop.jira.issues.count
            #expect(made > 0)
            let noted = try shop.database.rows(
                "SELECT count(*) FROM file_audit WHERE jira_tickets IS NOT NULL"
            )
            #expect(noted == [["\(made)"]])
            #expect(try await shop.git("log", "-1", "--format=%s").hasPrefix("audit-jira: \(made) created"))
            #expect(try await shop.git("status", "--porcelain") == "")
            let plan = try await shop.plan("--allow", "max_create=200")
            #expect(plan.counts == (made == 200 ? [:] : ["create": 200 - made]))
            try await shop.apply().expecting(0)
            #expect(shop.jira.issues.count == 200)
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a run that only looks stops at once and changes nothing`()
        async throws
    {
        try await RealSystem.open(SystemSeed.sample.withoutTimeout()) { shop in
            shop.jira.addFault(.hang, path: "/rest/api/3/issue/bulkfetch")
            let sync = try Spawned(
                Program.path,
                ["sync"],
                environment: shop.variables,
                directory: shop.repository
            )
            try await shop.wait(for: sync) { jira in
                jira.requests.contains { $0.path.hasSuffix("/issue/bulkfetch") }
            }
            sync.signal(2)
            #expect(sync.wait() == 130)
            #expect(shop.jira.issues.count == 3)
            #expect(try await shop.git("rev-list", "--count", "HEAD") == "1")
            try await shop.settle()
        }
    }

    @Test
    func `a second signal stops at once, and the next run finds what was made`() async throws {
        try await RealSystem.open(SystemSeed.sample.withoutTimeout()) { shop in
            shop.jira.addFault(.hangAfter, method: "POST", path: "/rest/api/3/issue/bulk")
            let log = try OutputPipe(at: shop.folder + "/log")
            let sync = try Spawned(
                Program.path,
                ["sync"],
                environment: shop.variables,
                directory: shop.repository,
                stderr: log.path
            )
            try await shop.wait(for: sync) { $0.issues.count >= 7 }
            sync.signal(2)
            try #require(await log.wait(for: "A second time stops at once"))
            sync.signal(2)
            #expect(sync.wait() == 130)
            try await shop.settle()
            #expect(shop.jira.issues.count == 7)
        }
    }
}
