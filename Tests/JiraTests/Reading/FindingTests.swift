import JSON
import JiraAPI
import JiraSandbox
import Reconciliation
import Testing
import Workflow

@testable import Jira

/// Issues that were made and that nobody was told of.
@Suite struct FindingTests {
    private var lagging: SandboxConfiguration {
        var configuration = SandboxConfiguration()
        configuration.indexLag = .manual
        return configuration
    }

    private func marker(_ row: String) -> Marker { JiraFixture.draft(row).marker }

    private func waits(_ fixture: JiraFixture) -> [Duration] {
        fixture.events.all.compactMap { if case .waits(_, _, let wait, _) = $0 { wait } else { nil } }
    }

    @Test(arguments: [
        (30, [1, 2, 4, 8, 15]), (31, [1, 2, 4, 8, 15, 1]), (60, [1, 2, 4, 8, 15, 15, 15]), (2, [1, 1]),
        (0, []), (-5, []),
    ]) func `waits grow, and the last look is at the very end`(limit: Int, expected: [Int]) {
        var schedule = LookSchedule(limit: .seconds(limit))
        var waits: [Duration] = []
        while let wait = schedule.next(after: waits.reduce(.zero, +)) { waits.append(wait) }
        #expect(waits == expected.map { .seconds($0) })
    }

    @Test func `looks that take their time are followed by fewer`() {
        var schedule = LookSchedule(limit: .seconds(30))
        #expect(schedule.next(after: .seconds(20)) == .seconds(1))
        #expect(schedule.next(after: .seconds(29)) == .seconds(1))
        #expect(schedule.next(after: .seconds(30)) == nil)
    }

    @Test(arguments: Deployment.allCases)
    func `what is there is found at the first look`(deployment: Deployment) async throws {
        try await JiraFixture.run(lagging, on: deployment) { fixture in
            let made = try await fixture.created(["1", "2"])
            let before = fixture.clock.waits.count
            let found = try await fixture.another().find([marker("1"), marker("2")], age: .zero)
            #expect(found == ["operation-1": made[0], "operation-2": made[1]])
            #expect(fixture.clock.waits.count == before)
        }
    }

    @Test func `what is not there is looked for until it cannot turn up any more`() async throws {
        try await JiraFixture.run { fixture in
            let found = try await fixture.jira.find([marker("1")], age: .seconds(12))
            #expect(found.isEmpty)
            #expect(waits(fixture) == [1, 2, 4, 8, 3].map { .seconds($0) })
            #expect(fixture.count("POST /issue/bulkfetch") == 6)
            let reasons = fixture.events.all.compactMap { event in
                if case .waits(_, _, _, let reason) = event { reason } else { nil as String? }
            }
            #expect(
                Set(reasons) == [
                    "Jira has not answered 1 of the creates: waiting for them to turn up, 18 s at most."
                ]
            )
        }
    }

    @Test func `what was asked for long ago is looked for once`() async throws {
        try await JiraFixture.run { fixture in
            let found = try await fixture.jira.find([marker("1")], age: .seconds(31))
            #expect(found.isEmpty)
            #expect(waits(fixture).isEmpty)
            #expect(fixture.count("POST /issue/bulkfetch") == 1)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a create that Jira carries out late is found`(deployment: Deployment) async throws {
        try await JiraFixture.run(lagging, on: deployment) { fixture in
            _ = try await fixture.jira.site()
            fixture.events.react { event in
                guard case .waits(_, _, .seconds(8), _) = event else { return }
                let body =
                    #"{"fields":{"project":{"key":"CCS"},"issuetype":{"name":"Task"},"summary":"Late","labels":["audit-jira"]},"#
                    + #""properties":[{"key":"audit-jira","value":{"row":"1","lineage":"lineage","operation":"operation-1"}}]}"#
                _ = try? fixture.sandbox.create(body)
            }
            fixture.sandbox.addFault(.resetBefore, path: "*/issue/bulk")
            let outcomes = try await fixture.jira.create([JiraFixture.draft("1")])
            #expect(outcomes[0].value?.key == fixture.sandbox.issues.first?.key)
            #expect(fixture.sandbox.issues.count == 1)
        }
    }

    @Test func `a look that fails is made again`() async throws {
        try await JiraFixture.run(lagging, adjust: { $0.limits.retries.repetitions = 0 }) { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(.status(500), path: "*/search/jql", times: 2)
            let found = try await fixture.another().find([marker("1")], age: .zero)
            #expect(found["operation-1"] == made[0])
        }
    }

    @Test(arguments: ["*/search/jql", "*/bulkfetch"])
    func `whoever cannot look does not say that there is nothing`(path: String) async throws {
        try await JiraFixture.run { fixture in
            _ = try await fixture.created(["1"])
            fixture.sandbox.addFault(.status(500), path: path, times: nil)
            let problem = try await problem { _ = try await fixture.jira.find([marker("2")], age: .zero) }
            #expect(problem.kind == .failure)
            #expect(problem.summary.contains("status 500"))
        }
    }

    @Test(arguments: Deployment.allCases)
    func `whoever is not let in does not wait`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            _ = try await fixture.jira.site()
            fixture.sandbox.addFault(.anonymous, times: nil)
            let problem = try await problem { _ = try await fixture.jira.find([marker("2")], age: .zero) }
            #expect(problem.kind == .credentials)
            #expect(waits(fixture).isEmpty)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `what the index learnt of out of order is found`(deployment: Deployment) async throws {
        try await JiraFixture.run(lagging, on: deployment) { fixture in
            let made = try await fixture.created((1...140).map { "\($0)" })
            // The index comes to know the label's bearers but for one: a person took its label off.
            fixture.sandbox.settleIndex()
            let one = try #require(made.first { $0.key == "CCS-120" })
            try fixture.sandbox.edit(one.key, fields: #"{"labels":[]}"#)
            fixture.sandbox.settleIndex()
            let row = try #require(made.firstIndex(of: one)) + 1
            let found = try await fixture.another().find([marker("\(row)")], age: .seconds(60))
            #expect(found["operation-\(row)"] == one)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `what lies beyond many keys that the index does not know is found`(
        deployment: Deployment
    ) async throws {
        try await JiraFixture.run(lagging, on: deployment) { fixture in
            let made = try await fixture.created((1...390).map { "\($0)" })
            let last = try #require(made.max { $0.id < $1.id })
            let row = try #require(made.firstIndex(of: last)) + 1
            // Deleted issues leave a gap, though none of a hundred keys.
            for number in 101...190 { try fixture.sandbox.delete("CCS-\(number)") }
            let found = try await fixture.another().find([marker("\(row)")], age: .seconds(60))
            #expect(found["operation-\(row)"] == last)
        }
    }

    @Test func `the look beyond the index is made once, of few calls`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            fixture.sandbox.forgetRequests()
            let jira = fixture.another()
            #expect(try await jira.unindexed() == made.map(\.id).sorted())
            #expect(fixture.calls == ["POST /search/jql", "POST /issue/bulkfetch"])
            #expect(try await jira.unindexed().count == 3)
            #expect(fixture.calls.count == 2)
            #expect(try await jira.youngest() == made.map(\.id).sorted())
            #expect(fixture.calls == ["POST /search/jql", "POST /issue/bulkfetch", "POST /search/jql"])
        }
    }

    @Test(arguments: Deployment.allCases)
    func `the look beyond the index sees what the index does not`(deployment: Deployment) async throws {
        try await JiraFixture.run(lagging, on: deployment) { fixture in
            let old = try await fixture.created(["1", "2"])
            fixture.sandbox.settleIndex()
            let new = try await fixture.created(["3"])
            _ = try fixture.sandbox.create(
                #"{"fields":{"project":{"key":"CCS"},"issuetype":{"name":"Task"},"summary":"A person's"}}"#
            )
            let jira = fixture.another()
            #expect(try await jira.marked(since: nil).ids == old.map(\.id).sorted())
            #expect(try await jira.unindexed().contains(new[0].id))
            #expect(try await jira.youngest() == (old + new).map(\.id).sorted())
        }
    }

    @Test func `what the index left out among what it knows is found, too, with one call more`() async throws
    {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created((1...130).map { "\($0)" })
            let hidden = made.prefix(70)
            fixture.sandbox.addFault(
                .omitIssues(hidden.map(\.key)),
                method: "POST",
                path: "/rest/api/3/search/jql",
                times: nil
            )
            let jira = fixture.another()
            _ = try await jira.site()
            fixture.sandbox.forgetRequests()
            let found = try await jira.unindexed()
            #expect(Set(hidden.map(\.id)).isSubset(of: found))
            #expect(fixture.count("POST /issue/bulkfetch") == 1 && fixture.count("POST /search/jql") == 1)
            #expect(try await jira.youngest() == made.map(\.id).sorted())
        }
    }

    @Test func `a look beyond the index that failed is made again`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(.status(403), path: "*/bulkfetch")
            let jira = fixture.another()
            let problem = try await problem { _ = try await jira.unindexed() }
            #expect(problem.kind == .credentials)
            #expect(try await jira.unindexed() == made.map(\.id))
        }
    }

    @Test func `where no answer names the caller, one proved a moment ago is believed`() async throws {
        var configuration = SandboxConfiguration()
        configuration.namesAccount = false
        try await JiraFixture.run(configuration) { fixture in
            _ = try await fixture.jira.site()
            #expect(try await fixture.jira.marked(since: nil).ids == [])
            #expect(try await fixture.jira.youngest() == [])
            let count = fixture.sandbox.requests.count { $0.path.hasSuffix("/myself") }
            #expect(count == 1)
            try await fixture.clock.timing.sleep(.seconds(61))
            #expect(try await fixture.jira.marked(since: nil).ids == [])
            #expect(fixture.sandbox.requests.count { $0.path.hasSuffix("/myself") } == 2)
            try await fixture.clock.timing.sleep(.seconds(61))
            fixture.sandbox.addFault(.anonymous, times: nil)
            _ = try await problem { _ = try await fixture.jira.marked(since: nil) }
        }
    }
}
