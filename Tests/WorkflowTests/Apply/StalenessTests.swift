import Reconciliation
import TestSupport
import Testing
import Workflow

/// Something that happens between the plan and its apply, to row 1 or its issue; row 2 is planned for as well.
struct StaleCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// The steps before the plan.
    let before: @Sendable (MemorySystem) async -> Void
    /// The steps after it.
    let meanwhile: @Sendable (MemorySystem) async -> Void
    /// A text that the reason has to name.
    let says: String

    init(
        _ testDescription: String,
        before: @escaping @Sendable (MemorySystem) async -> Void,
        meanwhile: @escaping @Sendable (MemorySystem) async -> Void,
        says: String
    ) {
        self.testDescription = testDescription
        self.before = before
        self.meanwhile = meanwhile
        self.says = says
    }

    static let all: [StaleCase] = [
        StaleCase(
            "a row to close for has debt again",
            before: { await $0.table.change("1") { $0.debt = false } },
            meanwhile: { await $0.table.change("1") { $0.debt = true } },
            says: "row 1"
        ),
        StaleCase(
            "a rewritten row is rewritten again",
            before: { await $0.table.change("1") { $0.text = "Worse." } },
            meanwhile: { await $0.table.change("1") { $0.text = "Better." } },
            says: "row 1"
        ),
        StaleCase(
            "a row to resolve was rewritten",
            before: { await $0.tracker.close("CCS-1") },
            meanwhile: { await $0.table.change("1") { $0.text = "Worse." } },
            says: "row 1"
        ),
        StaleCase(
            "a row to update for is gone",
            before: { await $0.table.change("1") { $0.text = "Worse." } },
            meanwhile: { await $0.table.delete("1") },
            says: "gone"
        ),
        StaleCase(
            "a row that was gone is back",
            before: { await $0.table.delete("1") },
            meanwhile: { await $0.table.put(.example("1", tickets: ["CCS-1"])) },
            says: "back"
        ),
        StaleCase(
            "an issue to update was retitled",
            before: { await $0.table.change("1") { $0.text = "Worse." } },
            meanwhile: { await $0.tracker.edit("CCS-1") { $0.fields["summary"] = .text("Theirs") } },
            says: "CCS-1"
        ),
        StaleCase(
            "an issue to close was closed",
            before: { await $0.table.change("1") { $0.debt = false } },
            meanwhile: { await $0.tracker.close("CCS-1") },
            says: "CCS-1"
        ),
        StaleCase(
            "a closed issue was opened again",
            before: { await $0.tracker.close("CCS-1") },
            meanwhile: { await $0.tracker.reopen("CCS-1") },
            says: "To Do"
        ),
        StaleCase(
            "an issue to close is gone",
            before: { await $0.table.change("1") { $0.debt = false } },
            meanwhile: { await $0.tracker.delete("CCS-1") },
            says: "gone"
        ),
        StaleCase(
            "an issue to update moved",
            before: { await $0.table.change("1") { $0.text = "Worse." } },
            meanwhile: { await $0.tracker.move("CCS-1", to: "OPS") },
            says: "OPS-1"
        ),
        StaleCase(
            "a column to be written was written by a person",
            before: { await $0.tracker.close("CCS-1") },
            meanwhile: { await $0.table.change("1") { $0.also[1] = .text("BLOCKED") } },
            says: "audit_status"
        ),
    ]
}

@Suite struct StalenessTests {
    @Test(arguments: StaleCase.all)
    func `skips what is no longer true and does the rest`(_ one: StaleCase) async throws {
        let system = try await Self.system(one)
        let plan = try await system.plan()
        await one.meanwhile(system)
        let issue = await system.tracker.issue("CCS-1")
        let row = await system.row("1")
        let report = try await system.apply(plan)
        let (mine, other) = (
            report.results.filter { $0.action.row == "1" }, report.results.filter { $0.action.row != "1" }
        )
        #expect(!mine.isEmpty && !other.isEmpty)
        for result in mine {
            guard case .stale(let reason) = result.ending else {
                Testing.Issue.record("\(result.action.gist) ended as \(result.ending)")
                continue
            }
            #expect(reason.contains(one.says), "\(reason)")
        }
        #expect(other.allSatisfy { $0.isDone })
        #expect(await system.tracker.issue("CCS-1") == issue)
        #expect(await system.row("1") == row)
        try await system.sync()
        #expect(try await system.plan().isEmpty)
    }

    @Test(arguments: StaleCase.all)
    func `refuses everything when it is strict`(_ one: StaleCase) async throws {
        let system = try await Self.system(one)
        let plan = try await system.plan()
        await one.meanwhile(system)
        let (issues, rows) = (await system.tracker.issues, await system.table.rows)
        var options = Apply.Options()
        options.isStrict = true
        let strict = options
        let error = await #expect(throws: Problem.self) { try await system.apply(plan, strict) }
        #expect(error?.kind == .stale)
        #expect(await system.tracker.issues == issues)
        #expect(await system.table.rows == rows)
    }

    /// Row 1 with CCS-1 and row 2 with CCS-2, row 2 rewritten beside what happens.
    private static func system(_ one: StaleCase) async throws -> MemorySystem {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        await one.before(system)
        await system.table.change("2") { $0.text = "Worse too." }
        return system
    }

    @Test func `creates nothing for a row that another run gave an issue`() async throws {
        let system = MemorySystem([.example("1")])
        let (mine, other) = (try await system.plan(), try await system.plan())
        try await system.apply(other)
        await system.table.change("1") { $0.tickets = nil }
        let report = try await system.apply(mine)
        #expect(
            report.results.map(\.ending) == [
                .stale("approved: row 1 has no issue; now: CCS-1 was created for it")
            ]
        )
        #expect(await system.tracker.created.count == 1)
    }

    @Test func `skips a row that changes just before it is written, and says so`() async throws {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        await system.tracker.close("CCS-1")
        await system.tracker.close("CCS-2")
        let plan = try await system.plan()
        await system.table.interfere { $0["1"]?.text = "Worse." }
        let report = try await system.apply(plan)
        #expect(report.results.map(\.isDone) == [false, true])
        #expect(await system.row("1")?.hasDebt == true)
        #expect(await system.row("2")?.hasDebt == false)
        #expect(try await system.plan().gist == ["conflict status"])
    }

    @Test func `refuses a plan of another state and of another configuration`() async throws {
        let system = MemorySystem([.example("1")])
        try await system.sync()
        await system.table.change("1") { $0.text = "Worse." }
        var plan = try await system.plan()
        let good = plan
        plan.binding.lineage = "22222222-2222-4222-8222-222222222222"
        let foreign = plan
        await #expect(throws: Problem.self) { try await system.apply(foreign) }
        plan = good
        plan.binding.configuration = sha256.digest("another")
        let older = plan
        await #expect(throws: Problem.self) { try await system.apply(older) }
        #expect(await system.tracker.changed.isEmpty)
        #expect(try await system.apply(good).undone.isEmpty)
    }

    @Test func `leaves alone what people decided about since`() async throws {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        await system.table.change("1") { $0.text = "Worse." }
        await system.table.change("2") { $0.text = "Worse." }
        let plan = try await system.plan()
        _ = try await LinkDecisions.unlink("1", nil, in: system.repository)
        let report = try await system.apply(plan)
        #expect(report.results.map(\.isStale) == [true, false])
        #expect(await system.links.map(\.decision) == [.unlink, nil])
        #expect(try await system.plan().gist == ["forget 1 CCS-1", "create 1"])
    }
}
