import JSON
import JiraAPI
import JiraSandbox
import Reconciliation
import Testing
import Workflow

@testable import Jira

@Suite struct SiteTests {
    @Test func `the caller and the project are proved once`() async throws {
        try await JiraFixture.run { fixture in
            async let first = fixture.jira.site()
            async let second = fixture.jira.site()
            let (site, same) = try await (first, second)
            #expect(site == same)
            #expect(site.url == fixture.sandbox.url)
            #expect(site.project == "CCS")
            #expect(!site.projectID.isEmpty)
            #expect(!site.account.isEmpty)
            #expect(site.time > 1_600_000_000_000)
            #expect(await fixture.jira.calls == 3)
            #expect(fixture.events.all.count == 3)
        }
    }

    @Test(arguments: [false, true])
    func `a bad token is told as such, whatever the status`(isAnonymous: Bool) async throws {
        var configuration = SandboxConfiguration()
        configuration.anonymousOnBadCredentials = isAnonymous
        let adjust: (inout JiraConfiguration) -> Void = {
            $0.credentials = .basic(email: "dev@example.com", token: "wr0ng-token")
        }
        try await JiraFixture.run(configuration, adjust: adjust) { fixture in
            let problem = try await problem { _ = try await fixture.jira.site() }
            #expect(problem.kind == .credentials)
            #expect(problem.summary.contains("does not accept the credentials"))
            #expect(!"\(problem)".contains("wr0ng"))
            let calls = await fixture.jira.calls
            _ = try await #require(throws: Problem.self) { try await fixture.jira.marked(since: nil) }
            #expect(await fixture.jira.calls == calls)
        }
    }

    @Test(arguments: [
        (JiraCredentials.basic(email: "a@example.com", token: "secret-t0ken"), false),
        (.bearer(token: "secret-t0ken"), true),
    ])
    func `a refused login tells its sort, its address and its end`(
        _ credentials: JiraCredentials,
        _ isPersonalToken: Bool
    ) async throws {
        let adjust: (inout JiraConfiguration) -> Void = {
            $0.credentials = credentials
            $0.expiry = "The token expired on 2026-11-20"
        }
        try await JiraFixture.run(adjust: adjust) { fixture in
            let problem = try await problem { _ = try await fixture.jira.site() }
            let host = try #require(fixture.sandbox.url.split(separator: "/").last)
            #expect(problem.remedy == .jiraLogin(isPersonalToken: isPersonalToken, host: String(host)))
            #expect(problem.hints == ["The token expired on 2026-11-20"])
            #expect(!"\(problem)".contains("secret-t0ken"))
        }
    }

    @Test func `a personal access token will do`() async throws {
        try await JiraFixture.run(adjust: { $0.credentials = .bearer(token: "sandbox-pat") }) { fixture in
            let site = try await fixture.jira.site()
            #expect(site.project == "CCS")
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a project that cannot be seen is told`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment, adjust: { $0.project = "NOPE" }) { fixture in
            let problem = try await problem { _ = try await fixture.jira.site() }
            #expect(problem.kind == .credentials)
            #expect(
                problem.summary.hasPrefix(
                    "The project NOPE does not exist, or the account may not browse it."
                )
            )
        }
    }

    @Test func `a Data Center is not taken for Cloud`() async throws {
        var configuration = SandboxConfiguration()
        configuration.deployment = .datacenter
        try await JiraFixture.run(configuration) { fixture in
            let problem = try await problem { _ = try await fixture.jira.site() }
            #expect(problem.kind == .usage)
            #expect(problem.hint?.contains("`jira.deployment`") == true)
        }
    }

    @Test func `a web page in place of JSON is told`() async throws {
        try await JiraFixture.run { fixture in
            fixture.sandbox.addFault(.garbageBody, path: "*/myself", times: nil)
            let problem = try await problem { _ = try await fixture.jira.site() }
            #expect(problem.summary.contains("a web page without a title"), "\(problem)")
            #expect(!problem.summary.contains("<"))
        }
    }

    @Test func `an outage is waited out with growing pauses`() async throws {
        try await JiraFixture.run { fixture in
            fixture.sandbox.addFault(.status(503, html: true), path: "*/myself", times: 3)
            let site = try await fixture.jira.site()
            #expect(site.project == "CCS")
            #expect(fixture.clock.waits == [.seconds(2), .seconds(4), .seconds(8)])
        }
    }

    @Test func `an outage without end is given up`() async throws {
        try await JiraFixture.run { fixture in
            fixture.sandbox.addFault(.status(502), path: "*/myself", times: nil)
            let problem = try await problem { _ = try await fixture.jira.site() }
            #expect(problem.kind == .failure)
            #expect(problem.summary.contains("status 502"))
            #expect(fixture.sandbox.requests.filter { $0.path.hasSuffix("/myself") }.count == 5)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `the fields of the create screen are read`(deployment: Deployment) async throws {
        let seed: JSON = [
            "project": ["key": "CCS", "requiredFields": ["customfield_1"]],
            "customFields": [
                ["id": "customfield_1", "name": "Team", "type": "option", "options": ["Red", "Blue"]]
            ],
        ]
        try await JiraFixture.run(on: deployment, seed: seed) { fixture in
            let fields = try await fixture.jira.creationFields()
            let team = try #require(fields["customfield_1"])
            #expect(team.name == "Team")
            #expect(team.kind == .option)
            #expect(team.isRequired)
            #expect(team.allowedValues == ["Red", "Blue"])
            #expect(fields["summary"]?.isRequired == true)
            #expect(fields["description"]?.kind == .richText)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `an unknown issue type is told with those there are`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment, adjust: { $0.issueType = "Chore" }) { fixture in
            let problem = try await problem { _ = try await fixture.jira.create([JiraFixture.draft("1")]) }
            #expect(problem.kind == .usage)
            #expect(problem.hint?.contains("Task") == true)
        }
    }

    @Test func `projects and issue types are listed to pick from`() async throws {
        let projects = (1...120).map {
            JSON.object(["key": .string("P\($0)"), "name": .string("Project \($0)")])
        }
        try await JiraFixture.run(seed: ["projects": .array(projects)]) { fixture in
            let found = try await fixture.jira.projects()
            #expect(found.count == 121)
            #expect(found.contains { $0.key == "P77" && $0.name == "Project 77" })
            let types = try await fixture.jira.issueTypes()
            #expect(types.contains("Task") && !types.contains("Sub-task"))
        }
    }

    @Test(arguments: Deployment.allCases)
    func `missing permissions are named`(deployment: Deployment) async throws {
        var configuration = SandboxConfiguration()
        configuration.deniedPermissions = ["TRANSITION_ISSUES"]
        try await JiraFixture.run(configuration, on: deployment) { fixture in
            let missing = try await fixture.jira.missingPermissions()
            #expect(missing == ["TRANSITION_ISSUES"])
        }
    }
}
