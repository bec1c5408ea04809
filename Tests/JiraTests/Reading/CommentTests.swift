import JSON
import JiraSandbox
import Reconciliation
import Testing
import Workflow

@testable import Jira

/// A comment that a dead run may have added is not added twice.
@Suite struct CommentTests {
    private func closing(_ issue: CreatedIssue) -> IssueChange {
        var change = JiraFixture.change(issue)
        change.comment = "Closed: the debt of \"row\" 1 is *gone*."
        change.transition = .closed(resolution: nil)
        return change
    }

    @Test(arguments: ["simplified", "stepwise"])
    func `a run that died between comment and step is taken up without a second comment`(
        workflow: String
    ) async throws {
        var configuration = SandboxConfiguration()
        configuration.workflow = workflow
        try await JiraFixture.run(configuration) { fixture in
            let made = try await fixture.created(["1"])[0]
            let skip = workflow == "stepwise" ? 1 : 0
            fixture.sandbox.addFault(.status(403), method: "POST", path: "*/transitions", skip: skip)
            #expect(try await fixture.jira.change([closing(made)]).map(\.isDone) == [false])
            #expect(fixture.sandbox.issue(made.key)?.comments.count == 1)
            let again = try await fixture.another().change([closing(made)]) { _ in }
            #expect(again.map(\.isDone) == [true])
            let issue = try #require(fixture.sandbox.issue(made.key))
            #expect(issue.comments.count == 1 && issue.statusCategory == "done")
        }
    }

    @Test(arguments: Deployment.allCases)
    func `what was said when it was closed before is said again`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1"])[0]
            for count in 1...3 {
                fixture.sandbox.advanceClock(bySeconds: 60)
                #expect(try await fixture.jira.change([closing(made)]).map(\.isDone) == [true])
                #expect(fixture.sandbox.issue(made.key)?.comments.count == count)
                fixture.sandbox.advanceClock(bySeconds: 60)
                try fixture.sandbox.setStatus(made.key, "To Do")
            }
        }
    }

    @Test(arguments: Deployment.allCases)
    func `an issue that stands closed already is not commented on twice`(deployment: Deployment) async throws
    {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1"])[0]
            for _ in 1...2 {
                fixture.sandbox.advanceClock(bySeconds: 60)
                #expect(try await fixture.jira.change([closing(made)]).map(\.isDone) == [true])
            }
            #expect(fixture.sandbox.issue(made.key)?.comments.count == 1)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `an issue that no step leads on from gets no comment`(deployment: Deployment) async throws {
        let seed: JSON = [
            "projects": [
                [
                    "key": "CCS",
                    "workflow": [
                        "statuses": [
                            ["name": "To Do", "category": "new"], ["name": "Done", "category": "done"],
                        ],
                        "transitions": [],
                    ],
                ]
            ]
        ]
        try await JiraFixture.run(on: deployment, seed: seed) { fixture in
            let made = try await fixture.created(["1"])[0]
            #expect(try await fixture.jira.change([closing(made)]).map(\.isDone) == [false])
            #expect(fixture.sandbox.issue(made.key)?.comments.isEmpty == true)
        }
    }

    @Test func `a comment costs no call beside its own`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            fixture.sandbox.forgetRequests()
            #expect(try await fixture.jira.change(made.map(closing)).allSatisfy { $0.isDone })
            #expect(fixture.count("POST /issue/bulkfetch") == 1)
            // One for the ways out of a status, and two for each issue.
            #expect(fixture.calls.count == 8)
        }
    }

    private func history(_ comments: [(String, Int64?)], since: Int64?) -> CommentHistory {
        var history = CommentHistory()
        history.comments = comments.map { .init(text: $0.0, created: $0.1) }
        history.since = since
        return history
    }

    @Test(
        arguments: [
            ([], 10, false, false), ([("gone", 11)], 10, false, true), ([("gone", 10)], 10, false, true),
            ([("gone", 9)], 10, false, false), ([("gone", 9)], 10, true, true),
            ([("gone", 11), ("else", 12)], 10, false, true), ([("else", 12)], 10, false, false),
            ([("gone", nil)], 10, false, false), ([("gone", 9)], nil, false, true),
            ([("gone", 9), ("else", 12)], nil, false, false), ([("else", 12)], 10, true, false),
        ] as [([(String, Int64?)], Int64?, Bool, Bool)]
    )
    func `a comment is the same when it says the same since the issue stands where it does`(
        comments: [(String, Int64?)],
        since: Int64?,
        isSettled: Bool,
        holds: Bool
    ) {
        #expect(history(comments, since: since).holds("gone", isSettled: isSettled) == holds)
    }

    @Test func `the comments of an issue are read in the order in which they were made`() throws {
        let json = try JSON(
            parsing: """
                {"fields": {"statuscategorychangedate": "2026-09-27T10:03:11.123+0200", "comment": {"total": 3,
                "comments": [{"body": "b", "created": "2026-09-27T10:03:13.000+0200"},
                {"body": "a", "created": "2026-09-27T08:03:12.000+0000"}]}}}
                """
        )
        let format = RichTextFormat(
            value: { .string($0) },
            embed: { text, _, _ in .string(text) },
            block: { $0?.string },
            text: { $0.string }
        )
        let history = try #require(CommentHistory(json, format))
        #expect(history.comments.map(\.text) == ["a", "b"])
        #expect(!history.isWhole)
        #expect(history.holds("a", isSettled: false))
    }
}
