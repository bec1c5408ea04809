import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite struct WriteFailureTests {
    static let refusal = Problem(.failure, "The field Team is required.")

    @Test func `lets a refused create fail alone`() async throws {
        let system = MemorySystem([.example("1"), .example("2"), .example("3")])
        await system.tracker.fail(creating: "2", .refused(Self.refusal))
        let report = try await system.sync()
        #expect(report.results.map(\.ending) == [.done, .failed(Self.refusal), .done])
        #expect(report.results.map(\.key) == ["CCS-1", nil, "CCS-2"])
        #expect(await system.links.map(\.row) == ["1", "3"])
        #expect(await system.row("2")?.tickets == nil)
        #expect(try await system.plan().gist == ["create 2"])
        try await system.sync()
        #expect(try await system.plan().isEmpty)
    }

    @Test func `lets a refused change fail alone and tries it again`() async throws {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        for key: RowKey in ["1", "2"] { await system.table.change(key) { $0.debt = false } }
        await system.tracker.fail(changing: IssueID(10_001), .refused(Self.refusal))
        let report = try await system.sync()
        #expect(report.results.map(\.isDone) == [false, true])
        #expect(await system.tracker.issue("CCS-1")?.isClosed == false)
        #expect(try await system.plan().gist == ["close 1 CCS-1"])
        try await system.sync()
        #expect(try await system.plan().isEmpty)
    }

    @Test(arguments: [true, false])
    func `reports a create of which the answer was lost, and never makes it twice`(
        _ isDone: Bool
    ) async throws {
        let system = MemorySystem([.example("1"), .example("2")])
        await system.tracker.fail(creating: "1", .lost(isDone: isDone))
        let report = try await system.sync()
        #expect(report.results.map(\.isDone) == [false, true])
        let found = try #require(try await system.applying.recover())
        #expect(found.wasCommitted && found.results.map(\.key) == (isDone ? ["CCS-1"] : []))
        #expect(try await system.plan().gist == (isDone ? [] : ["create 1"]))
        #expect(try await system.sync().undone.isEmpty)
        #expect(try await system.plan().isEmpty)
        #expect(await system.tracker.issues.count == 2)
        #expect(await system.links.allSatisfy { $0.kind == .managed })
    }

    @Test(arguments: [true, false])
    func `looks at the rows when their COMMIT was not answered`(_ isDone: Bool) async throws {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        await system.tracker.close("CCS-1")
        let lost = Problem(.failure, "The connection broke during COMMIT.")
        await system.table.loseCommit(isDone: isDone, lost)
        let report = try await system.sync()
        #expect(report.results.map(\.ending) == [isDone ? .done : .failed(lost)])
        #expect(await system.row("1")?.debt == !isDone)
        #expect(try await system.plan().gist == (isDone ? [] : ["resolve 1 CCS-1"]))
        #expect(try await system.sync().undone.isEmpty)
        #expect(await system.row("1")?.debt == false)
    }

    @Test func `a plan that takes over what a dead run made is good, though that is recorded first`()
        async throws
    {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        await system.table.put(.example("3"))
        system.killSwitch.end(after: 13)
        await #expect(throws: KillSwitch.Death.self) { try await system.sync() }
        system.killSwitch.restart()
        #expect(await system.tracker.created.count == 3)
        let plan = try await system.plan()
        #expect(plan.gist == ["adopt 3 CCS-3"])
        #expect(try await system.apply(plan).undone.isEmpty)
        #expect(try await system.plan().isEmpty)
        #expect(await system.links.count == 3)
    }

    @Test func `adopts the only create of a first run whose answer was lost`() async throws {
        let system = MemorySystem([.example("1")])
        await system.tracker.fail(creating: "1", .lost(isDone: true))
        let report = try await system.sync()
        #expect(report.commit == nil && report.undone.count == 1)
        try await system.sync()
        #expect(try await system.plan().isEmpty)
        #expect(await system.tracker.issues.count == 1)
        let marker = await system.tracker.issue("CCS-1")?.marker
        #expect(await system.repository.state?.lineage == marker?.lineage)
        #expect(await system.row("1")?.tickets == ["CCS-1"])
    }

    @Test(arguments: [true, false])
    func `comes to the same after a change of which the answer was lost`(_ isDone: Bool) async throws {
        let system = MemorySystem([.example("1")])
        try await system.sync()
        await system.table.change("1") { $0.debt = false }
        await system.tracker.fail(changing: IssueID(10_001), .lost(isDone: isDone))
        let report = try await system.sync()
        #expect(report.undone.count == 1)
        #expect(try await system.plan().gist == [isDone ? "record 1 CCS-1" : "close 1 CCS-1"])
        try await system.sync()
        #expect(try await system.plan().isEmpty)
        #expect(await system.tracker.comments[IssueID(10_001)]?.count == 1)
    }

    @Test func `keeps an issue whose row could not be written, and names it in the row later`() async throws {
        let system = MemorySystem([.example("1"), .example("2")])
        await system.table.refuse("1", Self.refusal)
        let report = try await system.sync()
        #expect(report.results.map(\.isDone) == [false, true])
        #expect(await system.links.map(\.key) == ["CCS-1", "CCS-2"])
        await system.table.refuse("1", nil)
        #expect(try await system.plan().gist == ["relink 1 CCS-1"])
        try await system.sync()
        #expect(await system.row("1")?.tickets == ["CCS-1"])
        #expect(await system.tracker.created.count == 2)
    }

    @Test func `recovers from Jira alone when the state could not be committed`() async throws {
        let system = MemorySystem([.example("1"), .example("2")])
        await system.repository.refuseCommit(Self.refusal)
        let problem = await #expect(throws: Problem.self) { try await system.sync() }
        #expect(problem?.hint?.contains("the next audit-jira apply or sync records it") == true)
        await system.repository.refuseCommit(nil)
        try await system.sync()
        #expect(try await system.plan().isEmpty)
        #expect(await system.tracker.created.count == 2)
        #expect(await system.links.map(\.key) == ["CCS-1", "CCS-2"])
    }

    @Test func `finds a create that the index does not know yet once it does`() async throws {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        await system.tracker.freezeIndex()
        await system.table.put(.example("3"))
        try await system.sync()
        #expect(try await system.plan().isEmpty)
        await system.tracker.catchUp()
        #expect(try await system.plan().isEmpty)
        #expect(await system.tracker.created.count == 3)
    }

    @Test func `keeps to the clone's original when somebody clones`() async throws {
        let system = MemorySystem([.example("1"), .example("2", debt: false)])
        try await system.sync()
        await system.tracker.clone("CCS-1")
        await system.tracker.write("Set by hand", labels: [Marker.name])
        let plan = try await system.plan()
        #expect(plan.gist == ["finding foreign_label", "finding clone"])
    }

    @Test func `closes an issue of ours whose row has no debt and no link`() async throws {
        let system = MemorySystem([.example("1")])
        try await system.sync()
        await system.repository.lose()
        await system.table.change("1") { $0.debt = false }
        try await system.sync()
        #expect(await system.tracker.issue("CCS-1")?.isClosed == true)
        #expect(try await system.plan().isEmpty)
    }

    @Test func `takes up the lineage of a lost state though only a part of the plan is applied`() async throws
    {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        let lineage = await system.repository.state?.lineage
        await system.repository.lose()
        await system.table.change("2") { $0.tickets = nil }
        await system.table.put(.example("3"))
        let plan = try await system.plan()
        #expect(plan.binding.lineage == nil && plan.binding.lost == lineage)
        try await system.apply(plan.about(["3"]))
        #expect(await system.repository.state?.lineage == lineage)
        #expect(try await system.plan().gist == ["adopt 1 CCS-1", "adopt 2 CCS-2"])
        try await system.sync()
        #expect(try await system.plan().isEmpty)
        #expect(await system.tracker.created.count == 3)
    }

    @Test func `takes up the lineage of a lost state though all its issues wait for a decision`() async throws
    {
        let system = MemorySystem([.example("1")])
        try await system.sync()
        await system.repository.lose()
        await system.tracker.close("CCS-1")
        await system.table.put(.example("3"))
        try await system.sync()
        #expect(try await system.plan().gist == ["conflict status"])
        try await system.resolve("1", taking: .audit)
        #expect(try await system.plan().gist == ["reopen 1 CCS-1"])
    }

    @Test func `takes up no lineage of another table's state`() async throws {
        let system = MemorySystem([.example("1")])
        let other = Marker(row: "9", lineage: "ffffffff-0000-4000-8000-000000000000", operation: "x")
        await system.tracker.write("Of another table", labels: [Marker.name], marker: other)
        let plan = try await system.plan()
        #expect(plan.binding.lost == nil)
        try await system.apply(plan)
        #expect(await system.repository.state?.lineage != other.lineage)
    }
}
