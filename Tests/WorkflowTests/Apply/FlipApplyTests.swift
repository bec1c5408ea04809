import Reconciliation
import TestSupport
import Testing
import Workflow

/// What something in Jira that keeps writing a field comes to, run after run.
@Suite struct FlipApplyTests {
    /// A system with row 1 and its issue CCS-1, of which one owner decides over every field.
    private func system(_ owner: Owner) async throws -> MemorySystem {
        let system = MemorySystem(
            [.example("1")],
            owners: ["summary": owner, "description": owner, "labels": owner]
        )
        try await system.sync()
        return system
    }

    /// Plans and applies, checks that nothing remains, and returns what the plan said.
    private func run(_ system: MemorySystem) async throws -> [String] {
        let plan = try await system.plan()
        let report = try await system.apply(plan)
        #expect(report.undone.isEmpty && report.remaining.isEmpty, "\(report)")
        return plan.gist
    }

    private func retitle(_ system: MemorySystem, _ title: String) async {
        await system.tracker.edit("CCS-1") { $0.fields["summary"] = .text(title) }
    }

    /// An automation that writes the field anew before each of three runs; what the runs say.
    private func runs(_ system: MemorySystem, _ automation: (Int) async -> Void) async throws -> [[String]] {
        var says: [[String]] = []
        for number in 0..<3 {
            await automation(number)
            says.append(try await run(system))
        }
        return says
    }

    static let update = ["update 1 CCS-1"]
    static let record = ["record 1 CCS-1"]
    static let finding = ["finding perpetual_diff"]

    @Test(arguments: ["summary", "description"])
    func `leaves a field of the row's alone once it was overwritten twice`(_ name: FieldName) async throws {
        let system = try await system(.audit)
        let says = try await runs(system) { _ in
            await system.tracker.edit("CCS-1") { $0.fields[name] = .text("Theirs") }
        }
        #expect(says == [Self.update, Self.update, Self.finding])
        #expect(await system.tracker.changed.count == 2)
        #expect(await system.tracker.issue("CCS-1")?.fields[name] == .text("Theirs"))
        #expect(try await run(system) == Self.finding)
    }

    @Test(arguments: ["summary", "description"])
    func `records a field that goes back and forth twice and no more`(_ name: FieldName) async throws {
        let system = try await system(.merge)
        let ours = try #require(await system.tracker.issue("CCS-1")?.fields[name])
        let says = try await runs(system) { number in
            let value = number % 2 == 0 ? FieldValue.text("Theirs") : ours
            await system.tracker.edit("CCS-1") { $0.fields[name] = value }
        }
        #expect(says == [Self.record, Self.record, Self.finding])
        #expect(await system.repository.commits.count == 3)
    }

    @Test func `records as many values as people like`() async throws {
        let system = try await system(.merge)
        for number in 0..<5 {
            await retitle(system, "Title \(number)")
            #expect(try await run(system) == Self.record)
        }
    }

    @Test(arguments: [(Owner.audit, "technical-debt"), (.audit, Marker.name), (.merge, Marker.name)])
    func `leaves labels alone once they were put back twice`(_ owner: Owner, _ label: String) async throws {
        let system = try await system(owner)
        let says = try await runs(system) { _ in
            await system.tracker.edit("CCS-1") { $0.labels.removeAll { $0 == label } }
        }
        #expect(says == [Self.update, Self.update, Self.finding])
        #expect(await system.tracker.issue("CCS-1")?.labels.contains(label) == false)
    }

    @Test func `leaves several labels alone that are removed each time`() async throws {
        let system = try await system(.audit)
        let says = try await runs(system) { _ in await system.tracker.edit("CCS-1") { $0.labels = ["theirs"] }
        }
        #expect(says == [Self.update, Self.update, Self.finding])
        #expect(await system.tracker.issue("CCS-1")?.labels == ["theirs"])
    }

    @Test func `starts anew when the row changes`() async throws {
        let system = try await system(.audit)
        _ = try await runs(system) { _ in await retitle(system, "Theirs") }
        await system.table.change("1") { $0.path = "lib/1.py" }
        #expect(try await run(system) == Self.update)
        #expect(await system.tracker.issue("CCS-1")?.fields["summary"] == .text("Technical debt in lib/1.py"))
        let says = try await runs(system) { _ in await retitle(system, "Theirs") }
        #expect(says == [Self.update, Self.update, Self.finding])
    }

    @Test func `starts anew with another value`() async throws {
        let system = try await system(.audit)
        _ = try await runs(system) { _ in await retitle(system, "Theirs") }
        let says = try await runs(system) { _ in await retitle(system, "Theirs, too") }
        #expect(says == [Self.update, Self.update, Self.finding])
    }

    @Test func `starts anew after a run in which the field rested`() async throws {
        let system = try await system(.audit)
        await retitle(system, "Theirs")
        #expect(try await run(system) == Self.update)
        await system.table.change("1") { $0.text = "Worse." }
        #expect(try await run(system) == Self.update)
        let says = try await runs(system) { _ in await retitle(system, "Theirs") }
        #expect(says == [Self.update, Self.update, Self.finding])
    }

    @Test(arguments: [Owner.audit, .merge])
    func `leaves a field alone though something else of the issue is written`(_ owner: Owner) async throws {
        let system = try await system(owner)
        let ours = try #require(await system.tracker.issue("CCS-1")?.fields["summary"])
        _ = try await runs(system) { number in
            let isBack = owner == .merge && number % 2 == 1
            await system.tracker.edit("CCS-1") { $0.fields["summary"] = isBack ? ours : .text("Theirs") }
        }
        await system.table.change("1") { $0.text = "Worse." }
        #expect(try await run(system) == Self.update + Self.finding)
        #expect(try await run(system) == Self.finding)
        #expect(await system.tracker.issue("CCS-1")?.fields["summary"] == .text("Theirs"))
    }

    @Test func `leaves labels alone though something else of the issue is written`() async throws {
        let system = try await system(.audit)
        _ = try await runs(system) { _ in
            await system.tracker.edit("CCS-1") { $0.labels.removeAll { $0 == "technical-debt" } }
        }
        await system.table.change("1") { $0.text = "Worse." }
        #expect(try await run(system) == Self.update + Self.finding)
        #expect(try await run(system) == Self.finding)
    }

    @Test func `writes a field again once nothing brings the value back`() async throws {
        let system = try await system(.audit)
        _ = try await runs(system) { _ in await retitle(system, "Theirs") }
        await retitle(system, "Technical debt in src/1.py")
        #expect(try await run(system) == [])
        await retitle(system, "By people")
        #expect(try await run(system) == Self.update)
    }
}
