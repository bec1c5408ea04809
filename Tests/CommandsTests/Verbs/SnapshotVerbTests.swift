import Reconciliation
import TestSupport
import Testing
import Workflow

@testable import Commands

/// Snapshots that a plan is made from as it would be from both sides.
@Suite struct SnapshotVerbTests {
    /// Debt that came back in two rows whose tickets are closed.
    private func regression(_ more: String = "") async throws -> MemoryCommandSystem {
        let system = try MemoryCommandSystem([MemoryCommandSystem.row(1), MemoryCommandSystem.row(2)], more)
        #expect(await system.run("sync").status == 0)
        for key: RowKey in ["1", "2"] { await system.table.change(key) { $0.debt = false } }
        #expect(await system.run("sync").status == 0)
        for key: RowKey in ["1", "2"] { await system.table.change(key) { $0.debt = true } }
        return system
    }

    private func header(_ system: borrowing MemoryCommandSystem) throws -> String {
        String(decoding: try File.read(system.folder.path("shot/snapshot.json")) ?? [], as: UTF8.self)
    }

    @Test func `tickets without a way back are no more reopened from a snapshot than from Jira`() async throws
    {
        let system = try await regression()
        let stuck = try #require(await system.table.rows["2"]?.tickets?.last)
        await system.tracker.strand(stuck)
        let live = await system.run("plan", "--json")
        #expect(live.answer.contains("\"reopen\": 1") && live.answer.contains("\"create\": 1"))
        #expect(await system.run("snapshot", "--out", "shot").status == 0)
        let id = try #require(await system.tracker.issue(stuck)?.id)
        #expect(try header(system).contains("\"no_way_back\": [\n    \"\(id)\"\n  ]"))
        let offline = await system.run("plan", "--json", "--snapshot", "shot")
        #expect(offline.answer == live.answer)
    }

    @Test func `a snapshot of tickets with a way back says nothing of it`() async throws {
        let system = try await regression()
        #expect(await system.run("snapshot", "--out", "shot").status == 0)
        #expect(try !header(system).contains("no_way_back"))
        let live = await system.run("plan", "--json")
        #expect(live.answer.contains("\"reopen\": 2"))
        #expect(await system.run("plan", "--json", "--snapshot", "shot").answer == live.answer)
    }

    @Test func `nobody asks for a way back where none is wanted`() async throws {
        let system = try await regression("policies: {regression: create}\n")
        let stuck = try #require(await system.table.rows["2"]?.tickets?.last)
        await system.tracker.strand(stuck)
        #expect(await system.run("snapshot", "--out", "shot").status == 0)
        #expect(try !header(system).contains("no_way_back"))
        let live = await system.run("plan", "--json")
        #expect(live.answer.contains("\"create\": 2"))
        #expect(await system.run("plan", "--json", "--snapshot", "shot").answer == live.answer)
    }
}
