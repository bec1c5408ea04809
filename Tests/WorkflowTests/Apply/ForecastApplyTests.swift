import Reconciliation
import TestSupport
import Testing
import Workflow

/// Plans that say of some actions that they cannot be done.
@Suite struct ForecastApplyTests {
    private static let obstacle = Obstacle("The field \"Team\" is missing.", hint: "Map it.")

    @Test func `what cannot be done stands in the plan, and is neither tried nor in the way of the rest`()
        async throws
    {
        let system = MemorySystem([.example("1"), .example("2")])
        await system.tracker.foresee(Forecast(obstacle: Self.obstacle), for: "1")
        let plan = try await system.plan()
        #expect(plan.blocked.map(\.row) == ["1"])
        #expect(plan.counts == [.create: 2])
        let report = try await system.apply(plan)
        #expect(report.undone.map(\.action.row) == ["1"])
        #expect(
            report.undone.map(\.ending) == [
                .failed(Problem(.failure, Self.obstacle.message, hint: "Map it."))
            ]
        )
        #expect(report.remaining.isEmpty)
        #expect(await system.tracker.created.count == 1)
        #expect(await system.row("2")?.tickets == ["CCS-1"])
        await system.tracker.foresee(nil, for: "1")
        let next = try await system.plan()
        #expect(next.gist == ["create 1"])
        try await system.apply(next)
        #expect(try await system.plan().isEmpty)
    }

    @Test func `a plan in which nothing can be done writes and commits nothing`() async throws {
        let system = MemorySystem([.example("1")])
        await system.tracker.foresee(Forecast(obstacle: Self.obstacle), for: "1")
        let report = try await system.apply(try await system.plan())
        #expect(report.commit == nil)
        #expect(report.undone.count == 1)
        #expect(await system.tracker.created.isEmpty)
        #expect(await system.row("1")?.tickets?.isEmpty != false)
    }

    @Test func `a close that cannot be done leaves its link as it was`() async throws {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        for row in ["1", "2"] as [RowKey] { await system.table.change(row) { $0.debt = false } }
        await system.tracker.foresee(Forecast(obstacle: Self.obstacle), for: "1")
        let report = try await system.apply(try await system.plan())
        #expect(report.undone.map(\.action.operation) == [.close])
        #expect(try await system.plan().gist == ["close 1 CCS-1"])
    }

    @Test func `forecasts are part of the plan file and of its digest`() throws {
        var plan = PlanDocumentTests.document.plan
        let digest = PlanDocumentTests.document.digest
        plan.actions[0].forecast = Forecast(via: ["In Review", "Done"], isBulk: true)
        plan.actions[1].forecast = Forecast(obstacle: Self.obstacle)
        let document = PlanDocument(plan, expectedCalls: 4, tool: "audit-jira 0.1.0", digester: sha256)
        #expect(document.digest != digest)
        let read = try PlanDocument(reading: document.bytes, name: "plan.json", digester: sha256)
        #expect(read.plan == plan)
    }
}
