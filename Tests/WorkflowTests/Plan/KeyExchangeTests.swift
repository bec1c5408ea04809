import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite struct KeyExchangeTests {
    /// Three rows with issues of their own, at rest; then their keys go round.
    private static func world() async throws -> (world: World, plan: Plan, issues: [String: RowKey]) {
        let world = World((1...3).map { Row.example(RowKey("\($0)")) })
        try await world.sync()
        let rows = await world.table.rows
        for key in rows.keys { await world.table.delete(key) }
        var issues: [String: RowKey] = [:]
        for (old, new) in [("1", "2"), ("2", "3"), ("3", "1")] as [(RowKey, RowKey)] {
            var row = try #require(rows[old])
            row.key = new
            await world.table.put(row)
            issues[row.tickets?.first ?? ""] = new
        }
        return (world, try await world.plan(), issues)
    }

    @Test func `gives every row its own issue again`() async throws {
        let (world, plan, issues) = try await Self.world()
        #expect(plan.counts == [.update: 3])
        let report = try await world.apply(plan)
        #expect(report.undone == [])
        #expect(try await world.plan().isEmpty)
        for link in await world.links { #expect(issues[link.key] == link.row) }
        for issue in await world.tracker.issues.values { #expect(issue.marker?.row == issues[issue.key]) }
    }

    @Test func `exchanges nothing when one of the rows changed meanwhile`() async throws {
        let (world, plan, _) = try await Self.world()
        await world.table.change("2") { $0.text = "Worse." }
        let before = await world.links
        let report = try await world.apply(plan)
        #expect(report.results.map(\.isStale) == [true, true, true])
        #expect(await world.links == before)
        try await world.sync()
        #expect(try await world.plan().isEmpty)
    }

    @Test func `keeps to the new keys when an issue cannot be told`() async throws {
        let (world, plan, issues) = try await Self.world()
        let first = try #require(plan.actions.first?.issue)
        await world.tracker.fail(changing: first, .refused(Problem(.failure, "No.")))
        let report = try await world.apply(plan)
        #expect(report.undone.count == 1)
        for link in await world.links { #expect(issues[link.key] == link.row) }
        try await world.sync()
        #expect(try await world.plan().isEmpty)
        for issue in await world.tracker.issues.values { #expect(issue.marker?.row == issues[issue.key]) }
    }

    @Test func `exchanges nothing when only a part of it is asked for`() async throws {
        let (world, plan, _) = try await Self.world()
        let before = await world.links
        let report = try await world.apply(plan.about(["2"]))
        #expect(report.results.map(\.isStale) == [true])
        #expect(await world.links == before)
    }
}
