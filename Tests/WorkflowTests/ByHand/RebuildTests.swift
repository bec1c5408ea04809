import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite struct RebuildTests {
    /// A world at rest: an open issue, a started one, a resolved row, an accepted debt, and a followed ticket.
    private static func world() async throws -> World {
        let world = World(
            (1...4).map { Row.example(RowKey("\($0)")) } + [.example("5", tickets: ["CCS-1"])]
        )
        await world.tracker.write("By people")
        try await world.sync()
        let keys = await Self.keys(world)
        await world.tracker.start(keys["2"] ?? "")
        await world.tracker.close(keys["3"] ?? "")
        await world.tracker.close(keys["4"] ?? "", as: "Won't Do")
        try await world.sync()
        #expect(try await world.plan().isEmpty)
        return world
    }

    private static func keys(_ world: World) async -> [RowKey: String] {
        Dictionary(await world.links.map { ($0.row, $0.key) }) { first, _ in first }
    }

    @Test func `gives the state that was lost, and an empty plan`() async throws {
        let world = try await Self.world()
        let links = await world.links
        let draft = try await world.rebuild.draft(lineage: nil)
        #expect(draft.adopted == 4)
        #expect(draft.followed == 1)
        #expect(draft.conflicts == [])
        _ = try await world.rebuild.commit(draft)
        #expect(try await world.plan().gist == [])
        let rebuilt = await world.links
        #expect(rebuilt.map(\.row) == links.map(\.row))
        #expect(rebuilt.map(\.agreed) == links.map(\.agreed))
        #expect(rebuilt.map(\.category) == links.map(\.category))
        #expect(rebuilt.map(\.operation) == links.map(\.operation))
        #expect(rebuilt.map(\.fields) == links.map(\.fields))
    }

    @Test func `takes the lineage of the markers when nothing is left`() async throws {
        let world = try await Self.world()
        let lineage = await world.repository.state?.lineage
        await world.repository.lose()
        let draft = try await world.rebuild.draft(lineage: nil)
        #expect(draft.old == nil)
        #expect(draft.state.lineage == lineage)
        #expect(draft.state.serial == 1)
        _ = try await world.rebuild.commit(draft)
        #expect(try await world.plan().gist == [])
    }

    @Test func `leaves real changes to the next plan`() async throws {
        let world = try await Self.world()
        let keys = await Self.keys(world)
        await world.repository.lose()
        await world.table.change("1") { $0.debt = false }
        await world.table.change("2") { $0.text = "Worse." }
        await world.tracker.reopen(keys["3"] ?? "")
        await world.tracker.delete(keys["4"] ?? "")
        _ = try await world.rebuild.commit(try await world.rebuild.draft(lineage: nil))
        let plan = try await world.plan()
        #expect(
            plan.actions.map(\.gist) == [
                "close 1 \(keys["1"] ?? "")", "close 3 \(keys["3"] ?? "")", "create 4",
            ]
        )
        #expect(plan.conflicts.map(\.row) == ["2"])
        #expect(plan.conflicts.map(\.field) == ["description"])
    }

    @Test func `asks which of several states it is to be`() async throws {
        let world = try await Self.world()
        let other = Marker(row: "9", lineage: "ffffffff-0000-4000-8000-000000000000", operation: "x")
        await world.tracker.write("Of another state", labels: [Marker.name], marker: other)
        await world.repository.lose()
        await #expect(throws: Problem.self) { try await world.rebuild.draft(lineage: nil) }
        let draft = try await world.rebuild.draft(lineage: "ffffffff-0000-4000-8000-000000000000")
        #expect(draft.state.lineage == "ffffffff-0000-4000-8000-000000000000")
    }
}
