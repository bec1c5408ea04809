import JSON
import Jira
import JiraSandbox
import Reconciliation
import Testing
import Workflow

/// Issues that are parted from their rows.
@Suite struct ReleaseTests {
    private let marker = Marker(row: "1", lineage: "lineage", operation: "operation-1")

    private func release(_ issue: CreatedIssue) -> IssueChange {
        var change = JiraFixture.change(issue)
        change.marker = marker
        change.isReleased = true
        change.removedLabels = [Marker.name]
        return change
    }

    private func read(_ fixture: JiraFixture, _ issue: CreatedIssue) async throws -> Reconciliation.Issue {
        try #require(try await fixture.jira.read([.id(issue.id)], into: CollectingSink()).issues.first)
    }

    @Test(arguments: Deployment.allCases)
    func `a released issue says what it was, and has no marker any more`(deployment: Deployment) async throws
    {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1"])[0]
            #expect(try await read(fixture, made).marker == marker)
            fixture.sandbox.forgetRequests()
            #expect(try await fixture.jira.change([release(made)])[0].isDone)
            #expect(fixture.calls == ["PUT /issue/\(made.id)"])
            let issue = try #require(fixture.sandbox.issue(made.key))
            let property = try JSON(parsing: Array(try #require(issue.properties[Marker.name]).utf8))
            #expect(
                property == [
                    "row": "1", "lineage": "lineage", "operation": "operation-1", "released": true,
                ]
            )
            #expect(issue.labels == ["technical-debt"])
            #expect(try await read(fixture, made).marker == nil)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a released issue can be marked again`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1"])[0]
            #expect(try await fixture.jira.change([release(made)])[0].isDone)
            var change = JiraFixture.change(made)
            change.marker = Marker(row: "2", lineage: "lineage", operation: "operation-1")
            change.addedLabels = [Marker.name]
            #expect(try await fixture.jira.change([change])[0].isDone)
            #expect(try await read(fixture, made).marker == change.marker)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a released issue is not what a lost create is looked for`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1"])[0]
            #expect(try await fixture.jira.find([marker])["operation-1"] == made)
            #expect(try await fixture.jira.change([release(made)])[0].isDone)
            #expect(try await fixture.jira.find([marker]).isEmpty)
        }
    }

    @Test(arguments: [
        ("{\"row\":\"1\",\"lineage\":\"l\",\"operation\":\"o\",\"released\":false}", true),
        ("{\"row\":\"1\",\"lineage\":\"l\",\"operation\":\"o\",\"released\":\"yes\"}", true),
        ("{\"row\":\"1\",\"lineage\":\"l\",\"operation\":\"o\",\"released\":true}", false),
        ("{\"released\":true}", false), ("{\"row\":\"1\",\"lineage\":\"l\"}", false), ("[1]", false),
    ])
    func `only what says so is released`(property: String, isMarked: Bool) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])[0]
            try fixture.sandbox.setProperty(Marker.name, of: made.key, to: property)
            #expect(
                try await read(fixture, made).marker
                    == (isMarked ? Marker(row: "1", lineage: "l", operation: "o") : nil)
            )
        }
    }
}
