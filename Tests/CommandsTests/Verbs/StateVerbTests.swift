import Reconciliation
import TestSupport
import Testing
import Workflow

@testable import Commands

@Suite struct StateVerbTests {
    @Test func `without a subcommand there is help`() async throws {
        let system = try MemoryCommandSystem()
        let run = await system.run("state")
        #expect(run.status == 0)
        #expect(run.answer == (await system.run("state", "--help")).answer)
    }

    @Test func `nothing to list and to show before the first apply`() async throws {
        let system = try MemoryCommandSystem()
        try expectSnapshot(await system.run("state", "list").text, "state-list-none")
        #expect(await system.run("state", "list", "--json").answer == "[]\n")
        try expectSnapshot(await system.run("state", "show", "1").text, "state-show-none")
    }

    @Test func `list and show say what an apply made`() async throws {
        let system = try MemoryCommandSystem([
            MemoryCommandSystem.row(1), MemoryCommandSystem.row(2, debt: false), MemoryCommandSystem.row(3),
        ])
        #expect(await system.run("sync").status == 0)
        try expectSnapshot(await system.run("state", "list").text, "state-list")
        let shown = await system.run("state", "show", "3")
        #expect(shown.status == 0 && shown.remarks.isEmpty)
        #expect(shown.answer.hasPrefix("3  shop/file3.py  CCS-2\n"))
        for subject in ["shop/file3.py", "CCS-2", "ccs-2"] {
            #expect(await system.run("state", "show", subject).answer == shown.answer)
        }
        #expect(
            await system.run("state", "show", "3", "--json").answer.hasPrefix("[\n  {\n    \"row\": \"3\"")
        )
        try expectSnapshot(await system.run("state", "show", "2").text, "state-show-unknown")
    }

    @Test func `verify and reshard need a git repository, and say so`() async throws {
        let system = try MemoryCommandSystem()
        for verb in ["verify", "reshard"] {
            let run = await system.run("state", verb)
            #expect(run.status == 1)
            #expect(run.remarks.contains("No git repository") && run.remarks.contains("hint: "))
        }
    }
}
