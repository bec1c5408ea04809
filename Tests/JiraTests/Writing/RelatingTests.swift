import JSON
import Jira
import JiraSandbox
import Reconciliation
import Testing
import Workflow

/// Links between issues.
@Suite struct RelatingTests {
    private func relate(
        _ fixture: JiraFixture,
        _ kind: Relation.Kind
    ) async throws -> (made: [CreatedIssue], outcome: Outcome<Void>) {
        let made = try await fixture.created(["1", "2"])
        fixture.sandbox.forgetRequests()
        let outcome = try await fixture.jira.relate([Relation(kind, made[0].key, to: made[1].key)])
        return (made, try #require(outcome.first))
    }

    private func type(_ name: String, inward: String, outward: String) -> JSON {
        ["name": .string(name), "inward": .string(inward), "outward": .string(outward)]
    }

    @Test func `the first issue says it of the second`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            let relations = [
                Relation(.duplicates, made[0].key, to: made[1].key),
                Relation(.relates, made[2].key, to: made[1].key),
            ]
            #expect(try await fixture.jira.relate(relations).allSatisfy(\.isDone))
            let links = made.map { fixture.sandbox.issue($0.key)?.links }
            #expect(links[0] == ["duplicates \(made[1].key)"])
            #expect(
                links[1].map(Set.init) == ["is duplicated by \(made[0].key)", "relates to \(made[2].key)"]
            )
            #expect(links[2] == ["relates to \(made[1].key)"])
        }
    }

    @Test func `the types are asked for once, and each relation takes a call`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created((1...12).map { "\($0)" })
            fixture.sandbox.forgetRequests()
            let relations = made.dropFirst().map { Relation(.relates, $0.key, to: made[0].key) }
            #expect(try await fixture.jira.relate(Array(relations.prefix(5))).allSatisfy(\.isDone))
            #expect(try await fixture.jira.relate(Array(relations.dropFirst(5))).allSatisfy(\.isDone))
            #expect(fixture.count("GET /issueLinkType") == 1)
            #expect(fixture.count("POST /issueLink") == 11)
            #expect(try await fixture.jira.relate([]).isEmpty)
            #expect(fixture.calls.count == 12)
        }
    }

    @Test(arguments: [
        SandboxFault.Kind.resetAfter, .resetBefore, .statusAfter(502), .status(503),
        .status(429, retryAfter: 1),
    ])
    func `a link whose answer is lost is there once`(fault: SandboxFault.Kind) async throws {
        try await JiraFixture.run { fixture in
            fixture.sandbox.addFault(fault, method: "POST", path: "*/issueLink", times: 2)
            let (made, outcome) = try await relate(fixture, .duplicates)
            #expect(outcome.isDone)
            #expect(fixture.sandbox.issue(made[0].key)?.links == ["duplicates \(made[1].key)"])
        }
    }

    @Test func `a link whose answer never comes is in doubt`() async throws {
        try await JiraFixture.run { fixture in
            fixture.sandbox.addFault(.resetAfter, method: "POST", path: "*/issueLink", times: nil)
            let (made, outcome) = try await relate(fixture, .relates)
            #expect(
                outcome.doubt?.summary.hasPrefix("\(made[0].key): not linked to \(made[1].key): ") == true
            )
        }
    }

    @Test func `a type of another spelling or other words will do`() async throws {
        let seed: JSON = [
            "linkTypes": [
                type("Blocks", inward: "is blocked by", outward: "blocks"),
                type("DUPLICATE", inward: "Duplicated by", outward: "Duplicates"),
                type("Verwandt", inward: "is  related to", outward: "Is Related To"),
            ]
        ]
        try await JiraFixture.run(seed: seed) { fixture in
            let (made, outcome) = try await relate(fixture, .duplicates)
            #expect(outcome.isDone)
            #expect(fixture.sandbox.issue(made[0].key)?.links == ["Duplicates \(made[1].key)"])
            let relation = Relation(.relates, made[0].key, to: made[1].key)
            #expect(try await fixture.jira.relate([relation])[0].isDone)
            #expect(fixture.sandbox.issue(made[0].key)?.links.last == "Is Related To \(made[1].key)")
        }
    }

    @Test func `a type whose words go the other way round is turned`() async throws {
        for outward in ["is duplicated by", "has duplicate"] {
            let types = [type("Duplicate", inward: "duplicates", outward: outward)]
            try await JiraFixture.run(seed: ["linkTypes": .array(types)]) { fixture in
                let (made, outcome) = try await relate(fixture, .duplicates)
                #expect(outcome.isDone)
                #expect(fixture.sandbox.issue(made[0].key)?.links == ["duplicates \(made[1].key)"])
            }
        }
    }

    @Test func `without such a type those there are get named`() async throws {
        let types = [
            type("Verwandt", inward: "verwandt mit", outward: "verwandt mit"),
            type("Blocks", inward: "is blocked by", outward: "blocks"),
        ]
        try await JiraFixture.run(seed: ["linkTypes": .array(types)]) { fixture in
            let (made, outcome) = try await relate(fixture, .duplicates)
            #expect(
                outcome.refusal?.summary
                    == "\(made[0].key): not linked to \(made[1].key): Jira has no link type \"Duplicate\"; it has: Blocks, Verwandt"
            )
            #expect(outcome.refusal?.hint?.contains("add the link type \"Duplicate\"") == true)
            #expect(fixture.count("POST /issueLink") == 0)
        }
    }

    @Test func `with linking switched off each relation fails alone`() async throws {
        try await JiraFixture.run(seed: ["issueLinking": false]) { fixture in
            let (made, outcome) = try await relate(fixture, .relates)
            #expect(outcome.refusal?.summary.contains("Issue linking is switched off in Jira.") == true)
            #expect(outcome.refusal?.summary.hasPrefix(made[0].key) == true)
            #expect(outcome.refusal?.kind == .failure)
            #expect(fixture.calls == ["GET /issueLinkType"])
        }
    }

    @Test func `without the permission, or without the issue, the relation fails and says why`() async throws
    {
        var configuration = SandboxConfiguration()
        configuration.deniedPermissions = ["LINK_ISSUES"]
        try await JiraFixture.run(configuration) { fixture in
            let (_, outcome) = try await relate(fixture, .relates)
            #expect(outcome.refusal?.summary.contains("No Link Issue Permission") == true)
            #expect(outcome.refusal?.hint?.contains("Link issues") == true)
        }
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            try fixture.sandbox.delete(made[1].key)
            let outcomes = try await fixture.jira.relate([
                Relation(.relates, made[0].key, to: made[1].key),
                Relation(.relates, made[0].key, to: made[2].key),
            ])
            #expect(outcomes.map(\.isDone) == [false, true])
            #expect(outcomes[0].refusal?.summary.contains("status 404") == true)
        }
    }

    @Test func `issues are closed with the resolution that says why`() async throws {
        var configuration = SandboxConfiguration()
        configuration.workflow = "resolution-required"
        try await JiraFixture.run(configuration) { fixture in
            let made = try await fixture.created(["1"])
            var change = JiraFixture.change(made[0])
            change.transition = .closed(resolution: "Duplicate")
            #expect(try await fixture.jira.change([change])[0].isDone)
            #expect(fixture.sandbox.issue(made[0].key)?.resolution == "Duplicate")
        }
    }
}
