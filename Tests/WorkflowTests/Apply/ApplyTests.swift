import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite struct ApplyTests {
    @Test(arguments: ApplyCase.all)
    func `leaves nothing to do`(_ one: ApplyCase) async throws {
        let system = try await one.system()
        let plan = try await system.plan()
        #expect(plan.gist == one.planned)
        let report = try await system.apply(plan)
        #expect(report.undone.isEmpty)
        #expect(report.remaining.isEmpty)
        #expect(report.conflicts == plan.conflicts.count)
        let next = try await system.plan()
        #expect(next.isEmpty, "\(next.gist)")
        #expect(next.conflicts == plan.conflicts)
    }

    @Test(arguments: ApplyCase.all)
    func `does nothing twice`(_ one: ApplyCase) async throws {
        let system = try await one.system()
        let plan = try await system.plan()
        try await system.apply(plan)
        let (issues, rows) = (await system.tracker.issues, await system.table.rows)
        let comments = await system.tracker.comments
        let again = try await system.apply(plan)
        #expect(await system.tracker.issues == issues)
        #expect(await system.tracker.comments == comments)
        #expect(await system.table.rows == rows)
        #expect(again.results.count == plan.actions.count)
        let next = try await system.plan()
        #expect(next.isEmpty, "\(next.gist)")
    }

    @Test(arguments: ApplyCase.all)
    func `plans what the plan's file says`(_ one: ApplyCase) async throws {
        let plan = try await one.system().plan()
        expectSame(try Self.read(plan), plan)
    }

    @Test(arguments: [
        ["(new key)"], ["(new key)", "OLD-1"], ["OLD-1", "(new key)"],
    ])
    func `does with the placeholder's words in a row what the plan's file says`(
        _ tickets: [String]
    )
        async throws
    {
        let (direct, saved) = (
            MemorySystem([.example("1", tickets: tickets)]), MemorySystem([.example("1", tickets: tickets)])
        )
        let plan = try await direct.plan()
        expectSame(try Self.read(plan), plan)
        try await direct.apply(plan)
        try await saved.apply(try Self.read(try await saved.plan()))
        #expect(await direct.row("1")?.tickets == tickets + ["CCS-1"])
        #expect(await saved.row("1")?.tickets == tickets + ["CCS-1"])
        // The place of a key that died, too.
        for system in [direct, saved] {
            await system.table.change("1") { $0.tickets = ["CCS-1"] + tickets }
            await system.tracker.delete("CCS-1")
        }
        try await direct.apply(try await direct.plan())
        try await saved.apply(try Self.read(try await saved.plan()))
        #expect(await direct.row("1")?.tickets == ["CCS-2"] + tickets)
        #expect(await saved.row("1")?.tickets == ["CCS-2"] + tickets)
    }

    /// The plan as it comes out of its file.
    private static func read(_ plan: Plan) throws -> Plan {
        let document = PlanDocument(plan, expectedCalls: 0, tool: "audit-jira test", digester: sha256)
        return try PlanDocument(reading: document.bytes, name: "plan.json", digester: sha256).plan
    }

    /// A plan that was read has its reasons in words, and is the same else.
    private func expectSame(_ read: Plan, _ plan: Plan) {
        var plan = plan
        for index in plan.actions.indices {
            plan.actions[index].reason = .other(plan.actions[index].reason.text)
        }
        #expect(read == plan)
    }

    @Test func `has a case of every operation`() async throws {
        var seen: Set<Operation> = []
        for one in ApplyCase.all { seen.formUnion(try await one.system().plan().actions.map(\.operation)) }
        #expect(seen == Set(Operation.allCases))
    }

    @Test func `writes both keys of two tickets that moved`() async throws {
        let one = try #require(ApplyCase.all.last)
        let system = try await one.system()
        try await system.sync()
        #expect(await system.row("2")?.tickets == ["OPS-1", "OPS-2"])
    }

    @Test func `gives the new key the dead key's place`() async throws {
        let system = MemorySystem([.example("1", tickets: ["OLD-1"])])
        try await system.sync()
        await system.table.change("1") { $0.tickets = ["CCS-1", "OLD-1"] }
        await system.tracker.delete("CCS-1")
        try await system.sync()
        #expect(await system.row("1")?.tickets == ["CCS-2", "OLD-1"])
    }

    @Test func `commits the state with what was done`() async throws {
        let system = MemorySystem([.example("1"), .example("2"), .example("3", debt: false)])
        let plan = try await system.plan()
        let report = try await system.apply(plan)
        let commit = try #require(await system.repository.commits.last)
        let sealed = PlanDocument(plan, expectedCalls: 0, tool: "audit-jira test", digester: sha256)
        #expect(commit.message.subject == "audit-jira: 2 created")
        #expect(commit.message.body == ["create 1 src/1.py CCS-1", "create 2 src/2.py CCS-2"])
        #expect(
            commit.message.trailers.map { "\($0.name): \($0.value)" } == [
                "Audit-Jira-Plan: \(sealed.digest)", "Audit-Jira-Serial: 1", "Audit-Jira-Created: 2",
            ]
        )
        #expect(report.serial == 1 && commit.state.serial == 1)
        #expect(commit.state.links.map(\.key) == ["CCS-1", "CCS-2"])
        #expect(
            commit.state.links.allSatisfy { $0.kind == .managed && $0.agreed == .open && $0.operation != nil }
        )
        await system.table.change("1") { $0.debt = false }
        await system.table.change("2") { $0.text = "Worse." }
        try await system.sync()
        let next = try #require(await system.repository.commits.last)
        #expect(next.message.subject == "audit-jira: 1 updated, 1 closed")
        #expect(next.state.serial == 2 && next.state.lineage == commit.state.lineage)
    }

    @Test func `commits nothing when there is nothing to do`() async throws {
        let system = MemorySystem([.example("1")])
        try await system.sync()
        let report = try await system.sync()
        #expect(report.commit == nil && report.serial == 1)
        #expect(await system.repository.commits.count == 1)
    }

    @Test func `refuses before it writes when a guard does`() async throws {
        var system = MemorySystem([.example("1"), .example("2")])
        system.guards.limits[.create] = Guards.Limit(count: 1)
        let plan = try await system.plan()
        let error = await #expect(throws: Problem.self) { try await system.apply(plan) }
        #expect(error?.kind == .guarded)
        #expect(error?.hint?.contains("--allow max_create=2") == true)
        #expect(await system.tracker.created.isEmpty)
        var acknowledged = plan
        acknowledged.allow = ["max_create": 2]
        #expect(try await system.apply(acknowledged).undone.isEmpty)
    }

    @Test func `refuses before it writes when the state could not be committed`() async throws {
        let system = MemorySystem([.example("1")])
        let plan = try await system.plan()
        await system.repository.refuse(Problem(.failure, "A merge is in progress."))
        await #expect(throws: Problem.self) { try await system.apply(plan) }
        #expect(await system.tracker.created.isEmpty)
    }
}
