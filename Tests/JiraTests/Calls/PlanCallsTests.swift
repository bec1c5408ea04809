import JSON
import Jira
import JiraSandbox
import Reconciliation
import SerialExecution
import TestSupport
import Testing
import Workflow

/// Plans carried out against a Jira: what they announce, and that nothing is left afterwards.
@Suite struct PlanCallsTests {
    /// The fields that are mapped beside the usual ones.
    private static let fields: [JSON] = [
        ["id": "customfield_1", "name": "File path", "type": "text"],
        ["id": "customfield_2", "name": "Lines", "type": "number"],
        ["id": "customfield_3", "name": "Tags", "type": "labels"],
        ["id": "customfield_4", "name": "Areas", "type": "multiselect", "options": ["Layer 1", "Layer 2"]],
    ]

    /// The fields by name, as a mapping's templates make them of a row.
    private static func values(_ row: Row) -> [FieldName: FieldValue] {
        let layer = if case .text(let text) = row.also[0] { text } else { "0" }
        return [
            "summary": .text("Debt in \(row.path)"), "description": .text(row.text ?? ""),
            "labels": .list([Marker.name, "layer-\(layer)"]), "priority": .text("2"),
            "file path": .text(row.path), "Lines": .text("\((row.text ?? "").count)"),
            "Tags": .text("layer \(layer)"), "Areas": .text("Layer \(layer)"),
        ]
    }

    private func run(
        workflow: String = "resolution-optional",
        policies: Policies = Policies(),
        isPlain: Bool = false,
        rows: [Row] = [.example("1"), .example("2", layer: "2"), .example("3")],
        on deployment: Deployment,
        _ test: (SyncFixture) async throws -> Void
    ) async throws {
        var configuration = SandboxConfiguration()
        configuration.workflow = workflow
        try await JiraFixture.run(
            configuration,
            on: deployment,
            seed: ["customFields": .array(Self.fields)],
            adjust: { $0.fields = isPlain ? $0.fields + ["priority"] : Self.values(rows[0]).keys.sorted() }
        ) { fixture in
            let names = [
                "summary", "description", "labels", "priority", "file path", "Lines", "Tags", "Areas",
            ]
            let mapping = Mapping(
                fields: names.map { MappedField($0, .merge) },
                columns: ["layer_number"],
                digest: SyncFixture.digester.digest("templates"),
                render: Self.values
            )
            try await test(SyncFixture(fixture, rows, policies: policies, mapping: isPlain ? nil : mapping))
        }
    }

    @Test(arguments: [false, true], Deployment.allCases)
    func `creates and updates cost what the plan says`(
        isPlain: Bool,
        deployment: Deployment
    ) async throws {
        try await run(isPlain: isPlain, on: deployment) { sync in
            #expect(try await sync.settle() == [.create: 3])
            await sync.table.change("1") { $0.text = "Worse." }
            await sync.table.change("2") { $0.also[0] = .text("1") }
            #expect(try await sync.settle() == [.update: 2])
            guard !isPlain else { return }
            let issue = try await sync.issue(of: "2")
            #expect(issue.priority == "High")
            #expect(issue.fields["customfield_1"] == "\"src/2.py\"")
            #expect(issue.fields["customfield_3"] == "[\"layer-1\"]")
        }
    }

    @Test(arguments: [(Deployment.dataCenter, 50), (.cloud, 12)])
    func `twenty-nine creates are read once each`(deployment: Deployment, most: Int) async throws {
        let rows = (1...29).map { Row.example(RowKey("\($0)")) }
        try await run(isPlain: true, rows: rows, on: deployment) { sync in
            let plan = try await sync.plan()
            #expect(plan.counts == [.create: 29])
            #expect(await sync.expectedCalls(of: plan) <= most)
            // As many are made as are announced.
            #expect(try await sync.settle() == [.create: 29])
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a ticket that is gone costs what the plan says`(deployment: Deployment) async throws {
        try await run(on: deployment) { sync in
            #expect(try await sync.settle() == [.create: 3])
            let gone = try await sync.issue(of: "1").key
            try sync.fixture.sandbox.delete(gone)
            #expect(try await sync.settle() == [.create: 1])
            #expect(try await sync.issue(of: "1").key != gone)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `what people change in a field by its name is seen`(deployment: Deployment) async throws {
        try await run(on: deployment) { sync in
            #expect(try await sync.settle() == [.create: 3])
            let key = try await sync.issue(of: "1").key
            try sync.fixture.sandbox.edit(key, fields: #"{"customfield_2": 99, "customfield_3": ["x", "y"]}"#)
            let plan = try await sync.plan()
            #expect(plan.counts == [.record: 1])
            let fields = plan.actions[0].steps.map { StepEntry($0).field }
            #expect(Set(fields).isSuperset(of: ["Lines", "Tags"]))
            #expect(try await sync.settle() == [.record: 1])
        }
    }

    @Test(arguments: ["resolution-optional", "one-way"], Deployment.allCases)
    func `a regression that takes a new issue costs what the plan says`(
        workflow: String,
        deployment: Deployment
    ) async throws {
        var policies = Policies()
        if workflow != "one-way" { policies.regression = .create }
        try await run(workflow: workflow, policies: policies, on: deployment) { sync in
            #expect(try await sync.settle() == [.create: 3])
            let old = try await sync.issue(of: "1").key
            await sync.table.change("1") { $0.debt = false }
            #expect(try await sync.settle() == [.close: 1])
            await sync.table.change("1") { $0.debt = true }
            #expect(try await sync.settle() == [.create: 1])
            let new = try await sync.issue(of: "1")
            #expect(new.key != old)
            #expect(new.links == ["relates to \(old)"])
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a duplicate that is closed costs what the plan says`(deployment: Deployment) async throws {
        var policies = Policies()
        policies.duplicates = .close
        try await run(policies: policies, on: deployment) { sync in
            #expect(try await sync.settle() == [.create: 3])
            let original = try await sync.issue(of: "1").key
            let marker = try #require(sync.fixture.sandbox.issue(original)?.properties[Marker.name])
            let other = marker.replacing(/"operation":"[^"]*"/, with: "\"operation\":\"another\"")
            let double = try sync.fixture.sandbox.create(
                #"{"fields":{"project":{"key":"CCS"},"issuetype":{"name":"Task"},"summary":"Again","labels":["audit-jira"]},"#
                    + #""properties":[{"key":"audit-jira","value":\#(other)}]}"#
            )
            #expect(try await sync.settle() == [.close: 1])
            let issue = try #require(sync.fixture.sandbox.issue(double))
            #expect(issue.links == ["duplicates \(original)"])
            #expect(issue.statusCategory == "done")
            #expect(issue.resolution == "Duplicate")
        }
    }
}
