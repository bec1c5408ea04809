import JiraSandbox
import TestSupport
import Testing

/// Fields of every kind, from the table's columns to Jira and back, with the real program.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct FieldKindRunTests {
    private static let jira = """
        {"projects": [{"key": "CCS", "components": ["api", "web", "WF1", "WF2"], "versions": ["1.0", "2.0"],
          "requiredFields": ["customfield_7"]}],
         "users": [{"accountId": "5b-mia", "email": "mia@example.com", "displayName": "Mia"},
                   {"accountId": "5b-leo", "email": "leo@example.com", "displayName": "Leo"}],
         "groups": ["owners"], "issues": [{"key": "CCS-1", "type": "Epic", "summary": "All debt"}],
         "customFields": [
          {"id": "customfield_1", "name": "Made on", "type": "date"},
          {"id": "customfield_2", "name": "Made at", "type": "datetime"},
          {"id": "customfield_3", "name": "Place", "type": "cascade", "options": {"Backend": ["Layer 1", "Layer 2"]}},
          {"id": "customfield_4", "name": "Keeper", "type": "user"},
          {"id": "customfield_5", "name": "Circles", "type": "groups"},
          {"id": "customfield_6", "name": "Workflows", "type": "labels"},
          {"id": "customfield_7", "name": "Layer", "type": "number"},
          {"id": "customfield_8", "name": "Notes", "type": "textarea"},
          {"id": "customfield_9", "name": "Risk", "type": "option", "options": ["Low", "High"]}]}
        """

    private static let configuration = """
        version: 1
        jira: {project: CCS}
        database:
          also: [file_name, layer_number, layer_name, status, workflows, audit_status, audit_date, audited_by, notes, created_at]
        mapping:
          priority: {from: status, values: {ACTIVE: low}}
          fields:
            Made on: "{{created_at}}"
            Made at: "{{created_at}}"
            Place: "Backend > {{layer_name}}"
            Keeper: "{{audited_by}}"
            Circles: [owners, jira-administrators]
            Workflows: ["{{workflows}}", "layer {{layer_number}}"]
            Layer: "{{layer_number}}"
            Notes: "{{notes}}"
            Risk: "{{#notes}}high{{/notes}}"
            Components: ["{{workflows}}", api]
            Fix versions: ["1.0", "2.0"]
            parent: CCS-1

        """

    private static let rows = [
        SampleRow("1", path: "a.py", hasDebt: true, debt: "Slow."),
        SampleRow("2", path: "b.py", hasDebt: true, debt: "Unsafe.", layer: 2),
    ]

    private func open(
        _ change: String = "",
        owner: String = "merge",
        _ work: (RealSystem) async throws -> Void
    )
        async throws
    {
        let names = [
            "Made on", "Made at", "Place", "Keeper", "Circles", "Workflows", "Layer", "Notes", "Risk",
            "Components", "Fix versions", "parent",
        ]
        let owners = names.map { "\($0): \(owner)" }.joined(separator: ", ")
        let text = Self.configuration.replacing("  fields:", with: "  owners: {\(owners)}\n  fields:")
        let seed = SystemSeed.rows(Self.rows, jira: Self.jira).configured(text + change)
        try await RealSystem.open(seed) { shop in
            try shop.database.execute(
                """
                UPDATE file_audit SET created_at = '2026-11-23 10:20:30.12', audited_by = 'Mia@example.com',
                    notes = 'Some *words*.'
                """
            )
            try await work(shop)
        }
    }

    /// Applies a plan, compares the calls with those that it announced, and checks that nothing is left.
    private func settle(
        _ shop: RealSystem,
        _ counts: [String: Int],
        at place: SourceLocation = #_sourceLocation
    )
        async throws
    {
        let plan = try await shop.plan()
        #expect(plan.counts == counts, sourceLocation: place)
        #expect(plan.conflicts.isEmpty, sourceLocation: place)
        shop.jira.forgetRequests()
        try await shop.apply().expecting(0, at: place)
        let calls = shop.jira.requests.map { "\($0.method) \($0.path)" }
        #expect(calls.count == plan.expectedCalls, "\(calls)", sourceLocation: place)
        try await shop.expectEmptyPlan(at: place)
    }

    @Test func `columns become fields of every kind, and changes of the row follow`() async throws {
        try await open { shop in
            try await settle(shop, ["create": 2])
            var issue = try shop.issue(of: "1")
            #expect(issue.priority == "Low")
            #expect(issue.fields["customfield_1"] == #""2026-11-23""#)
            #expect(issue.fields["customfield_2"] == #""2026-11-23T10:20:30.120+0000""#)
            #expect(issue.fields["customfield_3"]?.contains(#""child":{"id":"#) == true)
            #expect(issue.fields["customfield_4"] == #"{"accountId":"5b-mia"}"#)
            #expect(issue.fields["customfield_6"] == #"["WF1","layer-1"]"#)
            #expect(issue.fields["components"]?.contains(#""name":"WF1""#) == true)
            #expect(issue.fields["parent"] == "\"10000\"")
            try shop.database.execute(
                """
                UPDATE file_audit SET created_at = '2026-12-01', audited_by = 'leo@example.com', notes = NULL,
                    workflows = '{WF2,WF1,WF2}', layer_number = 2, layer_name = 'Layer 2' WHERE file_number = '1'
                """
            )
            try await settle(shop, ["update": 1])
            issue = try shop.issue(of: "1")
            #expect(issue.fields["customfield_2"] == #""2026-12-01T00:00:00.000+0000""#)
            #expect(issue.fields["customfield_4"] == #"{"accountId":"5b-leo"}"#)
            #expect(issue.fields["customfield_6"] == #"["WF1","WF2","layer-2"]"#)
            #expect(issue.fields["customfield_8"] == nil)
            #expect(issue.fields["customfield_9"] == nil)
        }
    }

    @Test(arguments: ["merge", "audit"])
    func `what people change in Jira is kept or overwritten, by owner`(owner: String) async throws {
        try await open(owner: owner) { shop in
            try await settle(shop, ["create": 2])
            let key = try shop.ticket(of: "1")
            let before = try shop.issue(of: "1")
            try shop.jira.edit(
                key,
                fields: """
                    {"customfield_1": "2027-01-01", "customfield_2": null, "customfield_4": {"accountId": "5b-leo"},
                     "customfield_5": [], "customfield_6": ["x"], "customfield_9": {"value": "Low"},
                     "components": [{"name": "web"}, {"name": "api"}], "fixVersions": [], "parent": null}
                    """
            )
            try await settle(shop, [owner == "merge" ? "record" : "update": 1])
            let after = try shop.issue(of: "1")
            #expect((after.fields == before.fields) == (owner == "audit"))
        }
    }

    @Test func `lists stand in plans and in the state as lists`() async throws {
        try await open { shop in
            let planned = try await shop.audit("plan").expecting(0)
            planned.printing("[WF1, api]", "[WF1, layer 1]", "[1.0, 2.0]")
            try await settle(shop, ["create": 2])
            let state = try shop.read("repository/state/links.yaml")
            #expect(state.contains("[\"1.0\", \"2.0\"]") || state.contains("[1.0, 2.0]"), "\(state)")
            #expect(state.contains("[WF1, api]") || state.contains(#"["WF1", "api"]"#), "\(state)")
            try shop.jira.edit(try shop.ticket(of: "2"), fields: #"{"components": []}"#)
            try shop.database.execute("UPDATE file_audit SET workflows = '{WF1}' WHERE file_number = '2'")
            let plan = try await shop.plan()
            #expect(plan.conflicts.map(\.field) == ["Components"])
            #expect(plan.conflicts.first?.rowValue == "WF1, api")
            try await shop.apply().expecting(4)
            try await shop.audit("resolve", "2", "--field", "Components", "--take", "audit").expecting(0)
            try await settle(shop, ["update": 1])
        }
    }

    @Test func `a value that a field does not take fails its row alone, and says so`() async throws {
        try await open { shop in
            try shop.database.execute(
                "UPDATE file_audit SET workflows = '{WF3}', created_at = 'infinity' WHERE file_number = '1'"
            )
            let failed = try await shop.audit("sync").expecting(3)
            failed.printing(
                #"The field "Components" has no value "WF3"; did you mean"#,
                #"It takes "api", "web", "WF1", "WF2"."#
            )
            #expect(try shop.issue(of: "2").fields["customfield_4"] == #"{"accountId":"5b-mia"}"#)
        }
    }
}
