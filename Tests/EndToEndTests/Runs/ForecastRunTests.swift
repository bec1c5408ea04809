import Foundation
import JiraSandbox
import TestSupport
import Testing

/// Refusals of Jira that the plan tells, and that the apply does not try.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct ForecastRunTests {
    private static let rows = ["1", "2"].map { SampleRow($0, path: "\($0).py", hasDebt: true, debt: "Slow.") }

    private static let mapped = """
        version: 1
        jira: {project: CCS}
        mapping: {fields: {Team: Shop}}

        """

    private static let required = """
        {"project": {"key": "CCS", "requiredFields": ["customfield_10024"], "customFields": [
          {"id": "customfield_10024", "name": "Team", "type": "option", "options": ["Shop", "Oven"]}]}}
        """

    @Test func `a field that is not mapped is an error of the plan, until it is mapped`() async throws {
        try await RealSystem.open(.rows(Self.rows, jira: Self.required)) { shop in
            let shown = try await shop.audit("plan").expecting(0)
            shown.printing("Plan: 2 to create. 2 cannot be done.")
            shown.printing(#"A new issue must have "Team", which nothing gives a value."#)
            shown.printing(
                #"way out: Map it in `mapping.fields`: "Team" (customfield_10024) takes "Shop", "Oven"."#
            )
            let plan = try await shop.plan()
            #expect(plan.actions.map { $0.error?.hint.hasPrefix("Map it") } == [true, true])
            shop.jira.forgetRequests()
            let applied = try await shop.apply()
            applied.expecting(3).printing("nothing done, 2 failed")
            #expect(!shop.jira.requests.contains { $0.method == "POST" && $0.path.contains("/issue/bulk") })
            try await shop.audit("sync").expecting(3)
            try shop.write(Self.mapped, to: "repository/audit-jira.yaml")
            try await shop.settle()
            #expect(try shop.issue(of: "1").key == "CCS-1")
        }
    }

    @Test
    func `a way of several steps stands in the plan and is the one that is gone, at the announced cost`()
        async throws
    {
        var sandbox = SandboxConfiguration()
        sandbox.workflow = "stepwise"
        try await RealSystem.open(.rows(Self.rows), sandbox: sandbox) { shop in
            try await shop.settle()
            try shop.database.execute(
                "UPDATE file_audit SET has_technical_debt = false WHERE file_number = '1'"
            )
            #expect(try await shop.plan().actions.map(\.via) == [["In Progress", "…"]])
            try shop.jira.setStatus(shop.ticket(of: "2"), "In Progress")
            let shown = try await shop.audit("plan").expecting(0)
            shown.printing(#""To Do" -> "done" (by way of In Progress, Done)"#)
            let plan = try await shop.plan()
            shop.jira.forgetRequests()
            try await shop.apply().expecting(0)
            #expect(shop.jira.requests.count == plan.expectedCalls)
            #expect(try shop.issue(of: "1").status == "Done")
        }
    }

    @Test func `a value that a field does not take is an error of its row's action alone`() async throws {
        let configuration = """
            version: 1
            jira: {project: CCS}
            mapping: {priority: {from: status, values: {ACTIVE: Highest, BROKEN: Burning}}}

            """
        try await RealSystem.open(.rows(Self.rows).configured(configuration)) { shop in
            try shop.database.execute("UPDATE file_audit SET status = 'BROKEN' WHERE file_number = '2'")
            let plan = try await shop.plan()
            #expect(plan.actions.map { $0.error == nil } == [true, false])
            #expect(plan.actions[1].error?.message.contains("Burning") == true)
            try await shop.apply().expecting(3).printing("1 created, 1 failed")
        }
    }

    @Test func `a snapshot keeps what Jira said`() async throws {
        try await RealSystem.open(.rows(Self.rows, jira: Self.required)) { shop in
            let folder = shop.folder + "/snapshot"
            let live = try await shop.plan()
            try await shop.audit("snapshot", "--out", folder).expecting(0)
            let offline = try await shop.plan("--snapshot", folder)
            #expect(offline.digest == live.digest)
            #expect(offline.actions.allSatisfy { $0.error != nil })
            try shop.write(Self.mapped, to: "repository/audit-jira.yaml")
            #expect(try await shop.plan("--snapshot", folder).actions.allSatisfy { $0.error == nil })
        }
    }
}
