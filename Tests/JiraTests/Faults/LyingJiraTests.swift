import JSON
import Jira
import JiraAPI
import JiraSandbox
import Reconciliation
import Testing
import Workflow

/// Answers that are not true, from Jira or from what stands before it: none makes an issue missing, a create undone or a
/// workflow a dead end.
@Suite struct LyingJiraTests {
    /// An answer that is not true.
    struct Lie: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var fault: SandboxFault.Kind
        var kind: Problem.Kind = .failure
    }

    private static let lies: [Lie] = [
        Lie(testDescription: "a page of HTML", fault: .garbageBody),
        Lie(
            testDescription: "a login page",
            fault: .body("<html><head><title>Log in - Jira</title></head></html>", html: true),
            kind: .credentials
        ),
        Lie(
            testDescription: "a login page called JSON",
            fault: .body("<html><title>Sign in</title>"),
            kind: .credentials
        ),
        Lie(testDescription: "a body cut short", fault: .cutBody),
        Lie(testDescription: "half of a JSON text", fault: .body(#"{"issues":["#)),
        Lie(testDescription: "no JSON", fault: .body("OK")),
        Lie(testDescription: "nothing", fault: .body("")),
        Lie(testDescription: "an empty object", fault: .body("{}")),
        Lie(testDescription: "no object", fault: .body("[]")),
        Lie(testDescription: "null", fault: .body("null")),
        Lie(testDescription: "issues that are no list", fault: .body(#"{"issues":{"id":"10000"}}"#)),
        Lie(
            testDescription: "an issue without id",
            fault: .body(#"{"issues":[{"self":"x"}],"isLast":true}"#)
        ),
        Lie(testDescription: "a redirect", fault: .status(302, html: true)),
        Lie(testDescription: "a stranger's answer", fault: .anonymous, kind: .credentials),
        Lie(testDescription: "a 401", fault: .status(401), kind: .credentials),
        Lie(testDescription: "a 403", fault: .status(403), kind: .credentials),
    ]

    /// Ways to look that an answer could mislead.
    enum Look: String, Sendable, CaseIterable {
        case read, marked, changed, unindexed, find

        func callAsFunction(_ jira: JiraTracker, _ ids: [IssueID]) async throws {
            switch self {
            case .read: _ = try await jira.read(ids.map(IssueReference.id), into: CollectingSink())
            case .marked: _ = try await jira.marked(since: nil)
            case .changed: _ = try await jira.marked(since: 0)
            case .unindexed: _ = try await jira.unindexed()
            case .find: _ = try await jira.find([JiraFixture.draft("never").marker])
            }
        }
    }

    @Test(arguments: lies, Look.allCases)
    func `an answer that is none ends in its kind of problem, and never in nothing`(
        lie: Lie,
        look: Look
    ) async throws {
        try await expectProblem(lie, look, on: .cloud)
    }

    /// A 403 in JSON is what a Data Center says of an issue that the caller may not see.
    @Test(arguments: lies.filter { $0.testDescription != "a 403" }, Look.allCases)
    func `so it does on a Data Center`(lie: Lie, look: Look) async throws {
        try await expectProblem(lie, look, on: .dataCenter)
    }

    private func expectProblem(_ lie: Lie, _ look: Look, on deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1", "2"])
            let paths =
                deployment == .cloud ? ["*/bulkfetch", "*/search/jql"] : ["*/issue/1*", "*/search"]
            let path = look == .read ? paths[0] : paths[1]
            fixture.sandbox.addFault(lie.fault, path: path, times: nil)
            let problem = try await problem { try await look(fixture.jira, made.map(\.id)) }
            #expect(problem.kind == lie.kind, "\(problem)")
            #expect(problem.hint != nil || problem.remedy != nil || problem.kind == .failure)
        }
    }

    @Test(arguments: ["", " ", "..", "10000/../1"])
    func `a project whose id or key can be none is no project`(name: String) async throws {
        for body in [#"{"id":"\#(name)","key":"CCS"}"#, #"{"id":"10000","key":"\#(name)"}"#] {
            try await JiraFixture.run { fixture in
                fixture.sandbox.addFault(.body(body), path: "*/project/CCS", times: nil)
                let problem = try await problem { _ = try await fixture.jira.site() }
                #expect(problem.summary.contains("names no project"), "\(problem)")
            }
        }
    }

    @Test func `an issue type without a name or an id is none, and types are asked for elsewhere`()
        async throws
    {
        try await JiraFixture.run { fixture in
            let body =
                #"{"id":"10000","key":"CCS","issueTypes":[{"id":"","name":"Bug"},{"id":"1","name":""}]}"#
            fixture.sandbox.addFault(.body(body), path: "*/project/CCS", times: nil)
            #expect(try await fixture.jira.creationFields()["summary"] != nil)
            #expect(fixture.count("GET /issue/createmeta/CCS/issuetypes") == 1)
            fixture.sandbox.addFault(.body(#"{"issueTypes":[]}"#), path: "*/issuetypes", times: nil)
            let problem = try await problem { _ = try await fixture.another().creationFields() }
            #expect(problem.summary.contains("has no issue type"), "\(problem)")
        }
    }

    @Test(arguments: lies, Deployment.allCases)
    func `a create with an answer that is none is found, or told as it is`(
        lie: Lie,
        deployment: Deployment
    ) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            _ = try await fixture.jira.site()
            fixture.sandbox.addFault(lie.fault, path: "*/issue/bulk")
            let outcomes = try await fixture.jira.create([JiraFixture.draft("1"), JiraFixture.draft("2")])
            let made = Set(fixture.sandbox.issues.map(\.key))
            if lie.kind == .credentials, !made.isEmpty {
                // Whoever is not let in cannot look, either.
                #expect(outcomes.allSatisfy { $0.doubt?.kind == .credentials })
            } else {
                #expect(Set(outcomes.compactMap { $0.value?.key }) == made)
                #expect(outcomes.allSatisfy { $0.isDone } || made.isEmpty)
            }
            #expect(fixture.count("POST /issue/bulk") == 1)
        }
    }

    @Test(arguments: lies.filter { $0.testDescription != "null" })
    func `a workflow is no dead end because its steps cannot be read`(lie: Lie) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])[0]
            try fixture.sandbox.setStatus(made.key, "Done")
            for path in ["*/transitions", "*/search/jql"] {
                fixture.sandbox.addFault(lie.fault, path: path, times: nil)
            }
            let problem = try await problem { _ = try await fixture.jira.deadEnds(among: [made.id]) }
            #expect(problem.kind == lie.kind, "\(problem)")
        }
    }

    @Test func `a project that is hidden meanwhile makes no issue missing`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2"])
            fixture.sandbox.deny(["BROWSE_PROJECTS"])
            for references in [made.map { IssueReference.id($0.id) }, made.map { .key($0.key) }] {
                let problem = try await problem {
                    _ = try await fixture.jira.read(references, into: CollectingSink())
                }
                #expect(problem.kind == .credentials)
                #expect(problem.summary.hasPrefix("The project CCS does not exist, or the account may not"))
            }
            let problem = try await problem {
                _ = try await fixture.jira.find([JiraFixture.draft("1").marker], age: .seconds(60))
            }
            #expect(problem.kind == .credentials)
        }
    }

    @Test func `a project that is hidden between the looks makes no issue missing`() async throws {
        try await JiraFixture.run(adjust: {
            $0.limits.readBatch = 2; $0.limits.readsAtOnce = 1
        }) { fixture in
            let made = try await fixture.created((1...6).map { "\($0)" })
            let seen = Recorder<String>()
            fixture.events.react { event in
                guard case .called("POST", "/issue/bulkfetch", _, _) = event else { return }
                seen.record("")
                if seen.all.count == 2 { fixture.sandbox.deny(["BROWSE_PROJECTS"]) }
            }
            let problem = try await problem {
                _ = try await fixture.jira.read(made.map { .id($0.id) }, into: CollectingSink())
            }
            #expect(problem.kind == .credentials)
        }
    }

    @Test func `a token that expires between the looks makes no issue missing`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2"])
            fixture.sandbox.addFault(.omitIssues([made[0].key]), path: "*/bulkfetch", times: nil)
            fixture.sandbox.addFault(.anonymous, path: "*/myself", times: nil)
            let problem = try await problem {
                _ = try await fixture.jira.read(made.map { .id($0.id) }, into: CollectingSink())
            }
            #expect(problem.kind == .credentials)
        }
    }

    @Test func `what is always left out is missing, by a caller who is proved once more`() async throws {
        try await JiraFixture.run(adjust: {
            $0.limits.readBatch = 2; $0.limits.readsAtOnce = 1
        }) { fixture in
            let made = try await fixture.created((1...6).map { "\($0)" })
            fixture.sandbox.addFault(
                .omitIssues([made[0].key, made[5].key]),
                path: "*/bulkfetch",
                times: nil
            )
            fixture.sandbox.forgetRequests()
            let result = try await fixture.jira.read(made.map { .id($0.id) }, into: CollectingSink())
            #expect(Set(result.missing) == [.id(made[0].id), .id(made[5].id)])
            #expect(result.issues.count == 4)
            let paths = fixture.sandbox.requests.map(\.path)
            #expect(paths.filter { $0.hasSuffix("/myself") }.count == 1)
            #expect(Set(paths.suffix(2)) == ["/rest/api/3/myself", "/rest/api/3/project/CCS"])
            fixture.sandbox.clearFaults()
            fixture.sandbox.forgetRequests()
            #expect(
                try await fixture.jira.read(made.map { .id($0.id) }, into: CollectingSink()).missing.isEmpty
            )
            #expect(fixture.sandbox.requests.allSatisfy { $0.path.hasSuffix("/bulkfetch") })
        }
    }

    @Test func `a short page goes on where there is a token`() async throws {
        try await JiraFixture.run { fixture in
            fixture.sandbox.addFault(
                .body(#"{"issues":[{"id":"10007"}],"nextPageToken":"a","isLast":false}"#),
                path: "*/search/jql"
            )
            fixture.sandbox.addFault(
                .body(#"{"issues":[{"id":"10003"}],"nextPageToken":"b"}"#),
                path: "*/search/jql"
            )
            fixture.sandbox.addFault(.body(#"{"issues":[],"isLast":true}"#), path: "*/search/jql")
            #expect(try await fixture.jira.marked(since: nil).ids == [IssueID(10003), IssueID(10007)])
            let tokens = try fixture.sandbox.requests.filter { $0.path.hasSuffix("/search/jql") }
                .map { try JSON(parsing: $0.body)["nextPageToken"]?.string }
            #expect(tokens == [nil, "a", "b"])
        }
    }

    @Test(arguments: [
        #"{"issues":[{"id":"10007"}],"nextPageToken":"a","isLast":false}"#,
        #"{"issues":[],"nextPageToken":"a","isLast":false}"#,
    ]) func `a search that goes round in circles ends`(page: String) async throws {
        try await JiraFixture.run { fixture in
            fixture.sandbox.addFault(.body(page), path: "*/search/jql", times: nil)
            let problem = try await problem { _ = try await fixture.jira.marked(since: nil) }
            #expect(problem.kind == .failure)
            #expect(problem.summary.contains("round in circles"))
            #expect(fixture.count("POST /search/jql") <= 2)
        }
    }

    @Test(arguments: [SandboxFault.Kind.body("{}", status: 201), .body(""), .garbageBody])
    func `a comment that was taken with another answer is not sent again`(
        fault: SandboxFault.Kind
    ) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])[0]
            fixture.sandbox.addFault(fault, path: "*/comment")
            var change = JiraFixture.change(made)
            change.comment = "Gone."
            #expect(try await fixture.jira.change([change]).map(\.isDone) == [true])
            #expect(fixture.sandbox.issue(made.key)?.comments == ["Gone."])
        }
    }

    @Test(arguments: [SandboxFault.Kind.garbageBody, .body("")])
    func `an edit or a step with another answer is not called done without a look`(
        fault: SandboxFault.Kind
    ) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2"])
            fixture.sandbox.addFault(fault, method: "PUT", path: "*", times: nil)
            fixture.sandbox.addFault(fault, method: "POST", path: "*/transitions", times: nil)
            var (edit, step) = (JiraFixture.change(made[0]), JiraFixture.change(made[1]))
            edit.addedLabels = ["new"]
            step.transition = .closed(resolution: nil)
            let outcomes = try await fixture.jira.change([edit, step])
            #expect(outcomes[0].doubt != nil)
            #expect(outcomes[1].isDone)
            #expect(fixture.sandbox.issue(made[1].key)?.statusCategory == "done")
        }
    }

    @Test(arguments: [401, 403]) func `a refusal in the middle of a read ends it`(status: Int) async throws {
        try await JiraFixture.run(adjust: {
            $0.limits.readBatch = 2; $0.limits.readsAtOnce = 1
        }) { fixture in
            let made = try await fixture.created((1...6).map { "\($0)" })
            fixture.sandbox.addFault(.status(status), path: "*/bulkfetch", skip: 1)
            let problem = try await problem {
                _ = try await fixture.jira.read(made.map { .id($0.id) }, into: CollectingSink())
            }
            #expect(problem.kind == .credentials)
        }
    }
}
