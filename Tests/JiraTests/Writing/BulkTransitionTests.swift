import JSON
import Jira
import JiraAPI
import JiraSandbox
import Reconciliation
import Testing
import Workflow

/// Many issues that take the same step.
@Suite struct BulkTransitionTests {
    private static let count = 12

    private static func closing(_ issues: [CreatedIssue]) -> [Action] {
        issues.map { issue in
            Action(
                .close,
                row: "1",
                path: "a.py",
                issue: issue.id,
                key: issue.key,
                reason: .other(""),
                steps: [
                    .issue(.comment("Gone.")), .issue(.move(from: "To Do", to: .done)),
                ]
            )
        }
    }

    private static func changes(_ issues: [CreatedIssue]) -> [IssueChange] {
        closing(issues).compactMap { action in
            guard case .change(var change) = IssueIntent(action) else { return nil }
            change.isBulk = true
            return change
        }
    }

    private static func created(_ fixture: JiraFixture) async throws -> [CreatedIssue] {
        try await fixture.created((1...count).map(String.init))
    }

    private static let bulk = "POST /bulk/issues/transition"

    private static func expectClosed(_ issues: [CreatedIssue], _ fixture: JiraFixture) {
        for issue in issues {
            let found = fixture.sandbox.issue(issue.key)
            #expect(found?.status == "Done")
            #expect(found?.comments.count == 1)
        }
    }

    @Test func `a plan has many steps made in bulk where the account may, and few one by one`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await Self.created(fixture)
            let many = try await fixture.another().forecasts(for: Self.closing(made))
            #expect(many.allSatisfy { $0 == Forecast(via: ["Done"], isBulk: true) })
            let few = try await fixture.another().forecasts(for: Self.closing(Array(made.prefix(9))))
            #expect(few.allSatisfy { $0 == Forecast(via: ["Done"]) })
            fixture.sandbox.deny(["BULK_CHANGE"])
            let barred = try await fixture.another().forecasts(for: Self.closing(made))
            #expect(barred.allSatisfy { $0 == Forecast(via: ["Done"]) })
        }
    }

    @Test func `a step whose screen has fields is made one by one`() async throws {
        var configuration = SandboxConfiguration()
        configuration.workflow = "resolution-optional"
        try await JiraFixture.run(configuration) { fixture in
            let made = try await Self.created(fixture)
            let forecasts = try await fixture.jira.forecasts(for: Self.closing(made))
            #expect(forecasts.allSatisfy { $0 == Forecast(via: ["Done"]) })
            let outcomes = try await fixture.jira.change(Self.changes(made))
            #expect(outcomes.allSatisfy { $0.isDone })
            #expect(fixture.count(Self.bulk) == 0)
            Self.expectClosed(made, fixture)
        }
    }

    @Test(arguments: [0, 3])
    func `one request moves all, each with its comment before, and is asked for until it is done`(
        looks: Int
    ) async throws {
        var configuration = SandboxConfiguration()
        configuration.bulkLooks = looks
        try await JiraFixture.run(configuration) { fixture in
            let made = try await Self.created(fixture)
            let notes = Recorder<WriteNote>()
            let outcomes = try await fixture.jira.change(Self.changes(made)) { notes.record($0) }
            #expect(outcomes.allSatisfy { $0.isDone })
            Self.expectClosed(made, fixture)
            #expect(fixture.count(Self.bulk) == 1)
            #expect(fixture.calls.count { $0.hasPrefix("GET /bulk/queue/") } == looks + 1)
            #expect(fixture.calls.count { $0.hasSuffix("/transitions") && $0.hasPrefix("POST") } == 0)
            for issue in made {
                let told = notes.all.filter { $0.issue == issue.id }
                #expect(
                    told == [
                        .changing(issue.id, .comment), .changed(issue.id, .comment),
                        .changing(issue.id, .transition), .changed(issue.id, .transition),
                    ]
                )
            }
        }
    }

    @Test(arguments: [
        SandboxFault.Kind.status(400), .status(403), .status(404), .status(500), .resetBefore, .resetAfter,
        .statusAfter(503), .garbageBody, .body("{}"), .body(#"{"taskId":""}"#),
    ])
    func `whatever becomes of the request, each is moved once and commented on once`(
        fault: SandboxFault.Kind
    ) async throws {
        try await JiraFixture.run { fixture in
            let made = try await Self.created(fixture)
            fixture.sandbox.addFault(fault, method: "POST", path: "*/bulk/issues/transition", times: nil)
            let outcomes = try await fixture.jira.change(Self.changes(made))
            #expect(outcomes.allSatisfy { $0.isDone })
            Self.expectClosed(made, fixture)
        }
    }

    @Test(arguments: [
        SandboxFault.Kind.status(400), .status(500), .garbageBody,
        .body(#"{"status":"FAILED","processedAccessibleIssues":[]}"#),
        .body(#"{"status":"COMPLETE"}"#), .body(#"{"status":"DEAD"}"#),
    ])
    func `whatever is said of its progress, the issues themselves are believed`(
        fault: SandboxFault.Kind
    ) async throws {
        try await JiraFixture.run { fixture in
            let made = try await Self.created(fixture)
            fixture.sandbox.addFault(fault, path: "*/bulk/queue/*", times: nil)
            let outcomes = try await fixture.jira.change(Self.changes(made))
            #expect(outcomes.allSatisfy { $0.isDone })
            Self.expectClosed(made, fixture)
        }
    }

    @Test func `what the bulk operation leaves is moved one by one`() async throws {
        var configuration = SandboxConfiguration()
        configuration.bulkLooks = 1
        configuration.workflow = "stepwise"
        try await JiraFixture.run(configuration) { fixture in
            let made = try await Self.created(fixture)
            for issue in made { try fixture.sandbox.setStatus(issue.key, "In Progress") }
            // Somebody moves one back while the bulk operation waits: its step is none there any more.
            fixture.events.react { event in
                if case .called(_, "/bulk/issues/transition", _, _) = event {
                    try? fixture.sandbox.setStatus(made[3].key, "To Do")
                }
            }
            let outcomes = try await fixture.jira.change(Self.changes(made))
            #expect(outcomes.allSatisfy { $0.isDone })
            Self.expectClosed(made, fixture)
            #expect(fixture.calls.count { $0 == "POST /issue/\(made[3].id)/transitions" } == 2)
        }
    }

    @Test func `a bulk operation that never ends is left, and the issues are moved`() async throws {
        var configuration = SandboxConfiguration()
        configuration.bulkLooks = 1_000_000
        try await JiraFixture.run(configuration) { fixture in
            let made = try await Self.created(fixture)
            let outcomes = try await fixture.jira.change(Self.changes(made))
            #expect(outcomes.allSatisfy { $0.isDone })
            Self.expectClosed(made, fixture)
        }
    }

    @Test func `a journal that cannot be written stops the bulk operation`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await Self.created(fixture)
            let outcomes = try await fixture.jira.change(Self.changes(made)) { note in
                if case .changing(_, .transition) = note { throw Problem(.failure, "The disk is full.") }
            }
            #expect(outcomes.allSatisfy { $0.refusal?.summary == "The disk is full." })
            #expect(fixture.count(Self.bulk) == 0)
        }
    }
}

extension WriteNote {
    /// The issue that a note of a change is about.
    fileprivate var issue: IssueID? {
        switch self {
        case .changing(let id, _), .changed(let id, _), .unchanged(let id, _): id
        default: nil
        }
    }
}
