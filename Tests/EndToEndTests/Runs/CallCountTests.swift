import JiraSandbox
import TestSupport
import Testing

/// The number of API calls that a plan announces, against what Jira saw.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct CallCountTests {
    @Test func `creates cost what the plan says`() async throws {
        try await RealSystem.open { shop in try await expectExactCalls(shop) }
    }

    @Test func `updates cost what the plan says`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.database.execute("UPDATE file_audit SET technical_debt = technical_debt || ' More.'")
            try await expectExactCalls(shop)
        }
    }

    @Test func `label changes cost what the plan says`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.database.execute("UPDATE file_audit SET layer_number = 7")
            try await expectExactCalls(shop)
        }
    }

    @Test func `closes cost what the plan says`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.jira.setStatus(shop.ticket(of: "1001"), "In Progress")
            try await shop.settle()
            try shop.database.execute("UPDATE file_audit SET has_technical_debt = false")
            try await expectExactCalls(shop)
        }
    }

    @Test(arguments: [true, false])
    func `a dozen closes cost what the plan says, in bulk where the account may`(mayBulk: Bool) async throws {
        let rows = (1...12).map { SampleRow("\($0)", path: "\($0).py", hasDebt: true, debt: "Slow.") }
        var sandbox = SandboxConfiguration()
        if !mayBulk { sandbox.deniedPermissions = ["BULK_CHANGE"] }
        let configuration =
            "version: 1\njira: {project: CCS}\nguards: {max_close_percent: 100, max_missing_rows_percent: 100}\n"
        try await RealSystem.open(.rows(rows).configured(configuration), sandbox: sandbox) { shop in
            try await shop.settle()
            try shop.database.execute("UPDATE file_audit SET has_technical_debt = false")
            shop.jira.forgetRequests()
            try await expectExactCalls(shop)
            let bulk = shop.jira.requests.count { $0.path.hasSuffix("/bulk/issues/transition") }
            #expect(bulk == (mayBulk ? 1 : 0))
            #expect(try shop.issue(of: "12").status == "Done")
        }
    }

    @Test func `reopens and changes of rows alone cost what the plan says`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            for number in ["1001", "1003"] { try shop.jira.setStatus(shop.ticket(of: number), "Done") }
            try await expectExactCalls(shop)
            try shop.database.execute(
                "UPDATE file_audit SET has_technical_debt = true WHERE file_number = '1001'"
            )
            try await expectExactCalls(shop)
        }
    }

    @Test func `a mixed plan costs what it says`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.jira.setStatus(shop.ticket(of: "1001"), "In Progress")
            try shop.jira.setStatus(shop.ticket(of: "1003"), "Done")
            try shop.database.execute(
                """
                UPDATE file_audit SET has_technical_debt = false WHERE file_number = '3001';
                UPDATE file_audit SET technical_debt = 'No tests.' WHERE file_number = '3003';
                UPDATE file_audit SET has_technical_debt = true, technical_debt = 'Slow.' WHERE file_number = '3002';
                """
            )
            try await expectExactCalls(shop)
        }
    }

    @Test func `a hundred and twenty creates cost what the plan says`() async throws {
        try await RealSystem.open(.generated(600)) { shop in
            let plan = try await shop.plan("--allow", "max_create=120")
            #expect(plan.counts == ["create": 120])
            try await expectExactCalls(shop, "--allow", "max_create=120")
        }
    }

    /// Applies, and compares the calls that Jira answered with those that were announced.
    private func expectExactCalls(
        _ shop: RealSystem,
        _ options: String...,
        at place: SourceLocation = #_sourceLocation
    ) async throws {
        let plan =
            options.isEmpty ? try await shop.plan() : try await shop.plan(options[0], options[1])
        shop.jira.forgetRequests()
        let result = try await shop.apply()
        result.expecting(0, at: place)
        let requests = shop.jira.requests.map { "\($0.method) \($0.path) \($0.status)" }
        #expect(requests.count == plan.expectedCalls, "\(plan.counts) \(requests)", sourceLocation: place)
        result.saying("\(requests.count) API calls made", at: place)
        try await shop.expectEmptyPlan(at: place)
    }
}
