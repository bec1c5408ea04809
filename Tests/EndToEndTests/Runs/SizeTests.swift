import JiraSandbox
import TestSupport
import Testing

/// Five thousand rows, of which a thousand have debt.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct SizeTests {
    @Test func `five thousand rows settle, and then one in a hundred changes on either side`() async throws {
        try await RealSystem.open(.generated(5_000)) { shop in
            #expect(try await shop.plan("--allow", "max_create=1000").counts == ["create": 1_000])
            try await shop.apply().expecting(0)
            #expect(shop.jira.issues.count == 1_000)
            #expect(Set(shop.jira.issues.map { $0.properties["audit-jira"] }).count == 1_000)
            #expect(
                try shop.database.rows(
                    "SELECT count(DISTINCT jira_tickets) FROM file_audit WHERE jira_tickets IS NOT NULL"
                ) == [["1000"]]
            )
            try await shop.expectEmptyPlan()

            try shop.database.execute(
                "UPDATE file_audit SET has_technical_debt = false WHERE file_number::int % 500 = 0"
            )
            for issue in shop.jira.issues.prefix(13) where try !isCleared(issue, in: shop) {
                try shop.jira.setStatus(issue.key, "Done")
            }
            let done = shop.jira.issues.count { $0.statusCategory == "done" }
            let plan = try await shop.plan()
            #expect(plan.counts == ["close": 10, "resolve": done])
            try await shop.apply().expecting(0)
            #expect(shop.jira.issues.count { $0.statusCategory == "done" } == done + 10)
            try await shop.expectEmptyPlan()
        }
    }

    private func isCleared(_ issue: SandboxIssue, in shop: RealSystem) throws -> Bool {
        try shop.database.rows(
            "SELECT 1 FROM file_audit WHERE '\(issue.key)' = ANY (jira_tickets) AND NOT has_technical_debt"
        ).isEmpty == false
    }
}
