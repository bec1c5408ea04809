import JiraSandbox
import TestSupport
import Testing

/// A state that was lost or spoilt, and is made anew.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct StateRebuildTests {
    @Test func `a spoilt state is made anew from the markers, and the plan after it is empty`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let before = try shop.read("repository/state/links.yaml")
            try shop.write("<<<<<<< ours\n" + before, to: "repository/state/links.yaml")
            try await shop.git("commit", "--quiet", "--all", "--message", "Merge badly")
            try await shop.audit("plan").expecting(1)

            try await shop.audit("state", "rebuild").expecting(64)
            let result = try await shop.audit("state", "rebuild", "--auto-approve", "--json")
            result.expecting(0)
            #expect(result.printed.contains("\"conflicts\": 0"))
            #expect(try shop.read("repository/state/links.yaml") == before)
            try await shop.expectEmptyPlan()
            try await shop.audit("state", "verify").expecting(0)
            let subject = try await shop.git("log", "-1", "--format=%s")
            #expect(subject.hasPrefix("audit-jira: state rebuilt, "))
        }
    }

    @Test func `a state that is gone comes back with its lineage, and real changes stay to be done`()
        async throws
    {
        try await RealSystem.open { shop in
            try await shop.settle()
            let key = try shop.ticket(of: "3003")
            let lineage = try shop.read("repository/state/state.json").split(separator: "\n")
                .first { $0.contains("lineage") }
            try await shop.git("rm", "-r", "--quiet", "state")
            try await shop.git("commit", "--quiet", "--message", "Lose the state")
            try shop.jira.setStatus(key, "Done")
            try shop.database.execute(
                "UPDATE file_audit SET has_technical_debt = false WHERE file_number = '1001'"
            )
            try await shop.audit("state", "rebuild", "--auto-approve").expecting(0)
            #expect(
                try shop.read("repository/state/state.json").split(separator: "\n")
                    .first { $0.contains("lineage") } == lineage
            )
            let plan = try await shop.plan()
            #expect(plan.counts == ["close": 1])
            #expect(plan.conflicts.map(\.row) == ["3003"])
            try await shop.audit("resolve", "3003", "--take", "jira").expecting(0)
            try await shop.settle()
            #expect(try shop.row("3003", "has_technical_debt") == ["f"])
        }
    }
}
