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

    /// A table and a state beside a Jira.
    private struct Sync: Sendable {
        let fixture: JiraFixture
        let table: InMemoryTable
        let repository = InMemoryStateRepository()
        let settings: Settings
        private let numbers = Locked(0)

        init(_ fixture: JiraFixture, _ rows: [Row], policies: Policies, isPlain: Bool) {
            self.fixture = fixture
            table = InMemoryTable(rows)
            let digester = Digester { bytes in
                let word = bytes.reduce(UInt64(14_695_981_039_346_656_037)) {
                    ($0 ^ UInt64($1)) &* 1_099_511_628_211
                }
                return Digest(words: (word, word, word, word))
            }
            let plain = Settings.example(digester: digester, policies: policies)
            let names = [
                "summary", "description", "labels", "priority", "file path", "Lines", "Tags", "Areas",
            ]
            let named = Mapping(
                fields: names.map { MappedField($0, .merge) },
                columns: ["layer_number"],
                digest: digester.digest("templates"),
                render: PlanCallsTests.values
            )
            settings = Settings(
                schema: .example,
                mapping: isPlain ? plain.mapping : named,
                policies: policies,
                updates: .example,
                digester: digester
            )
        }

        func plan() async throws -> Plan {
            let refresh = Refresh(
                rows: table,
                issues: fixture.another(),
                settings: settings,
                configuration: settings.digester.digest("configuration"),
                report: { _ in }
            )
            return try await refresh.survey(await repository.load(), .full).plan
        }

        /// Plans, applies as another run would, compares the calls with those that were announced, and checks that
        /// nothing is left to do.
        func settle(
            at place: SourceLocation = #_sourceLocation
        ) async throws -> [Reconciliation.Operation: Int] {
            let plan = try await plan()
            #expect(plan.conflicts.isEmpty, sourceLocation: place)
            let state = await repository.state
            let announced = JiraConfiguration.Limits().expectedCalls(
                applying: plan,
                lookingAt: Apply.issueCount(of: plan, state),
                fields: settings.mapping.fields.map(\.name),
                on: fixture.deployment
            )
            let numbers = numbers
            let apply = Apply(
                table: table,
                tracker: fixture.another(),
                repository: repository,
                journal: InMemoryJournal(),
                settings: settings,
                guards: Guards(),
                configuration: settings.digester.digest("configuration"),
                digester: settings.digester,
                makeUUID: {
                    let number = numbers.withLock { number in
                        number += 1
                        return number
                    }
                    return "00000000-0000-4000-8000-\(100_000_000_000 + number)"
                },
                now: { 1_764_000_000_000 },
                report: { event in
                    if case .warning(let text) = event { Issue.record("\(text)", sourceLocation: place) }
                }
            )
            fixture.sandbox.forgetRequests()
            let document = PlanDocument(
                plan,
                expectedCalls: announced,
                tool: "tests",
                digester: settings.digester
            )
            var options = Apply.Options()
            options.allow = ["max_create_percent": 100, "max_close_percent": 100, "max_resolve_percent": 100]
            let report = try await apply.run(document, await repository.load(), options)
            #expect(report.remaining.isEmpty, sourceLocation: place)
            #expect(report.results.allSatisfy { $0.isDone }, "\(report.results)", sourceLocation: place)
            let calls = fixture.sandbox.requests.map { "\($0.method) \($0.path)" }
            #expect(calls.count == announced, "\(plan.counts) \(calls)", sourceLocation: place)
            let next = try await self.plan()
            #expect(next.actions.isEmpty && next.conflicts.isEmpty, "\(next)", sourceLocation: place)
            return plan.counts
        }

        /// The issue of the ticket that a row lists last.
        func issue(of row: RowKey) async throws -> SandboxIssue {
            let key = try #require(await table.rows[row]?.tickets?.last)
            return try #require(fixture.sandbox.issue(key))
        }
    }

    private func run(
        workflow: String = "resolution-optional",
        policies: Policies = Policies(),
        isPlain: Bool = false,
        on deployment: Deployment,
        _ test: (Sync) async throws -> Void
    ) async throws {
        var configuration = SandboxConfiguration()
        configuration.workflow = workflow
        let rows: [Row] = [.example("1"), .example("2", layer: "2"), .example("3")]
        try await JiraFixture.run(
            configuration,
            on: deployment,
            seed: ["customFields": .array(Self.fields)],
            adjust: { $0.fields = isPlain ? $0.fields + ["priority"] : Self.values(rows[0]).keys.sorted() }
        ) { fixture in
            try await test(Sync(fixture, rows, policies: policies, isPlain: isPlain))
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
            let fields = plan.actions[0].changes.map(\.field)
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
