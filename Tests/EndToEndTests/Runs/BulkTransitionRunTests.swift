import JiraSandbox
import TestSupport
import Testing

/// Many closes at once by Jira's bulk operation, on a bad day.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct BulkTransitionRunTests {
    private static let count = 12

    private func open(_ looks: Int, _ work: (RealSystem) async throws -> Void) async throws {
        let rows = (1...Self.count).map { SampleRow("\($0)", path: "\($0).py", hasDebt: true, debt: "Slow.") }
        let text = """
            version: 1
            jira: {project: CCS}
            guards: {max_close_percent: 100, max_missing_rows_percent: 100}

            """
        var sandbox = SandboxConfiguration()
        sandbox.bulkLooks = looks
        try await RealSystem.open(.rows(rows).configured(text), sandbox: sandbox) { shop in
            try await shop.settle()
            try shop.database.execute("UPDATE file_audit SET has_technical_debt = false")
            try await work(shop)
        }
    }

    /// Every issue is closed, and was commented on once.
    private func expectClosed(_ shop: RealSystem) async throws {
        for issue in shop.jira.issues {
            #expect(issue.status == "Done")
            #expect(issue.comments.count == 1)
        }
        try await shop.expectEmptyPlan()
    }

    @Test func `the plan says what goes in bulk, and it does`() async throws {
        try await open(2) { shop in
            try await shop.audit("plan").expecting(0).printing("(by way of Done; in bulk)")
            _ = try await shop.plan()
            try await shop.apply().expecting(0)
            #expect(shop.jira.requests.count { $0.path.hasSuffix("/bulk/issues/transition") } == 1)
            try await expectClosed(shop)
        }
    }

    @Test(arguments: [Int32(9), 2])
    func `a run that ends while Jira moves the issues is made good by the next`(signal: Int32) async throws {
        try await open(1_000) { shop in
            let sync = try Spawned(
                Program.path,
                ["sync"],
                environment: shop.variables,
                directory: shop.repository,
                stdout: shop.folder + "/out",
                stderr: shop.folder + "/log"
            )
            try await shop.wait(for: sync) { jira in
                jira.requests.contains { $0.path.contains("/bulk/queue/") }
            }
            sync.signal(signal)
            _ = sync.wait()
            // Jira goes on by itself: half of the issues are moved in the meantime.
            for issue in shop.jira.issues.prefix(Self.count / 2) {
                try shop.jira.setStatus(issue.key, "Done")
            }
            shop.jira.addFault(.status(403), method: "POST", path: "*/bulk/issues/transition", times: nil)
            try await shop.audit("sync").expecting(0)
            try await expectClosed(shop)
        }
    }

    @Test func `a plan about one row asks about that row alone`() async throws {
        try await open(0) { shop in
            shop.jira.forgetRequests()
            let plan = try await shop.plan("--target", "3")
            #expect(plan.actions.map(\.row) == ["3"])
            #expect(plan.actions.map(\.bulk) == [nil])
            try await shop.apply().expecting(0)
            #expect(try shop.issue(of: "3").status == "Done")
        }
    }

    @Test func `a reviewed plan falls back to single steps where the account may not any more`() async throws
    {
        try await open(0) { shop in
            _ = try await shop.plan()
            shop.jira.deny(["BULK_CHANGE"])
            try await shop.apply().expecting(0)
            try await expectClosed(shop)
        }
    }
}
