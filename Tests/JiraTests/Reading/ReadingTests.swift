import JSON
import Jira
import JiraSandbox
import Reconciliation
import Testing
import Workflow

@Suite struct ReadingTests {
    @Test func `issues come in the order of their ids, however they are asked for`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created((1...6).map { "\($0)" }).sorted { $0.id < $1.id }
            let references: [IssueReference] = [
                .id(made[5].id), .key(made[4].key), .id(made[0].id), .key(made[2].key), .id(made[3].id),
                .id(made[3].id),
            ]
            let result = try await fixture.jira.read(references, into: CollectingSink())
            #expect(result.issues.map(\.id) == [0, 2, 3, 4, 5].map { made[$0].id })
            #expect(result.references[1] == .key(made[2].key))
            #expect(result.missing.isEmpty)
            #expect(result.issues[0].fields["summary"] == .text("Debt 1"))
            #expect(result.issues[0].fields["description"] == .text("The debt of 1."))
            #expect(result.issues[0].labels == ["audit-jira", "technical-debt"])
            #expect(result.issues[0].marker?.operation == "operation-1")
            #expect(result.issues[0].status.category == .new)
        }
    }

    @Test func `a missing issue is looked for twice before it is called missing`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            try fixture.sandbox.delete(made[1].key)
            fixture.sandbox.forgetRequests()
            let ids = made.map { IssueReference.id($0.id) }
            let result = try await fixture.jira.read(ids + [.key("CCS-999")], into: CollectingSink())
            #expect(result.issues.map(\.key) == [made[0].key, made[2].key])
            #expect(Set(result.missing) == [.id(made[1].id), .key("CCS-999")])
            #expect(fixture.count("POST /issue/bulkfetch") == 4)
        }
    }

    @Test func `an issue that was left out once is found at the second look`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2"])
            fixture.sandbox.addFault(.omitIssues([made[0].key]), path: "*/bulkfetch")
            let result = try await fixture.jira.read(made.map { .id($0.id) }, into: CollectingSink())
            #expect(result.issues.count == 2)
            #expect(result.missing.isEmpty)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a moved issue is found by its old key and comes with the new one`(
        deployment: Deployment
    ) async throws {
        let seed: JSON = ["projects": [["key": "CCS"], ["key": "NEW"]]]
        try await JiraFixture.run(on: deployment, seed: seed) { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            let newKey = try fixture.sandbox.move(made[1].key, toProject: "NEW")
            let result = try await fixture.jira.read(
                made.map { .key($0.key) } + [.key("CCS-99")],
                into: CollectingSink()
            )
            let place = try #require(result.references.firstIndex(of: .key(made[1].key)))
            #expect(result.issues[place].key == newKey)
            #expect(result.issues[place].id == made[1].id)
            #expect(result.missing == [.key("CCS-99")])
            let byID = try await fixture.jira.read([.id(made[1].id)], into: CollectingSink())
            #expect(byID.issues.map(\.key) == [newKey])
        }
    }

    @Test func `a key is found with spaces around it, and a number or a text is no key`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2"])
            let odd: [IssueReference] = [
                .key(made[1].id.description), .key(""), .key("CCS"), .key("CCS-1, CCS-2"), .key("a b-1"),
                .key("https://example.atlassian.net/browse/CCS-2"),
            ]
            fixture.sandbox.forgetRequests()
            let result = try await fixture.jira.read(
                odd + [.key(" \(made[0].key)\n")],
                into: CollectingSink()
            )
            #expect(result.issues.map(\.id) == [made[0].id])
            #expect(result.references == [.key(" \(made[0].key)\n")])
            #expect(result.missing == odd)
            #expect(fixture.count("POST /issue/bulkfetch") == 1)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a caller who is taken for nobody does not make issues missing`(deployment: Deployment) async throws
    {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(.anonymous, times: nil)
            let problem = try await problem {
                _ = try await fixture.jira.read([.id(made[0].id)], into: CollectingSink())
            }
            #expect(problem.kind == .credentials)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a caller who is taken for nobody does not make a search empty`(deployment: Deployment) async throws
    {
        try await JiraFixture.run(on: deployment) { fixture in
            _ = try await fixture.created(["1"])
            fixture.sandbox.addFault(.anonymous, times: nil)
            let problem = try await problem { _ = try await fixture.jira.marked(since: nil) }
            #expect(problem.kind == .credentials)
        }
    }

    @Test func `large calls fall back to small ones for the rest of the run`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created((1...250).map { "\($0)" })
            fixture.sandbox.forgetRequests()
            let references = made.map { IssueReference.id($0.id) }
            #expect(try await fixture.jira.read(references, into: CollectingSink()).issues.count == 250)
            #expect(fixture.count("POST /issue/bulkfetch") == 1)
            fixture.sandbox.addFault(.status(400), path: "*/bulkfetch")
            #expect(try await fixture.jira.read(references, into: CollectingSink()).issues.count == 250)
            #expect(fixture.count("POST /issue/bulkfetch") == 5)
            #expect(try await fixture.jira.read(references, into: CollectingSink()).issues.count == 250)
            #expect(fixture.count("POST /issue/bulkfetch") == 8)
        }
    }

    @Test(arguments: [
        SandboxFault.Kind.resetBefore, .resetAfter, .cutBody, .status(503, retryAfter: 7),
        .status(429, retryAfter: 7),
        .status(500, html: true),
    ])
    func `a read outlives a fault`(fault: SandboxFault.Kind) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2"])
            fixture.sandbox.addFault(fault, path: "*/bulkfetch", times: 2)
            let result = try await fixture.jira.read(made.map { .id($0.id) }, into: CollectingSink())
            #expect(result.issues.count == 2)
            if case .status(_, retryAfter: 7?, _, _) = fault {
                #expect(fixture.clock.waits.allSatisfy { $0 >= .seconds(7) })
            }
        }
    }

    @Test func `an answer that never comes is asked for again`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(.hang, path: "*/bulkfetch")
            let jira = try fixture.impatient(.seconds(2))
            #expect(try await jira.read([.id(made[0].id)], into: CollectingSink()).issues.count == 1)
        }
    }

    @Test func `a refused permission is told with its reason`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(.status(403), path: "*/bulkfetch")
            let problem = try await problem {
                _ = try await fixture.jira.read([.id(made[0].id)], into: CollectingSink())
            }
            #expect(problem.kind == .credentials)
            #expect(problem.summary.contains("status 403"))
        }
    }

    @Test func `marked issues are found by their label, all or since a moment`() async throws {
        try await JiraFixture.run(adjust: { $0.limits.searchPage = 7 }) { fixture in
            let made = try await fixture.created((1...30).map { "\($0)" })
            let all = try await fixture.jira.marked(since: nil)
            #expect(all == MarkedIssues(ids: made.map(\.id).sorted()))
            #expect(fixture.count("POST /search/jql") == 5)
            fixture.sandbox.advanceClock(bySeconds: 60)
            try fixture.sandbox.edit(made[3].key, fields: #"{"summary":"New"}"#)
            let updated = try #require(fixture.sandbox.issue(made[3].key)?.updated)
            let changed = try await fixture.jira.marked(since: Int64(updated))
            #expect(changed == MarkedIssues(ids: [made[3].id], total: 30))
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a search does not see what the index has not`(deployment: Deployment) async throws {
        var configuration = SandboxConfiguration()
        configuration.indexLag = .manual
        try await JiraFixture.run(configuration, on: deployment) { fixture in
            let made = try await fixture.created(["1"])
            #expect(try await fixture.jira.marked(since: nil).ids.isEmpty)
            fixture.sandbox.settleIndex()
            #expect(try await fixture.jira.marked(since: nil).ids == made.map(\.id))
        }
    }
}
