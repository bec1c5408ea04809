import JiraSandbox
import TestSupport
import Testing

/// Ctrl-C and SIGTERM in the middle of a run.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct InterruptionTests {
    @Test(.timeLimit(.minutes(15)), arguments: [Int32(2), 15])
    func `what is in flight is finished and recorded, and the next run does the rest`(
        signal: Int32
    ) async throws {
        try await RealSystem.open(.generated(1_000)) { shop in
            shop.jira.addFault(.slow(.seconds(1)), method: "POST", path: "/rest/api/3/issue/bulk", times: nil)
            let log = shop.folder + "/log"
            let sync = try Spawned(
                Program.path,
                ["sync", "--allow", "max_create=200"],
                environment: shop.variables,
                directory: shop.repository,
                stdout: log + ".out",
                stderr: log
            )
            while shop.jira.issues.isEmpty { await Task.yield() }
            sync.signal(signal)
            #expect(sync.wait() == 130)
            shop.jira.clearFaults()
            #expect(try shop.read("log").contains("plan again to go on"))

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

    @Test(.timeLimit(.minutes(15))) func `a run that only looks stops at once and changes nothing`()
        async throws
    {
        try await RealSystem.open { shop in
            shop.jira.addFault(.hang, path: "/rest/api/3/issue/bulkfetch")
            let sync = try Spawned(
                Program.path,
                ["sync"],
                environment: shop.variables,
                directory: shop.repository
            )
            while !shop.jira.requests.contains(where: { $0.path.hasSuffix("/issue/bulkfetch") }) {
                await Task.yield()
            }
            sync.signal(2)
            #expect(sync.wait() == 130)
            #expect(shop.jira.issues.count == 3)
            #expect(try await shop.git("rev-list", "--count", "HEAD") == "1")
            try await shop.settle()
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a second signal stops at once, and the next run finds what was made`() async throws {
        try await RealSystem.open { shop in
            shop.jira.addFault(.hangAfter, method: "POST", path: "/rest/api/3/issue/bulk")
            let log = shop.folder + "/log"
            let sync = try Spawned(
                Program.path,
                ["sync"],
                environment: shop.variables,
                directory: shop.repository,
                stderr: log
            )
            while shop.jira.issues.count < 7 { await Task.yield() }
            sync.signal(2)
            while try !shop.read("log").contains("A second time stops at once") { await Task.yield() }
            sync.signal(2)
            #expect(sync.wait() == 130)
            try await shop.settle()
            #expect(shop.jira.issues.count == 7)
        }
    }
}
