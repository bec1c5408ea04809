import Foundation
import Reconciliation
import TestSupport
import Testing
import Workflow

@testable import Commands

@Suite struct CommandLineTests {
    @Test(arguments: [
        [], ["plan"], ["show"], ["apply"], ["sync"], ["status"], ["log"], ["snapshot"], ["state"],
        ["state", "list"], ["state", "show"], ["state", "verify"], ["state", "reshard"],
        ["state", "rebuild"],
        ["resolve"], ["link"], ["unlink"], ["unlock"], ["doctor"], ["ticket"], ["init"],
    ])
    func `help`(verb: [String]) async throws {
        let transcript = Transcript()
        let status = await Tool.run(verb + ["--help"], in: transcript.environment(in: "/"))
        #expect(status == 0)
        #expect(transcript.remarks.isEmpty)
        try expectSnapshot(transcript.answer, "help" + verb.map { "-\($0)" }.joined())
    }

    @Test func `the version`() async {
        let transcript = Transcript()
        #expect(await Tool.run(["--version"], in: transcript.environment(in: "/")) == 0)
        #expect(transcript.answer == "\(Tool.version)\n")
    }

    @Test(arguments: [
        ["plan", "--bogus"], ["frobnicate"], ["plan", "--format", "pdf"], ["plan", "--allow", "max_close"],
        ["plan", "--allow", "max_clos=1"], ["show"], ["show", "missing.json"], ["apply", "missing.json"],
        ["apply", "plan.json", "--allow", "max_close=1"], ["plan", "--chdir", "nowhere"],
        ["plan", "--config", "nowhere.yaml"], ["snapshot"], ["plan", "--refresh", "some"],
        ["state", "frobnicate"], ["state", "show"], ["state", "reshard", "--files", "7"],
    ])
    func `a wrong call`(arguments: [String]) async throws {
        let system = try MemoryCommandSystem()
        let transcript = Transcript()
        let status = await Tool.run(arguments, in: transcript.environment(in: system.folder.path))
        #expect(status == (arguments.contains("missing.json") ? 1 : 64))
        #expect(transcript.answer.isEmpty)
        let name = "wrong-" + arguments.joined(separator: "_").replacing("--", with: "")
        try expectSnapshot(transcript.remarks.replacing(system.folder.path, with: "FOLDER"), name)
    }

    @Test func `a configuration with mistakes`() async throws {
        let folder = try TemporaryDirectory()
        try folder.write("version: 1\njira: {prject: CCS}\nmaping: {}\n", to: "audit-jira.yaml")
        for (arguments, name) in [
            (["plan"], "mistakes"), (["plan", "--log-format", "json"], "mistakes-json"),
        ] {
            let transcript = Transcript()
            #expect(await Tool.run(arguments, in: transcript.environment(in: folder.path)) == 64)
            try expectSnapshot(transcript.remarks, name)
        }
    }

    @Test(arguments: Problem.Kind.allCases)
    func `every kind of problem has its exit code`(kind: Problem.Kind) async throws {
        let codes: [Problem.Kind: Int32] = [
            .usage: 64, .failure: 1, .credentials: 7, .guarded: 5, .locked: 6, .stale: 1, .diverged: 8,
            .interrupted: 130,
        ]
        let system = try MemoryCommandSystem()
        let transcript = Transcript()
        var environment = transcript.environment(in: system.folder.path)
        environment.makeAdapters = { _, _ in throw Problem(kind, "Something happened", hint: "Do something") }
        #expect(await Tool.run(["sync"], in: environment) == codes[kind])
        #expect(transcript.remarks == "error: Something happened\nhint: Do something\n")
    }

    @Test func `causes and hints are told on lines of their own, and what only the edge knows with them`()
        async throws
    {
        let system = try MemoryCommandSystem()
        let problem = Problem(
            .failure,
            "The table cannot be read\nat all",
            causes: ["The database's host has no address", "no such host"],
            hints: ["Look again"],
            remedy: .databaseHost
        )
        let transcript = Transcript()
        var environment = transcript.environment(in: system.folder.path)
        environment.makeAdapters = { _, _ in throw problem }
        _ = await Tool.run(["sync"], in: environment)
        #expect(
            transcript.remarks == """
                error: The table cannot be read
                error: at all
                caused by: The database's host has no address
                caused by: no such host
                hint: Look again
                hint: Check the host in DATABASE_URL or PGHOST, and the network

                """
        )
        let programs = Transcript()
        environment.console = programs.environment(in: system.folder.path).console
        _ = await Tool.run(["sync", "--log-format", "json"], in: environment)
        try expectSnapshot(programs.remarks, "causes-json")
    }

    @Test func `the progress line is taken away before an error`() async throws {
        let system = try MemoryCommandSystem()
        let transcript = Transcript()
        var environment = transcript.environment(in: system.folder.path)
        environment.console.isRemarkTerminal = true
        environment.makeAdapters = { context, _ in
            context.progress.report(.began("Reading the table"))
            usleep(300_000)
            context.progress.report(.progress(done: 1, total: 2))
            throw Problem(.failure, "Something happened")
        }
        #expect(await Tool.run(["sync"], in: environment) == 1)
        #expect(transcript.remarks.contains("Reading the table (1 of 2) …"))
        #expect(transcript.remarks.hasSuffix("\r\u{1b}[Kerror: Something happened\n"))
    }

    @Test func `missing credentials are told before anything is asked`() async throws {
        let system = try MemoryCommandSystem()
        let transcript = Transcript()
        var environment = transcript.environment(in: system.folder.path)
        environment.makeAdapters = { place, credentials in try place.systemAdapters(credentials) }
        #expect(await Tool.run(["plan"], in: environment) == 7)
        try expectSnapshot(transcript.remarks, "no-credentials")
    }

    @Test func `a secret that was looked up never reaches the remarks`() async throws {
        let system = try MemoryCommandSystem()
        let transcript = Transcript()
        var environment = transcript.environment(in: system.folder.path)
        environment.variables = ["JIRA_PAT": "hunter2hunter2"]
        environment.makeAdapters = { _, credentials in
            let access = try credentials.jira()
            throw Problem(.failure, "Jira repeats \(access.secret.revealed)", hint: "hunter2hunter2")
        }
        #expect(await Tool.run(["plan"], in: environment) == 1)
        #expect(transcript.remarks == "error: Jira repeats (secret)\nhint: (secret)\n")
    }

    @Test func `colour is for terminals, and NO_COLOR turns it off`() async throws {
        let system = try MemoryCommandSystem([MemoryCommandSystem.row(1)])
        #expect(await system.run("plan").answer.contains("\u{1b}") == false)
        #expect(await system.run("plan", isTerminal: true).answer.contains("\u{1b}[1m"))
        let plain = await system.run("plan", isTerminal: true, variables: ["NO_COLOR": "1"])
        #expect(plain.answer.contains("\u{1b}") == false)
        #expect(
            await system.run("plan", isTerminal: true, variables: ["TERM": "dumb"]).answer.contains("\u{1b}")
                == false
        )
    }

    @Test func `a status and a history before the first apply`() async throws {
        let system = try MemoryCommandSystem()
        try expectSnapshot(await system.run("status").text, "status-none")
        try expectSnapshot(await system.run("log").text, "log-none")
        #expect(await system.run("status", "--json").answer.hasPrefix("{"))
        #expect(await system.run("log", "--json").answer == "[]\n")
    }

    @Test func `the configuration is found from below, and --chdir goes there`() async throws {
        let system = try MemoryCommandSystem([MemoryCommandSystem.row(1)])
        try system.folder.write("", to: "deep/down/file")
        #expect(await system.run("plan", "--chdir", "deep/down").status == 0)
        #expect(await system.run("plan", "--chdir", "deep", "--out", "plan.json").status == 0)
        #expect(File.exists(system.folder.path("deep/plan.json")))
        #expect(await system.run("plan", "--config", "audit-jira.yaml").status == 0)
    }

    @Test func `verbose and JSON logs go to the remarks alone`() async throws {
        let system = try MemoryCommandSystem([MemoryCommandSystem.row(1)])
        let plain = await system.run("plan")
        #expect(plain.remarks.isEmpty)
        let verbose = await system.run("plan", "--verbose")
        #expect(verbose.answer == plain.answer)
        #expect(verbose.remarks.hasPrefix("info: "))
        let json = await system.run("plan", "--verbose", "--log-format", "json")
        #expect(json.remarks.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"level\":\"info\",") })
    }
}
