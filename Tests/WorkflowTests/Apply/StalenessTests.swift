import Reconciliation
import TestSupport
import Testing
import Workflow

/// Something that happens between the plan and its apply, to row 1 or its issue; row 2 is planned for as well.
struct StaleCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// What happens before the plan.
    let before: @Sendable (World) async -> Void
    /// What happens after it.
    let meanwhile: @Sendable (World) async -> Void
    /// What the reason has to name.
    let says: String

    init(
        _ testDescription: String,
        before: @escaping @Sendable (World) async -> Void,
        meanwhile: @escaping @Sendable (World) async -> Void,
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
        let world = try await Self.world(one)
        let plan = try await world.plan()
        await one.meanwhile(world)
        let issue = await world.tracker.issue("CCS-1")
        let row = await world.row("1")
        let report = try await world.apply(plan)
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
        #expect(await world.tracker.issue("CCS-1") == issue)
        #expect(await world.row("1") == row)
        try await world.sync()
        #expect(try await world.plan().isEmpty)
    }

    @Test(arguments: StaleCase.all)
    func `refuses everything when it is strict`(_ one: StaleCase) async throws {
        let world = try await Self.world(one)
        let plan = try await world.plan()
        await one.meanwhile(world)
        let (issues, rows) = (await world.tracker.issues, await world.table.rows)
        var options = Apply.Options()
        options.isStrict = true
        let strict = options
        let error = await #expect(throws: Problem.self) { try await world.apply(plan, strict) }
        #expect(error?.kind == .stale)
        #expect(await world.tracker.issues == issues)
        #expect(await world.table.rows == rows)
    }

    /// Row 1 with CCS-1 and row 2 with CCS-2, row 2 rewritten beside what happens.
    private static func world(_ one: StaleCase) async throws -> World {
        let world = World([.example("1"), .example("2")])
        try await world.sync()
        await one.before(world)
        await world.table.change("2") { $0.text = "Worse too." }
        return world
    }

    @Test func `creates nothing for a row that another run gave an issue`() async throws {
        let world = World([.example("1")])
        let (mine, other) = (try await world.plan(), try await world.plan())
        try await world.apply(other)
        await world.table.change("1") { $0.tickets = nil }
        let report = try await world.apply(mine)
        #expect(
            report.results.map(\.ending) == [
                .stale("approved: row 1 has no issue; now: CCS-1 was created for it")
            ]
        )
        #expect(await world.tracker.created.count == 1)
    }

    @Test func `skips a row that changes just before it is written, and says so`() async throws {
        let world = World([.example("1"), .example("2")])
        try await world.sync()
        await world.tracker.close("CCS-1")
        await world.tracker.close("CCS-2")
        let plan = try await world.plan()
        await world.table.interfere { $0["1"]?.text = "Worse." }
        let report = try await world.apply(plan)
        #expect(report.results.map(\.isDone) == [false, true])
        #expect(await world.row("1")?.hasDebt == true)
        #expect(await world.row("2")?.hasDebt == false)
        #expect(try await world.plan().gist == ["conflict status"])
    }

    @Test func `refuses a plan of another state and of another configuration`() async throws {
        let world = World([.example("1")])
        try await world.sync()
        await world.table.change("1") { $0.text = "Worse." }
        var plan = try await world.plan()
        let good = plan
        plan.binding.lineage = "22222222-2222-4222-8222-222222222222"
        let foreign = plan
        await #expect(throws: Problem.self) { try await world.apply(foreign) }
        plan = good
        plan.binding.configuration = sha256.digest("another")
        let older = plan
        await #expect(throws: Problem.self) { try await world.apply(older) }
        #expect(await world.tracker.changed.isEmpty)
        #expect(try await world.apply(good).undone.isEmpty)
    }

    @Test func `leaves alone what people decided about since`() async throws {
        let world = World([.example("1"), .example("2")])
        try await world.sync()
        await world.table.change("1") { $0.text = "Worse." }
        await world.table.change("2") { $0.text = "Worse." }
        let plan = try await world.plan()
        _ = try await Deciding.unlink("1", nil, in: world.repository)
        let report = try await world.apply(plan)
        #expect(report.results.map(\.isStale) == [true, false])
        #expect(await world.links.map(\.decision) == [.unlink, nil])
        #expect(try await world.plan().gist == ["forget 1 CCS-1", "create 1"])
    }
}
