import Reconciliation
import TestSupport
import Testing
import Workflow

/// What something in Jira that keeps writing a field comes to, run after run.
@Suite struct FlipApplyTests {
    /// A world with row 1 and its issue CCS-1, of which one owner decides over every field.
    private func world(_ owner: Owner) async throws -> World {
        let world = World(
            [.example("1")],
            owners: ["summary": owner, "description": owner, "labels": owner]
        )
        try await world.sync()
        return world
    }

    /// Plans and applies, checks that nothing remains, and returns what the plan said.
    private func run(_ world: World) async throws -> [String] {
        let plan = try await world.plan()
        let report = try await world.apply(plan)
        #expect(report.undone.isEmpty && report.remaining.isEmpty, "\(report)")
        return plan.gist
    }

    private func retitle(_ world: World, _ title: String) async {
        await world.tracker.edit("CCS-1") { $0.fields["summary"] = .text(title) }
    }

    /// An automation that writes the field anew before each of three runs; what the runs say.
    private func runs(_ world: World, _ automation: (Int) async -> Void) async throws -> [[String]] {
        var says: [[String]] = []
        for number in 0..<3 {
            await automation(number)
            says.append(try await run(world))
        }
        return says
    }

    static let update = ["update 1 CCS-1"]
    static let record = ["record 1 CCS-1"]
    static let finding = ["finding perpetual_diff"]

    @Test(arguments: ["summary", "description"])
    func `leaves a field of the row's alone once it was overwritten twice`(_ name: FieldName) async throws {
        let world = try await world(.audit)
        let says = try await runs(world) { _ in
            await world.tracker.edit("CCS-1") { $0.fields[name] = .text("Theirs") }
        }
        #expect(says == [Self.update, Self.update, Self.finding])
        #expect(await world.tracker.changed.count == 2)
        #expect(await world.tracker.issue("CCS-1")?.fields[name] == .text("Theirs"))
        #expect(try await run(world) == Self.finding)
    }

    @Test(arguments: ["summary", "description"])
    func `records a field that goes back and forth twice and no more`(_ name: FieldName) async throws {
        let world = try await world(.merge)
        let ours = try #require(await world.tracker.issue("CCS-1")?.fields[name])
        let says = try await runs(world) { number in
            let value = number % 2 == 0 ? FieldValue.text("Theirs") : ours
            await world.tracker.edit("CCS-1") { $0.fields[name] = value }
        }
        #expect(says == [Self.record, Self.record, Self.finding])
        #expect(await world.repository.commits.count == 3)
    }

    @Test func `records as many values as people like`() async throws {
        let world = try await world(.merge)
        for number in 0..<5 {
            await retitle(world, "Title \(number)")
            #expect(try await run(world) == Self.record)
        }
    }

    @Test(arguments: [(Owner.audit, "technical-debt"), (.audit, Marker.name), (.merge, Marker.name)])
    func `leaves labels alone once they were put back twice`(_ owner: Owner, _ label: String) async throws {
        let world = try await world(owner)
        let says = try await runs(world) { _ in
            await world.tracker.edit("CCS-1") { $0.labels.removeAll { $0 == label } }
        }
        #expect(says == [Self.update, Self.update, Self.finding])
        #expect(await world.tracker.issue("CCS-1")?.labels.contains(label) == false)
    }

    @Test func `leaves several labels alone that are removed each time`() async throws {
        let world = try await world(.audit)
        let says = try await runs(world) { _ in await world.tracker.edit("CCS-1") { $0.labels = ["theirs"] } }
        #expect(says == [Self.update, Self.update, Self.finding])
        #expect(await world.tracker.issue("CCS-1")?.labels == ["theirs"])
    }

    @Test func `starts anew when the row changes`() async throws {
        let world = try await world(.audit)
        _ = try await runs(world) { _ in await retitle(world, "Theirs") }
        await world.table.change("1") { $0.path = "lib/1.py" }
        #expect(try await run(world) == Self.update)
        #expect(await world.tracker.issue("CCS-1")?.fields["summary"] == .text("Technical debt in lib/1.py"))
        let says = try await runs(world) { _ in await retitle(world, "Theirs") }
        #expect(says == [Self.update, Self.update, Self.finding])
    }

    @Test func `starts anew with another value`() async throws {
        let world = try await world(.audit)
        _ = try await runs(world) { _ in await retitle(world, "Theirs") }
        let says = try await runs(world) { _ in await retitle(world, "Theirs, too") }
        #expect(says == [Self.update, Self.update, Self.finding])
    }

    @Test func `starts anew after a run in which the field rested`() async throws {
        let world = try await world(.audit)
        await retitle(world, "Theirs")
        #expect(try await run(world) == Self.update)
        await world.table.change("1") { $0.text = "Worse." }
        #expect(try await run(world) == Self.update)
        let says = try await runs(world) { _ in await retitle(world, "Theirs") }
        #expect(says == [Self.update, Self.update, Self.finding])
    }

    @Test(arguments: [Owner.audit, .merge])
    func `leaves a field alone though something else of the issue is written`(_ owner: Owner) async throws {
        let world = try await world(owner)
        let ours = try #require(await world.tracker.issue("CCS-1")?.fields["summary"])
        _ = try await runs(world) { number in
            let isBack = owner == .merge && number % 2 == 1
            await world.tracker.edit("CCS-1") { $0.fields["summary"] = isBack ? ours : .text("Theirs") }
        }
        await world.table.change("1") { $0.text = "Worse." }
        #expect(try await run(world) == Self.update + Self.finding)
        #expect(try await run(world) == Self.finding)
        #expect(await world.tracker.issue("CCS-1")?.fields["summary"] == .text("Theirs"))
    }

    @Test func `leaves labels alone though something else of the issue is written`() async throws {
        let world = try await world(.audit)
        _ = try await runs(world) { _ in
            await world.tracker.edit("CCS-1") { $0.labels.removeAll { $0 == "technical-debt" } }
        }
        await world.table.change("1") { $0.text = "Worse." }
        #expect(try await run(world) == Self.update + Self.finding)
        #expect(try await run(world) == Self.finding)
    }

    @Test func `writes a field again once nothing brings the value back`() async throws {
        let world = try await world(.audit)
        _ = try await runs(world) { _ in await retitle(world, "Theirs") }
        await retitle(world, "Technical debt in src/1.py")
        #expect(try await run(world) == [])
        await retitle(world, "By people")
        #expect(try await run(world) == Self.update)
    }
}
