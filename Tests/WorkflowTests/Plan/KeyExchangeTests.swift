import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite struct KeyExchangeTests {
    /// Three rows with issues of their own, at rest; then their keys go round.
    private static func system() async throws -> (system: MemorySystem, plan: Plan, issues: [String: RowKey])
    {
        let system = MemorySystem((1...3).map { Row.example(RowKey("\($0)")) })
        try await system.sync()
        let rows = await system.table.rows
        for key in rows.keys { await system.table.delete(key) }
        var issues: [String: RowKey] = [:]
        for (old, new) in [("1", "2"), ("2", "3"), ("3", "1")] as [(RowKey, RowKey)] {
            var row = try #require(rows[old])
            row.key = new
            await system.table.put(row)
            issues[row.tickets?.first ?? ""] = new
        }
        return (system, try await system.plan(), issues)
    }

    @Test func `gives every row its own issue again`() async throws {
        let (system, plan, issues) = try await Self.system()
        #expect(plan.counts == [.update: 3])
        let report = try await system.apply(plan)
        #expect(report.undone == [])
        #expect(try await system.plan().isEmpty)
        for link in await system.links { #expect(issues[link.key] == link.row) }
        for issue in await system.tracker.issues.values { #expect(issue.marker?.row == issues[issue.key]) }
    }

    @Test func `exchanges nothing when one of the rows changed meanwhile`() async throws {
        let (system, plan, _) = try await Self.system()
        await system.table.change("2") { $0.text = "Worse." }
        let before = await system.links
        let report = try await system.apply(plan)
        #expect(report.results.map(\.isStale) == [true, true, true])
        #expect(await system.links == before)
        try await system.sync()
        #expect(try await system.plan().isEmpty)
    }

    @Test func `keeps to the new keys when an issue cannot be told`() async throws {
        let (system, plan, issues) = try await Self.system()
        let first = try #require(plan.actions.first?.issue)
        await system.tracker.fail(changing: first, .refused(Problem(.failure, "No.")))
        let report = try await system.apply(plan)
        #expect(report.undone.count == 1)
        for link in await system.links { #expect(issues[link.key] == link.row) }
        try await system.sync()
        #expect(try await system.plan().isEmpty)
        for issue in await system.tracker.issues.values { #expect(issue.marker?.row == issues[issue.key]) }
    }

    @Test func `exchanges nothing when only a part of it is asked for`() async throws {
        let (system, plan, _) = try await Self.system()
        let before = await system.links
        let report = try await system.apply(plan.about(["2"]))
        #expect(report.results.map(\.isStale) == [true])
        #expect(await system.links == before)
    }
}
