import JSON
import Jira
import JiraSandbox
import Reconciliation
import Testing
import Workflow

/// Closing and reopening, over the workflows that sites have.
@Suite struct MovingTests {
    private func workflow(_ name: String) -> SandboxConfiguration {
        var configuration = SandboxConfiguration()
        configuration.workflow = name
        return configuration
    }

    private func moving(
        _ issue: CreatedIssue,
        to goal: IssueChange.Goal,
        comment: String? = nil
    ) -> IssueChange {
        var change = JiraFixture.change(issue)
        change.transition = goal
        change.comment = comment
        return change
    }

    @Test(arguments: ["simplified", "resolution-optional", "resolution-required", "stepwise"])
    func `issues are closed and reopened under any workflow`(name: String) async throws {
        try await JiraFixture.run(workflow(name)) { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            let closing = made.map { moving($0, to: .closed(resolution: "Won't Do"), comment: "Gone.") }
            #expect(try await fixture.jira.change(closing).allSatisfy(\.isDone))
            for issue in made {
                let closed = try #require(fixture.sandbox.issue(issue.key))
                #expect(closed.statusCategory == "done")
                #expect(closed.comments == ["Gone."])
                #expect(closed.resolution != nil)
                if name.hasPrefix("resolution") { #expect(closed.resolution == "Won't Do") }
            }
            #expect(try await fixture.jira.change(made.map { moving($0, to: .open) }).allSatisfy(\.isDone))
            for issue in made {
                let open = try #require(fixture.sandbox.issue(issue.key))
                #expect(open.statusCategory != "done")
                #expect(open.resolution == nil)
            }
        }
    }

    @Test func `what a workflow offers is asked for once`() async throws {
        try await JiraFixture.run(workflow("stepwise")) { fixture in
            let made = try await fixture.created((1...20).map { "\($0)" })
            fixture.sandbox.forgetRequests()
            let outcomes = try await fixture.jira.change(
                made.map { moving($0, to: .closed(resolution: nil)) }
            )
            #expect(outcomes.allSatisfy { $0.isDone })
            #expect(fixture.calls.filter { $0.hasPrefix("GET") }.count == 2)
            #expect(
                fixture.calls.filter { $0.hasPrefix("POST /issue/") && $0.hasSuffix("/transitions") }.count
                    == 40
            )
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a workflow without a way back says so`(deployment: Deployment) async throws {
        try await JiraFixture.run(workflow("one-way")) { fixture in
            let made = try await fixture.created(["1"])
            #expect(try await fixture.jira.change([moving(made[0], to: .closed(resolution: nil))])[0].isDone)
            let refusal = try await fixture.jira.change([moving(made[0], to: .open)])[0].refusal
            let text = "\(made[0].key): no transition leads from \"Done\" to a status that is open"
            #expect(refusal?.summary == text)
            #expect(refusal?.hint != nil)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `fields that a screen requires are named, with where the issue was left`(
        deployment: Deployment
    ) async throws {
        let seed: JSON = [
            "customFields": [["id": "customfield_1", "name": "Root cause", "type": "text"]],
            "project": [
                "key": "CCS",
                "workflow": [
                    "statuses": [
                        ["name": "To Do", "category": "new"],
                        ["name": "Review", "category": "indeterminate"],
                        ["name": "Done", "category": "done"],
                    ],
                    "transitions": [
                        ["to": "Review", "from": ["To Do"]],
                        ["to": "Done", "from": ["Review"], "screen": ["customfield_1": "required"]],
                    ],
                ],
            ],
        ]
        try await JiraFixture.run(on: deployment, seed: seed) { fixture in
            let made = try await fixture.created(["1"])
            let refusal = try await fixture.jira.change([moving(made[0], to: .closed(resolution: nil))])[0]
                .refusal
            #expect(refusal?.summary.contains("The workflow asks for: Root cause") == true)
            #expect(refusal?.summary.contains("The issue was moved there from \"To Do\".") == true)
        }
    }

    @Test func `an issue that is where it should be is left alone`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.forgetRequests()
            #expect(try await fixture.jira.change([moving(made[0], to: .open)])[0].isDone)
            #expect(fixture.calls == ["POST /issue/bulkfetch"])
        }
    }

    @Test(arguments: [
        SandboxFault.Kind.resetAfter, .statusAfter(504), .resetBefore, .status(500), .status(409),
    ])
    func `a transition whose answer is lost is made once`(fault: SandboxFault.Kind) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(fault, method: "POST", path: "*/transitions")
            #expect(try await fixture.jira.change([moving(made[0], to: .closed(resolution: nil))])[0].isDone)
            #expect(fixture.sandbox.issue(made[0].key)?.status == "Done")
        }
    }

    @Test func `a transition that is no longer on offer is looked up again`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2"])
            #expect(try await fixture.jira.change([moving(made[0], to: .closed(resolution: nil))])[0].isDone)
            fixture.sandbox.addFault(.status(400), method: "POST", path: "*/transitions")
            fixture.sandbox.forgetRequests()
            #expect(try await fixture.jira.change([moving(made[1], to: .closed(resolution: nil))])[0].isDone)
            #expect(fixture.calls.filter { $0.hasPrefix("GET") }.count == 1)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `without the permission nothing leads on`(deployment: Deployment) async throws {
        var configuration = SandboxConfiguration()
        configuration.deniedPermissions = ["TRANSITION_ISSUES"]
        try await JiraFixture.run(configuration, on: deployment) { fixture in
            let made = try await fixture.created(["1"])
            let refusal = try await fixture.jira.change([moving(made[0], to: .closed(resolution: nil))])[0]
                .refusal
            #expect(refusal?.hint?.contains("Transition issues") == true)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a deleted issue cannot be closed`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1"])
            try fixture.sandbox.delete(made[0].key)
            let refusal = try await fixture.jira.change([moving(made[0], to: .closed(resolution: nil))])[0]
                .refusal
            #expect(refusal?.summary.contains("does not exist, or the account may not see it") == true)
        }
    }
}
