import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite struct RebuildTests {
    /// A system at rest: an open issue, a started one, a resolved row, an accepted debt, and a followed ticket.
    private static func system() async throws -> MemorySystem {
        let system = MemorySystem(
            (1...4).map { Row.example(RowKey("\($0)")) } + [.example("5", tickets: ["CCS-1"])]
        )
        await system.tracker.write("By people")
        try await system.sync()
        let keys = await Self.keys(system)
        await system.tracker.start(keys["2"] ?? "")
        await system.tracker.close(keys["3"] ?? "")
        await system.tracker.close(keys["4"] ?? "", as: "Won't Do")
        try await system.sync()
        #expect(try await system.plan().isEmpty)
        return system
    }

    private static func keys(_ system: MemorySystem) async -> [RowKey: String] {
        Dictionary(await system.links.map { ($0.row, $0.key) }) { first, _ in first }
    }

    @Test func `gives the state that was lost, and an empty plan`() async throws {
        let system = try await Self.system()
        let links = await system.links
        let draft = try await system.rebuild.draft(lineage: nil)
        #expect(draft.adopted == 4)
        #expect(draft.followed == 1)
        #expect(draft.conflicts == [])
        _ = try await system.rebuild.commit(draft)
        #expect(try await system.plan().gist == [])
        let rebuilt = await system.links
        #expect(rebuilt.map(\.row) == links.map(\.row))
        #expect(rebuilt.map(\.agreed) == links.map(\.agreed))
        #expect(rebuilt.map(\.category) == links.map(\.category))
        #expect(rebuilt.map(\.operation) == links.map(\.operation))
        #expect(rebuilt.map(\.fields) == links.map(\.fields))
    }

    @Test func `takes the lineage of the markers when nothing is left`() async throws {
        let system = try await Self.system()
        let lineage = await system.repository.state?.lineage
        await system.repository.lose()
        let draft = try await system.rebuild.draft(lineage: nil)
        #expect(draft.old == nil)
        #expect(draft.state.lineage == lineage)
        #expect(draft.state.serial == 1)
        _ = try await system.rebuild.commit(draft)
        #expect(try await system.plan().gist == [])
    }

    @Test func `leaves real changes to the next plan`() async throws {
        let system = try await Self.system()
        let keys = await Self.keys(system)
        await system.repository.lose()
        await system.table.change("1") { $0.debt = false }
        await system.table.change("2") { $0.text = "Worse." }
        await system.tracker.reopen(keys["3"] ?? "")
        await system.tracker.delete(keys["4"] ?? "")
        _ = try await system.rebuild.commit(try await system.rebuild.draft(lineage: nil))
        let plan = try await system.plan()
        #expect(
            plan.actions.map(\.gist) == [
                "close 1 \(keys["1"] ?? "")", "close 3 \(keys["3"] ?? "")", "create 4",
            ]
        )
        #expect(plan.conflicts.map(\.row) == ["2"])
        #expect(plan.conflicts.map(\.field) == ["description"])
    }

    @Test func `asks which of several states it is to be`() async throws {
        let system = try await Self.system()
        let other = Marker(row: "9", lineage: "ffffffff-0000-4000-8000-000000000000", operation: "x")
        await system.tracker.write("Of another state", labels: [Marker.name], marker: other)
        await system.repository.lose()
        await #expect(throws: Problem.self) { try await system.rebuild.draft(lineage: nil) }
        let draft = try await system.rebuild.draft(lineage: "ffffffff-0000-4000-8000-000000000000")
        #expect(draft.state.lineage == "ffffffff-0000-4000-8000-000000000000")
    }
}
