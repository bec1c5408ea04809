import JSON
import JiraAPI
import JiraSandbox
import Reconciliation
import Testing
import Workflow

@testable import Jira

/// The differences of Data Center from Cloud.
@Suite struct DataCenterTests {
    private var lagging: SandboxConfiguration {
        var configuration = SandboxConfiguration()
        configuration.indexLag = .manual
        return configuration
    }

    private func traits(_ adjust: (inout DataCenterTraits) -> Void) -> SandboxConfiguration {
        var configuration = SandboxConfiguration()
        adjust(&configuration.dataCenter)
        return configuration
    }

    // MARK: What it is

    @Test(arguments: Deployment.allCases)
    func `what a Jira is costs a Cloud no call more, and a Data Center one`(
        deployment: Deployment
    ) async throws {
        var configuration = SandboxConfiguration()
        configuration.deployment = deployment == .cloud ? .cloud : .datacenter
        let sandbox = try await JiraSandbox.start(configuration)
        let jira = try JiraFixture.tracker(of: sandbox) { $0.deployment = nil }
        let site = try await jira.site()
        await sandbox.stop()
        #expect(site.deployment == deployment)
        let paths = sandbox.requests.map(\.path)
        #expect(paths[0] == "/rest/api/3/serverInfo")
        let version = deployment == .cloud ? 3 : 2
        let rest = ["serverInfo", "myself", "project/CCS"].map { "/rest/api/\(version)/\($0)" }
        #expect(Set(paths.dropFirst(deployment == .cloud ? 0 : 1)) == Set(rest))
        #expect(paths.count == (deployment == .cloud ? 3 : 4))
    }

    @Test(arguments: [
        ("https://example.atlassian.net", Deployment.cloud), ("https://API.atlassian.com/ex/jira/1", .cloud),
        ("https://jira.example.com", nil), ("https://atlassian.net.example.com/jira", nil),
        ("https://jira.atlassian.com", nil), ("http://127.0.0.1:8080", nil),
    ]) func `Atlassian's own hosts are known to be Cloud`(url: String, expected: Deployment?) {
        var configuration = JiraConfiguration(
            apiURL: url,
            credentials: .bearer(token: "x"),
            project: "CCS"
        )
        #expect(configuration.knownDeployment == expected)
        configuration.deployment = .dataCenter
        #expect(configuration.knownDeployment == .dataCenter)
    }

    @Test func `a Jira below a path is found there and nowhere else`() async throws {
        var configuration = SandboxConfiguration()
        configuration.contextPath = "/jira"
        try await JiraFixture.run(configuration, on: .dataCenter) { fixture in
            #expect(try await fixture.jira.site().url == fixture.sandbox.url)
            #expect(fixture.sandbox.url.hasSuffix("/jira"))
            _ = try await fixture.created(["1"])
            let jira = try JiraFixture.tracker(of: fixture.sandbox) {
                $0.apiURL = String($0.apiURL.dropLast("jira/".count))
                $0.deployment = nil
            }
            let problem = try await problem { _ = try await jira.site() }
            #expect(problem.kind == .usage)
            #expect(problem.hint?.contains("`jira.url`") == true)
            fixture.sandbox.forgetRequests()
        }
    }

    @Test func `a Cloud is not taken for a Data Center`() async throws {
        let sandbox = try await JiraSandbox.start()
        let jira = try JiraFixture.tracker(of: sandbox) { $0.deployment = .dataCenter }
        let problem = try await problem { _ = try await jira.site() }
        await sandbox.stop()
        #expect(problem.kind == .usage)
        #expect(problem.summary.contains("is Jira Cloud, not Jira Data Center"))
        #expect(problem.hint?.contains("`jira.deployment`") == true)
    }

    // MARK: Who calls

    @Test func `a page to log in on is a matter of credentials`() async throws {
        try await JiraFixture.run(on: .dataCenter) { fixture in
            fixture.sandbox.addFault(.loginPage, times: nil)
            let problem = try await problem { _ = try await fixture.jira.site() }
            #expect(problem.kind == .credentials)
            #expect(problem.summary.contains("a web page titled \"Log in - Jira\""), "\(problem)")
        }
    }

    @Test func `an account that has to solve a CAPTCHA is told so, and asked for no more`() async throws {
        try await JiraFixture.run(on: .dataCenter) { fixture in
            fixture.sandbox.addFault(.captcha, path: "*/search", times: nil)
            let problem = try await problem { _ = try await fixture.jira.marked(since: nil) }
            #expect(problem.kind == .credentials)
            #expect(problem.summary.contains("CAPTCHA"))
            let calls = await fixture.jira.calls
            _ = try await #require(throws: Problem.self) { try await fixture.jira.marked(since: nil) }
            #expect(await fixture.jira.calls == calls)
        }
    }

    @Test func `a user name and a password will do, and so will a token`() async throws {
        for credentials in [
            JiraCredentials.basic(email: "dev", token: "sandbox-token"), .bearer(token: "sandbox-pat"),
        ] {
            try await JiraFixture.run(on: .dataCenter, adjust: { $0.credentials = credentials }) { fixture in
                let site = try await fixture.jira.site()
                #expect(site.account == "Dev Sandbox")
            }
        }
    }

    // MARK: Searching

    @Test(arguments: [1, 7, 1000])
    func `a search is read to its end, however short its pages`(cap: Int) async throws {
        try await JiraFixture.run(traits { $0.searchCap = cap }, on: .dataCenter) { fixture in
            let made = try await fixture.created((1...20).map { "\($0)" })
            fixture.sandbox.forgetRequests()
            #expect(try await fixture.jira.marked(since: nil).ids == made.map(\.id).sorted())
            #expect(fixture.count("POST /search") == (20 + cap - 1) / cap)
        }
    }

    @Test(arguments: [
        #"{"startAt":0,"maxResults":1000,"issues":[]}"#, #"{"startAt":0,"total":3,"issues":[]}"#,
        #"{"startAt":5,"total":9,"issues":[{"id":"1"}]}"#, #"{"total":3}"#,
    ]) func `a page that cannot be one is an error`(body: String) async throws {
        try await JiraFixture.run(on: .dataCenter) { fixture in
            fixture.sandbox.addFault(.body(body), path: "*/search", times: nil)
            let problem = try await problem { _ = try await fixture.jira.marked(since: nil) }
            #expect(problem.kind == .failure)
        }
    }

    // MARK: Reading

    /// Takes what looks as it did when the index saw it.
    private struct Trusting: IssueSink {
        var gathering = CollectingSink()
        var expected: Set<IssueID>
        var takesGlimpses: Bool { true }

        func isExpected(_ glimpse: Reconciliation.Issue) -> Bool { expected.contains(glimpse.id) }

        mutating func add(_ issue: Reconciliation.Issue, askedAs reference: IssueReference) {
            gathering.add(issue, askedAs: reference)
        }

        mutating func addMissing(_ reference: IssueReference) { gathering.addMissing(reference) }
    }

    @Test func `what is as expected is seen by a search, and all else one by one`() async throws {
        try await JiraFixture.run(on: .dataCenter, adjust: { $0.limits.namedBatch = 10 }) { fixture in
            let made = try await fixture.created((1...25).map { "\($0)" }).sorted { $0.id < $1.id }
            try fixture.sandbox.delete(made[3].key)
            fixture.sandbox.forgetRequests()
            let sink = Trusting(expected: Set(made.dropFirst(5).map(\.id)))
            let seen = try await fixture.jira.read(made.map { .id($0.id) }, into: sink).gathering
            #expect(seen.missing == [.id(made[3].id)])
            #expect(seen.issues.map(\.id) == made.map(\.id).filter { $0 != made[3].id })
            #expect(seen.issues.prefix { $0.marker != nil }.count == 4)
            #expect(seen.issues.dropFirst(4).allSatisfy { $0.marker == nil })
            #expect(fixture.count("POST /search") == 3)
            // Five that were not expected, one of them looked for twice.
            #expect(fixture.calls.filter { $0.hasPrefix("GET /issue/") }.count == 6)
        }
    }

    @Test func `what the index leaves out is not missing`() async throws {
        try await JiraFixture.run(lagging, on: .dataCenter) { fixture in
            let made = try await fixture.created(["1", "2"])
            let sink = Trusting(expected: Set(made.map(\.id)))
            let seen = try await fixture.jira.read(made.map { .id($0.id) }, into: sink).gathering
            #expect(seen.missing.isEmpty)
            #expect(seen.issues.count == 2)
        }
    }

    @Test func `what may not be seen is missing, and a proxy's refusal is an error`() async throws {
        try await JiraFixture.run(on: .dataCenter) { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(.status(403, html: true), path: "*/issue/*")
            let problem = try await problem {
                _ = try await fixture.jira.read([.id(made[0].id)], into: CollectingSink())
            }
            #expect(problem.kind == .credentials)
            fixture.sandbox.addFault(.status(403), path: "*/issue/*", times: 2)
            let seen = try await fixture.jira.read([.id(made[0].id)], into: CollectingSink())
            #expect(seen.missing == [.id(made[0].id)])
        }
    }

    @Test func `an answer about another issue is an error`() async throws {
        try await JiraFixture.run(on: .dataCenter) { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(
                .body(#"{"id":"1","key":"CCS-9","fields":{}}"#),
                path: "*/issue/*",
                times: nil
            )
            let problem = try await problem {
                _ = try await fixture.jira.read([.id(made[0].id)], into: CollectingSink())
            }
            #expect(problem.summary.contains("about another issue"))
        }
    }

    // MARK: Creating

    @Test func `keys that are nobody's are told by one call`() async throws {
        try await JiraFixture.run(lagging, on: .dataCenter) { fixture in
            let first = try await fixture.created(["1", "2", "3"])
            fixture.sandbox.settleIndex()
            let second = try await fixture.created(["4", "5"])
            try fixture.sandbox.delete(first[1].key)
            fixture.sandbox.settleIndex()
            let third = try await fixture.created(["6"])
            fixture.sandbox.forgetRequests()
            // What the index shows with the label may be believed to be marked; of the rest one key is an issue's.
            let unindexed = try await fixture.another().unindexed()
            #expect(unindexed == ((first + second + third).filter { $0 != first[1] }).map(\.id).sorted())
            #expect(fixture.count("POST /search") == 2)
            let reads = fixture.calls.filter { $0.hasPrefix("GET /issue/") }
            #expect(reads == ["GET /issue/\(third[0].key)"])
            let all = try await fixture.another().youngest()
            #expect(all == (first.filter { $0 != first[1] } + second + third).map(\.id).sorted())
        }
    }

    @Test func `short pages make no gaps`() async throws {
        try await JiraFixture.run(traits { $0.searchCap = 5 }, on: .dataCenter) { fixture in
            let made = try await fixture.created((1...30).map { "\($0)" }).sorted { $0.id < $1.id }
            fixture.sandbox.forgetRequests()
            #expect(try await fixture.another().unindexed() == made.suffix(5).map(\.id))
            #expect(fixture.calls == ["POST /search", "POST /search"])
        }
    }

    @Test func `keys are all looked at when Jira does not tell which are nobody's`() async throws {
        try await JiraFixture.run(lagging, on: .dataCenter) { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(.status(400), path: "*/search", skip: 1, times: nil)
            #expect(try await fixture.another().unindexed() == made.map(\.id))
        }
    }

    @Test func `an issue that was created without its marker gets it at once`() async throws {
        try await JiraFixture.run(traits { $0.takesPropertiesAtCreation = false }, on: .dataCenter) {
            fixture in
            let made = try await fixture.created(["1", "2"])
            for (issue, row) in zip(made, ["1", "2"]) {
                let read = try await fixture.jira.read([.id(issue.id)], into: CollectingSink())
                #expect(read.issues.first?.marker == JiraFixture.draft(row).marker)
            }
        }
    }

    @Test func `a marker that comes back as text is one`() async throws {
        try await JiraFixture.run(on: .dataCenter) { fixture in
            let made = try await fixture.created(["1"])
            let value = try #require(fixture.sandbox.issue(made[0].key)?.properties[Marker.name])
            try fixture.sandbox.setProperty(Marker.name, of: made[0].key, to: JSON.string(value).text())
            let read = try await fixture.jira.read([.id(made[0].id)], into: CollectingSink())
            #expect(read.issues.first?.marker == JiraFixture.draft("1").marker)
        }
    }

    @Test func `fields are written by their sort where the create screen is blocked`() async throws {
        let seed: JSON = [
            "customFields": [
                ["id": "customfield_1", "name": "Lines", "type": "number"],
                ["id": "customfield_2", "name": "Owner", "type": "user"],
            ]
        ]
        try await JiraFixture.run(traits { $0.hidesCreateMetadata = true }, on: .dataCenter, seed: seed) {
            fixture in
            let draft = JiraFixture.draft("1", ["customfield_1": .text("7"), "customfield_2": .text("dev")])
            let outcomes = try await fixture.jira.create([draft])
            let made = try #require(outcomes[0].value)
            let fields = try #require(fixture.sandbox.issue(made.key)?.fields)
            #expect(fields["customfield_1"] == "7.0")
            #expect(fields["customfield_2"] != nil)
            let body = fixture.sandbox.requests.first { $0.method == "POST" && $0.path.contains("/issue") }?
                .body
            #expect(body?.contains(#""customfield_2":{"name":"dev"}"#) == true)
        }
    }

    // MARK: Changing

    @Test func `a field that is off the edit screen is told with what to do`() async throws {
        try await JiraFixture.run(traits { $0.offEditScreen = ["summary"] }, on: .dataCenter) { fixture in
            let made = try await fixture.created(["1"])
            var change = JiraFixture.change(made[0])
            change.fields = ["summary": .text("New")]
            let outcomes = try await fixture.jira.change([change])
            let problem = try #require(outcomes[0].refusal)
            #expect(problem.summary.hasPrefix("\(made[0].key): "))
            #expect(problem.summary.contains("summary: Field 'summary' cannot be set."))
            #expect(problem.hint?.contains("edit screen") == true)
        }
    }

    @Test func `a transition that is not on offer any more is taken anew`() async throws {
        var configuration = SandboxConfiguration()
        configuration.workflow = "stepwise"
        try await JiraFixture.run(configuration, on: .dataCenter) { fixture in
            let made = try await fixture.created(["1", "2"])
            let book = fixture.jira
            var change = JiraFixture.change(made[0])
            change.transition = .closed(resolution: nil)
            #expect(try await book.change([change])[0].isDone)
            // Between the look and the step somebody moves the issue: the step's number is unknown there, which is a 500.
            fixture.events.react { event in
                guard case .called("GET", let path, _, _) = event, path.hasSuffix("/issue/\(made[1].id)")
                else {
                    return
                }
                try? fixture.sandbox.setStatus(made[1].key, "In Progress")
            }
            change = JiraFixture.change(made[1])
            change.transition = .closed(resolution: nil)
            #expect(try await book.change([change])[0].isDone)
            #expect(fixture.sandbox.issue(made[1].key)?.statusCategory == "done")
            #expect(fixture.sandbox.requests.contains { $0.status == 500 })
        }
    }

    @Test func `people's words around the block stay, whatever their line ends`() async throws {
        try await JiraFixture.run(on: .dataCenter) { fixture in
            let made = try await fixture.created(["1"])
            let before = try #require(fixture.sandbox.issue(made[0].key)?.description)
            #expect(before.contains("_audit-jira begin (row 1)"))
            #expect(before.contains("The debt of *1*."))
            try fixture.sandbox.edit(
                made[0].key,
                fields: JSON.object(["description": .string("h2. Mine\n\n" + before + "\n\n* yours")]).text()
            )
            var change = JiraFixture.change(made[0])
            change.fields = ["description": .text("Better *now*.")]
            #expect(try await fixture.jira.change([change])[0].isDone)
            let after = try #require(fixture.sandbox.issue(made[0].key)?.description)
            #expect(after.hasPrefix("h2. Mine\r\n"))
            #expect(after.hasSuffix("* yours"))
            #expect(after.contains("Better _now_.") && !after.contains("The debt of"))
            let read = try await fixture.jira.read([.id(made[0].id)], into: CollectingSink())
            #expect(read.issues[0].fields["description"] == .text("Better _now_."))
        }
    }

    // MARK: Limits

    @Test func `an account that is over its limit waits with every call`() async throws {
        var configuration = SandboxConfiguration()
        var limits = RateLimits()
        limits.post = 1
        configuration.rateLimits = limits
        try await JiraFixture.run(configuration, on: .dataCenter) { fixture in
            fixture.events.react { event in
                if case .waits = event { fixture.sandbox.advanceClock(bySeconds: 1) }
            }
            for _ in 1...4 { _ = try await fixture.jira.marked(since: nil) }
            #expect(fixture.clock.waits.contains { $0 >= .seconds(1) })
        }
    }
}
