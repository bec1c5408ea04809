import JiraSandbox
import TestSupport
import Testing

/// Mapped fields whose names mean something else in plans, with the real program.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct FieldWordTests {
    private static let jira = """
        {"projects": [{"key": "CCS"}],
         "customFields": [
          {"id": "customfield_10050", "name": "Status", "type": "text"},
          {"id": "customfield_10051", "name": "row", "type": "text"},
          {"id": "customfield_10052", "name": "Comment", "type": "text"},
          {"id": "customfield_10053", "name": "Path", "type": "text"}]}
        """

    private static let configuration = """
        version: 1
        jira: {project: CCS}
        database:
          also: [layer_number]
        mapping:
          summary: "Debt {{file_number}}"
          labels: []
          fields:
            status: "{{technical_debt}}"
            row: "{{file_number}}"
            Comment: "in {{file_path}}"
            Path: "{{file_path}}"

        """

    private static let rows = [
        SampleRow("1", path: "a.py", hasDebt: true, debt: "Slow."),
        SampleRow("2", path: "b.py", hasDebt: true, debt: "Unsafe."),
    ]

    @Test func `a field may be called like a part of a plan, and stands there by its id`() async throws {
        let material = SystemSeed.rows(Self.rows, jira: Self.jira).configured(Self.configuration)
        try await RealSystem.open(material) { shop in
            var plan = try await shop.plan()
            #expect(
                plan.changes(of: "create", for: "1") == [
                    "issue summary", "issue description", "issue labels", "issue customfield_10050",
                    "issue customfield_10051", "issue Comment", "issue Path", "row jira_tickets",
                ]
            )
            try await settle(shop, plan)
            #expect(try shop.issue(of: "1").fields["customfield_10050"] == #""Slow.""#)
            #expect(try shop.issue(of: "1").fields["customfield_10052"] == #""in a.py""#)
            let state = try shop.read("repository/state/links.yaml")
            #expect(state.contains("customfield_10050") && state.contains("customfield_10051"), "\(state)")

            // The row writes the field, people write it, and the status moves beside it.
            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = 'Slower.' WHERE file_number = '1'"
            )
            try shop.jira.edit(shop.ticket(of: "2"), fields: #"{"customfield_10051": "two"}"#)
            plan = try await shop.plan()
            #expect(
                plan.changes(of: "update", for: "1") == ["issue description", "issue customfield_10050"]
            )
            #expect(plan.changes(of: "record", for: "2") == ["state customfield_10051"])
            try await settle(shop, plan)
            #expect(try shop.issue(of: "1").fields["customfield_10050"] == #""Slower.""#)

            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = 'Slow again.' WHERE file_number = '1';"
            )
            try shop.jira.edit(shop.ticket(of: "1"), fields: #"{"customfield_10050": "Quick"}"#)
            plan = try await shop.plan()
            #expect(plan.conflicts.map(\.field) == ["customfield_10050"])
            try await shop.audit("resolve", "1", "--field", "customfield_10050", "--take", "audit").expecting(
                0
            )
            try await settle(shop, try await shop.plan())
            #expect(try shop.issue(of: "1").fields["customfield_10050"] == #""Slow again.""#)

            try shop.database.execute("UPDATE file_audit SET has_technical_debt = false")
            plan = try await shop.plan("--allow", "max_close=2", "--allow", "max_close_percent=100")
            #expect(plan.changes(of: "close", for: "1") == ["issue status", "issue comment"])
            try await settle(shop, plan)
        }
    }

    @Test func `a snapshot knows what the fields are called`() async throws {
        let material = SystemSeed.rows(Self.rows, jira: Self.jira).configured(Self.configuration)
        try await RealSystem.open(material) { shop in
            try await settle(shop, try await shop.plan())
            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = 'Worse.' WHERE file_number = '1'"
            )
            let directory = shop.folder + "/snapshot"
            try await shop.audit("snapshot", "--out", directory).expecting(0)
            let live = try await shop.audit("plan", "--format", "json").expecting(0)
            let saved = try await shop.audit("plan", "--format", "json", "--snapshot", directory).expecting(0)
            #expect(saved.printed == live.printed)
            #expect(live.printed.contains("customfield_10050"))
        }
    }

    /// Applies a plan, compares the calls with those that it announced, and checks that nothing is left.
    private func settle(
        _ shop: RealSystem,
        _ plan: SavedPlan,
        at place: SourceLocation = #_sourceLocation
    ) async throws {
        shop.jira.forgetRequests()
        try await shop.apply().expecting(0, at: place)
        let calls = shop.jira.requests.map { "\($0.method) \($0.path)" }
        #expect(calls.count == plan.expectedCalls, "\(calls)", sourceLocation: place)
        try await shop.expectEmptyPlan(at: place)
    }
}
