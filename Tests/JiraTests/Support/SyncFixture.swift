import JSON
import Jira
import JiraSandbox
import Reconciliation
import SerialExecution
import TestSupport
import Testing
import Workflow

/// A table and a state beside a Jira.
struct SyncFixture: Sendable {
    let fixture: JiraFixture
    let table: InMemoryTable
    let repository = InMemoryStateRepository()
    let settings: Settings
    private let numbers = Locked(0)

    static let digester = Digester { bytes in
        let word = bytes.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        return Digest(words: (word, word, word, word))
    }

    init(_ fixture: JiraFixture, _ rows: [Row], policies: Policies = Policies(), mapping: Mapping? = nil) {
        self.fixture = fixture
        table = InMemoryTable(rows)
        let plain = Settings.example(digester: Self.digester, policies: policies)
        settings = Settings(
            schema: .example,
            mapping: mapping ?? plain.mapping,
            policies: policies,
            updates: .example,
            digester: Self.digester
        )
    }

    /// The context of the use cases, over another connection to the same Jira.
    private func sides(_ tracker: JiraTracker) -> Sides {
        let numbers = numbers
        return Sides(
            rows: table,
            issues: tracker,
            repository: repository,
            rules: settings,
            configuration: settings.digester.digest("configuration"),
            clock: { 1_764_000_000_000 },
            makeUUID: {
                let number = numbers.withLock { number in
                    number += 1
                    return number
                }
                return "00000000-0000-4000-8000-\(100_000_000_000 + number)"
            },
            report: { _ in }
        )
    }

    func plan() async throws -> Plan {
        try await Refresh(sides(fixture.another())).survey(await repository.load(), .full).plan
    }

    /// Plans, applies as another run would, compares the calls with those that were announced, and checks that
    /// nothing is left to do.
    func settle(
        at place: SourceLocation = #_sourceLocation
    ) async throws -> [Reconciliation.Operation: Int] {
        let plan = try await plan()
        #expect(plan.conflicts.isEmpty, sourceLocation: place)
        let announced = await expectedCalls(of: plan)
        let tracker = fixture.another()
        var sides = sides(tracker)
        sides.report = { event in
            if case .warning(let text) = event { Issue.record("\(text)", sourceLocation: place) }
        }
        let apply = Apply(
            sides,
            writing: table,
            and: tracker,
            journal: InMemoryJournal(),
            guards: Guards()
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
        let report = try await apply.run(document, over: await repository.load(), options: options)
        #expect(report.remaining.isEmpty, sourceLocation: place)
        #expect(report.results.allSatisfy { $0.isDone }, "\(report.results)", sourceLocation: place)
        let calls = fixture.sandbox.requests.map { "\($0.method) \($0.path)" }
        #expect(calls.count == announced, "\(plan.counts) \(calls)", sourceLocation: place)
        let next = try await self.plan()
        #expect(next.actions.isEmpty && next.conflicts.isEmpty, "\(next)", sourceLocation: place)
        return plan.counts
    }

    /// The number of calls that a plan announces.
    func expectedCalls(of plan: Plan) async -> Int {
        JiraConfiguration.Limits().expectedCalls(
            applying: plan,
            lookingAt: Apply.issueCount(of: plan, await repository.state),
            fields: settings.mapping.fields.map(\.name),
            on: fixture.deployment
        )
    }

    /// The issue of the ticket that a row lists last.
    func issue(of row: RowKey) async throws -> SandboxIssue {
        let key = try #require(await table.rows[row]?.tickets?.last)
        return try #require(fixture.sandbox.issue(key))
    }
}
