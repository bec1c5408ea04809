import AuditTable
import Jira
import Reconciliation
import StateStore
import TestSupport
import Testing
import Workflow

@testable import Commands

/// What `doctor` makes of what was seen.
@Suite struct DoctorTests {
    @Test func `all in order, as text and as JSON`() async throws {
        let run = try await doctor()
        #expect(run.status == 0)
        try expectSnapshot(run.text, "doctor")
        let json = try await doctor("--json")
        #expect(json.status == 0)
        try expectSnapshot(json.answer, "doctor-json")
    }

    @Test func `problems with what could not be looked at`() async throws {
        let run = try await doctor {
            $0.database.server = .failure(Problem(.failure, "Nobody answers", hint: "Start it"))
            $0.tracker.jira?.permissions = .success(["BROWSE_PROJECTS"])
        }
        #expect(run.status == 1)
        try expectSnapshot(run.text, "doctor-problems")
    }

    @Test func `credentials and permissions have an exit code of their own, unless there is more`()
        async throws
    {
        let refusal = Problem(.credentials, "Refused")
        let login = try await doctor { $0.tracker.jira?.account = .failure(refusal) }
        #expect(login.status == 7)
        let both = try await doctor {
            $0.database.server = .failure(refusal)
            $0.tracker.access = .failure(refusal)
        }
        #expect(both.status == 7)
        let more = try await doctor {
            $0.tracker.access = .failure(refusal)
            $0.repository = .failure(Problem(.failure, "No repository"))
        }
        #expect(more.status == 1)
    }

    @Test func `a secret is not shown, wherever it comes from`() async throws {
        let run = try await doctor(variables: ["JIRA_EMAIL": "a@b.example", "JIRA_API_TOKEN": "hush-hush"]) {
            $0.tracker.jira?.project = .failure(Problem(.failure, "No project hush-hush"))
        }
        #expect(run.status == 1)
        #expect(run.answer.contains("No project (secret)"))
    }

    @Test func `warnings do not count as problems`() async throws {
        let run = try await doctor { world in
            world.tracker.jira?.server = .success(
                JiraInspection.Server(deployment: "Cloud", version: "1001", clockSkew: -90)
            )
            world.database.server = .success(
                DatabaseServer(address: "db.example:6543/postgres as u", version: "15.1", isRemote: true)
            )
            let layout = StateLayout(files: 1, advised: 256, links: 6000, serial: 3)
            if var repository = try? world.repository.get() {
                repository.head = .detached("0123456789ab")
                repository.layout = layout
                world.repository = .success(repository)
            }
        }
        #expect(run.status == 0)
        try expectSnapshot(run.text, "doctor-warnings")
    }

    @Test func `a run that died is told of`() async throws {
        let system = try MemoryCommandSystem()
        try await system.journal.begin(with: Array("{}".utf8))
        let run = await run(in: system)
        #expect(run.status == 0)
        #expect(run.answer.contains("warning  state.journal"))
    }

    @Test func `a configuration that cannot be read`() async throws {
        let system = try MemoryCommandSystem([], "bogus: 1\n")
        let run = await run(in: system)
        #expect(run.status == 1)
        #expect(run.answer.contains("problem  configuration     audit-jira.yaml:4: unknown key 'bogus'"))
        #expect(run.answer.contains("-        jira.login        not checked: the configuration"))
    }

    @Test func `the proxy is named without its login`() async throws {
        let variables = ["HTTPS_PROXY": "http://me:pass@proxy.example:3128", "NO_PROXY": "localhost"]
        let run = try await doctor(variables: variables)
        #expect(run.answer.contains("jira.proxy        http://proxy.example:3128, but not for localhost"))
        #expect(!run.answer.contains("pass@"))
    }
}

extension DoctorTests {
    /// What is seen.
    struct World: Sendable {
        var database = Inspectors.Database(
            server: .success(
                DatabaseServer(
                    address: "db.example:5432/audit as baker",
                    version: "15.20",
                    encryption: "TLSv1.3"
                )
            ),
            table: .success(TableInspection(description: .system))
        )
        var tracker = Inspectors.Tracker(
            access: .success(
                JiraAccess(
                    url: "https://bakery.example",
                    apiURL: "https://bakery.example",
                    credentials: .basic(email: "baker@bakery.example", token: "hush-hush"),
                    secret: Secret("hush-hush")
                )
            ),
            jira: .system
        )
        var repository: Result<RepositoryInspection, Problem> = .success(
            RepositoryInspection(
                directory: "state",
                head: .branch("main"),
                committer: "Baker <baker@bakery.example>",
                check: StateCheck(commit: nil, serial: nil, links: 0, files: 0, faults: [])
            )
        )
    }

    /// Runs `doctor` in a world that was changed, in a system of its own or a given one.
    private func doctor(
        _ arguments: String...,
        variables: [String: String] = [:],
        change: (inout World) -> Void = { _ in }
    ) async throws -> MemoryCommandSystem.Run {
        await run(arguments, in: try MemoryCommandSystem(), variables, change)
    }

    private func run(
        _ arguments: [String] = [],
        in system: borrowing MemoryCommandSystem,
        _ variables: [String: String] = [:],
        _ change: (inout World) -> Void = { _ in }
    ) async -> MemoryCommandSystem.Run {
        var world = World()
        change(&world)
        return await system.run(["doctor"] + arguments, variables: variables) { [world] environment in
            environment.makeInspectors = { _, credentials in
                // As the real ones do, so that the secrets are known.
                _ = try? credentials.jira()
                return Inspectors(
                    database: { _ in world.database },
                    tracker: { world.tracker },
                    repository: { world.repository }
                )
            }
        }
    }
}

extension TableDescription {
    fileprivate static let system = TableDescription(
        identity: "audit/public.file_audit",
        columns: [],
        hidesRows: false
    )
}

extension JiraInspection {
    fileprivate static var system: JiraInspection {
        var jira = JiraInspection(
            server: .success(Server(deployment: "Cloud", version: "1001", clockSkew: 0))
        )
        jira.account = .success("Baker")
        jira.project = .success("CCS")
        jira.issueType = .success("Task")
        jira.permissions = .success(Set(JiraChecks.needed + JiraChecks.useful))
        jira.fields = .success([
            "summary": JiraField(id: "summary", name: "Summary", isRequired: true, kind: .text),
            "description": JiraField(id: "description", name: "Description", kind: .richText),
            "labels": JiraField(id: "labels", name: "Labels", kind: .list(.label)),
        ])
        jira.names = [:]
        jira.statuses = .success([Status("To Do", .new), Status("Done", .done)])
        jira.closing = .success(JiraInspection.Way(issue: "CCS-8", from: "To Do", via: ["Done"]))
        jira.reopening = .success(nil)
        return jira
    }
}
