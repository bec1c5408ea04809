import JiraSandbox
import TestSupport
import Testing

/// Plans that are no longer true when they are applied.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct StalenessRunTests {
    @Test func `a row that changed is skipped, and the others are done`() async throws {
        try await RealSystem.open { shop in
            _ = try await shop.plan()
            try shop.database.execute(
                "UPDATE file_audit SET has_technical_debt = false WHERE file_number = '1001'"
            )
            let result = try await shop.apply()
            result.expecting(3)
            #expect(result.stdout.contains("skipped  create  1001"), "\(result)")
            #expect(result.stdout.contains("approved: row 1001"), "\(result)")
            #expect(result.stdout.contains("now: "), "\(result)")
            #expect(result.stdout.contains("1 skipped as stale"), "\(result)")
            #expect(try shop.row("1001", "jira_tickets") == [nil])
            #expect(shop.jira.issues.count == 6)
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `an issue that changed is skipped, and the others are done`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = 'New.' WHERE file_number IN ('1001', '1003')"
            )
            #expect(try await shop.plan().counts == ["update": 2])
            let key = try shop.ticket(of: "1001")
            try shop.jira.edit(key, fields: #"{"summary": "Mine"}"#)
            let result = try await shop.apply()
            result.expecting(3)
            #expect(result.stdout.contains("approved: \(key) as it was; now: it was changed"), "\(result)")
            #expect(try !shop.issue(of: "1001").plainDescription.contains("New."))
            #expect(try shop.issue(of: "1003").plainDescription.contains("New."))
            try await shop.settle()
            #expect(try shop.issue(of: "1001").summary == "Mine")
            #expect(try shop.issue(of: "1001").plainDescription.contains("New."))
        }
    }

    @Test func `changes that the plan does not depend on make nothing stale`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = 'New.' WHERE file_number = '1001'"
            )
            _ = try await shop.plan()
            try shop.jira.edit(shop.ticket(of: "1001"), fields: #"{"priority": {"name": "High"}}"#)
            try shop.database.execute("UPDATE file_audit SET file_name = 'x.py' WHERE file_number = '1001'")
            try await shop.apply().expecting(0)
        }
    }

    @Test func `--strict refuses the whole plan`() async throws {
        try await RealSystem.open { shop in
            _ = try await shop.plan()
            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = 'Other.' WHERE file_number = '1001'"
            )
            try await shop.apply("--strict").expecting(1).saying("1001", "Plan again")
            #expect(shop.jira.issues.count == 3)
            #expect(try shop.row("1003", "jira_tickets") == [nil])
            _ = try await shop.plan()
            try await shop.apply("--strict").expecting(0)
        }
    }

    @Test func `a plan that was applied already does nothing twice`() async throws {
        try await RealSystem.open { shop in
            _ = try await shop.plan()
            try await shop.apply().expecting(0)
            let before = shop.jira.issues
            let result = try await shop.apply()
            result.expecting(3)
            #expect(shop.jira.issues == before)
            #expect(try await shop.git("rev-list", "--count", "HEAD") == "2")
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `two applies of one plan at the same time make every issue once`() async throws {
        try await RealSystem.open { shop in
            _ = try await shop.plan()
            async let first = shop.apply()
            async let second = shop.apply()
            let results = try await [first, second]
            #expect(results.contains { $0.status == 0 }, "\(results)")
            #expect(results.allSatisfy { [0, 1, 3, 6].contains($0.status) }, "\(results)")
            #expect(shop.jira.issues.count == 7, "\(results)")
            try await shop.expectEmptyPlan()
        }
    }

    @Test
    func `a run that is at work keeps others out, in every work tree, and lets them in when it dies`()
        async throws
    {
        try await RealSystem.open(SystemSeed.sample.withoutTimeout()) { shop in
            _ = try await shop.plan()
            let linked = shop.folder + "/linked"
            try await shop.git("worktree", "add", "--quiet", linked, "-b", "linked")
            shop.jira.addFault(.hang, path: "/rest/api/3/myself")
            let first = try Spawned(
                Program.path,
                ["sync"],
                environment: shop.variables,
                directory: shop.repository
            )
            try await shop.wait(for: first) { jira in
                jira.requests.contains { $0.path == "/rest/api/3/myself" && $0.status == 0 }
            }
            try await shop.apply().expecting(6).saying("process \(first.id)", "hint:")
            try await shop.audit("sync", in: linked).expecting(6)
            try await shop.audit("plan").expecting(0)
            #expect(shop.jira.issues.count == 3)
            first.signal(9)
            first.wait()
            try await shop.apply().expecting(0)
        }
    }

    @Test func `the digest that was approved is the one that is applied`() async throws {
        try await RealSystem.open { shop in
            let plan = try await shop.plan()
            let wrong = "sha256:" + String(repeating: "0", count: 64)
            try await shop.apply("--expect-digest", wrong).expecting(1).saying(wrong, plan.digest)
            try await shop.apply("--expect-digest", "sha256:1").expecting(64).saying("sha256:1")
            try await shop.audit("apply", "--auto-approve", "--expect-digest", wrong).expecting(1)
            #expect(shop.jira.issues.count == 3)
            try await shop.apply("--expect-digest", plan.digest).expecting(0)
        }
    }

    @Test func `a state that moved on without touching the plan's rows makes nothing stale`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = 'New.' WHERE file_number = '1001'"
            )
            _ = try await shop.plan()
            try shop.jira.setStatus(shop.ticket(of: "1003"), "In Progress")
            try await shop.audit("apply", "--auto-approve", "--json").expecting(0)
            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = 'Newer.' WHERE file_number = '3001'"
            )
            try await shop.apply().expecting(3)
            try await shop.settle()
            #expect(try shop.issue(of: "1001").plainDescription.contains("New."))
            #expect(try shop.issue(of: "3001").plainDescription.contains("Newer."))
        }
    }
}
