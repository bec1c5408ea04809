import JSON
import Jira
import JiraSandbox
import Reconciliation
import Testing
import Workflow

/// Closed issues, and whether their workflow leads back.
@Suite struct DeadEndTests {
    /// A project whose workflow has these ways from each closed status to others.
    private func seed(_ transitions: [JSON]) -> JSON {
        let statuses: [JSON] = [
            ["name": "To Do", "category": "new"], ["name": "In Progress", "category": "indeterminate"],
            ["name": "Done", "category": "done"], ["name": "Verified", "category": "done"],
            ["name": "Archived", "category": "done"],
        ]
        let forward: [JSON] = [["to": "Done", "from": ["To Do", "In Progress"]]]
        return [
            "project": [
                "key": "CCS",
                "workflow": ["statuses": .array(statuses), "transitions": .array(forward + transitions)],
            ]
        ]
    }

    private func way(_ from: String, _ to: String, _ more: [(String, JSON)] = []) -> JSON {
        .object(JSONObject([("from", [.string(from)]), ("to", .string(to))] + more))
    }

    /// Creates as many issues as there are statuses, puts each into its own, and returns the dead ends among them.
    private func deadEnds(
        _ seed: JSON,
        _ statuses: [String]
    ) async throws -> (ends: [String], calls: [String]) {
        var ends: [String] = []
        var calls: [String] = []
        try await JiraFixture.run(seed: seed) { fixture in
            let made = try await fixture.created(statuses.indices.map { "\($0)" })
            for (issue, status) in zip(made, statuses) { try fixture.sandbox.setStatus(issue.key, status) }
            fixture.sandbox.forgetRequests()
            let found = try await fixture.jira.deadEnds(among: made.map(\.id))
            ends = zip(made, statuses).filter { found.contains($0.0.id) }.map(\.1)
            calls = fixture.calls
        }
        return (ends, calls)
    }

    @Test func `a closed status without any way on is a dead end, an open one never`() async throws {
        let found = try await deadEnds(seed([]), ["Done", "Done", "To Do", "In Progress"])
        #expect(found.ends == ["Done", "Done"])
    }

    @Test func `a way back in one step costs one call for all issues in a status`() async throws {
        let found = try await deadEnds(seed([way("Done", "To Do")]), ["Done", "Done", "Done"])
        #expect(found.ends == [])
        #expect(found.calls.count == 2)
    }

    @Test func `a closed status that only leads to another such is a dead end`() async throws {
        let ways = seed([way("Done", "Archived")])
        #expect(try await deadEnds(ways, ["Done", "Archived"]).ends == ["Done", "Archived"])
        #expect(try await deadEnds(ways, ["Done"]).ends == ["Done"])
    }

    @Test func `closed statuses that lead in a circle are dead ends`() async throws {
        let ways = seed([way("Done", "Archived"), way("Archived", "Verified"), way("Verified", "Done")])
        let all = ["Done", "Archived", "Verified"]
        #expect(try await deadEnds(ways, all).ends == all)
    }

    @Test func `a way back over other closed statuses is found where issues stand there`() async throws {
        let ways = seed([way("Done", "Archived"), way("Done", "Verified"), way("Verified", "To Do")])
        let found = try await deadEnds(ways, ["Done", "Archived", "Verified"])
        #expect(found.ends == ["Archived"])
        let long = seed([way("Done", "Verified"), way("Verified", "Archived"), way("Archived", "To Do")])
        #expect(try await deadEnds(long, ["Done", "Verified", "Archived"]).ends == [])
    }

    @Test func `a way that nobody can look at is none`() async throws {
        let ways = seed([way("Done", "Verified"), way("Verified", "To Do")])
        #expect(try await deadEnds(ways, ["Done"]).ends == ["Done"])
    }

    @Test func `what a lagging index says of another status is looked at`() async throws {
        var configuration = SandboxConfiguration()
        configuration.indexLag = .manual
        let ways = seed([way("Done", "Verified"), way("Archived", "To Do")])
        try await JiraFixture.run(configuration, seed: ways) { fixture in
            let made = try await fixture.created(["1", "2"])
            try fixture.sandbox.setStatus(made[0].key, "Done")
            try fixture.sandbox.setStatus(made[1].key, "Verified")
            fixture.sandbox.settleIndex()
            // The index has it in Verified, from where nothing leads on; it stands in Archived, from where a step does.
            try fixture.sandbox.setStatus(made[1].key, "Archived")
            #expect(try await fixture.jira.deadEnds(among: [made[0].id]) == [made[0].id])
        }
    }

    @Test func `a step back that asks for fields, or that the caller is kept from, is a way`() async throws {
        let asking = way("Done", "To Do", [("screen", ["environment": "required"])])
        #expect(try await deadEnds(seed([asking]), ["Done"]).ends == [])
        let barred = way("Done", "To Do", [("barred", true)])
        #expect(try await deadEnds(seed([barred]), ["Done"]).ends == [])
        #expect(try await deadEnds(seed([barred, way("Done", "Archived")]), ["Done"]).ends == [])
    }

    @Test(arguments: ["simplified", "one-way"])
    func `without the permission nobody knows, and that is no dead end`(workflow: String) async throws {
        var configuration = SandboxConfiguration()
        configuration.deniedPermissions = ["TRANSITION_ISSUES"]
        configuration.workflow = workflow
        try await JiraFixture.run(configuration) { fixture in
            let made = try await fixture.created(["1"])
            try fixture.sandbox.setStatus(made[0].key, "Done")
            let problem = try await problem { _ = try await fixture.jira.deadEnds(among: made.map(\.id)) }
            #expect(problem.kind == .credentials)
            #expect(problem.summary.hasPrefix("\(made[0].key): the account may not move the issue"))
            #expect(problem.hint?.contains("Transition issues") == true)
        }
    }

    @Test func `issues that are gone or none at all are no dead ends`() async throws {
        try await JiraFixture.run(seed: seed([])) { fixture in
            #expect(try await fixture.jira.deadEnds(among: []).isEmpty)
            #expect(await fixture.jira.calls == 0)
            let made = try await fixture.created(["1"])
            try fixture.sandbox.setStatus(made[0].key, "Done")
            try fixture.sandbox.delete(made[0].key)
            #expect(try await fixture.jira.deadEnds(among: [made[0].id]).isEmpty)
        }
    }

    @Test func `an issue is reopened by the way that leads back, not by the first`() async throws {
        let ways = seed([
            way("Done", "Archived", [("id", "5")]), way("Done", "Verified", [("id", "7")]),
            way("Verified", "To Do"),
        ])
        try await JiraFixture.run(seed: ways) { fixture in
            let made = try await fixture.created(["1", "2"])
            try fixture.sandbox.setStatus(made[0].key, "Done")
            try fixture.sandbox.setStatus(made[1].key, "Verified")
            var change = JiraFixture.change(made[0])
            change.transition = .open
            #expect(try await fixture.jira.change([change])[0].isDone)
            #expect(fixture.sandbox.issue(made[0].key)?.status == "To Do")
        }
    }

    @Test func `an issue is not moved from one closed status to the next for nothing`() async throws {
        try await JiraFixture.run(seed: seed([way("Done", "Archived")])) { fixture in
            let made = try await fixture.created(["1"])
            try fixture.sandbox.setStatus(made[0].key, "Done")
            var change = JiraFixture.change(made[0])
            change.transition = .open
            let refusal = try await fixture.jira.change([change])[0].refusal
            #expect(refusal?.summary.contains("no transition leads from \"Done\"") == true)
            #expect(fixture.sandbox.issue(made[0].key)?.status == "Done")
        }
    }
}
