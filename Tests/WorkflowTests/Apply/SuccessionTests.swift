import Reconciliation
import TestSupport
import Testing
import Workflow

/// A ticket that took another one's place, in a run whose machine was lost.
@Suite struct SuccessionTests {
    /// What became of the first one.
    enum End: CaseIterable, Sendable {
        /// People deleted it.
        case deleted
        /// It was closed, and stays closed when its debt is back.
        case closed
    }

    /// A world whose row 1 had CCS-1, and got CCS-2 in a run that only Jira knows of.
    private func world(_ end: End) async throws -> World {
        var policies = Policies()
        policies.regression = .create
        let world = World([.example("1")], policies: policies)
        try await world.syncAtOnce()
        switch end {
        case .deleted: await world.tracker.delete("CCS-1")
        case .closed:
            await world.table.change("1") { $0.debt = false }
            try await world.syncAtOnce()
            await world.table.change("1") { $0.debt = true }
        }
        let commits = await world.repository.commits.count
        try await world.syncAtOnce()
        await world.repository.rewind(to: commits)
        await world.table.change("1") { $0.tickets = ["CCS-1"] }
        #expect(Set(try await world.plan().gist) == ["adopt 1 CCS-2", "forget 1 CCS-1"])
        return world
    }

    /// Syncs until nothing is left to do, and checks that the second ticket has the first one's place everywhere.
    private func settle(_ world: World, _ comment: Comment) async throws {
        for _ in 0..<3 { try await world.syncAtOnce() }
        let left = try await world.plan().gist
        #expect(left == [], comment)
        #expect(await world.links.map(\.key) == ["CCS-2"], comment)
        #expect(await world.row("1")?.tickets == ["CCS-2"], comment)
        #expect(await world.tracker.created.count == 2, comment)
    }

    @Test(arguments: End.allCases)
    func `it has the first one's place when the run that adopts it dies, too`(_ end: End) async throws {
        var steps = 0
        while true {
            let world = try await world(end)
            guard try await world.die(after: steps, { try await world.syncAtOnce() }) else { break }
            try await settle(world, "died after \(steps) steps")
            steps += 1
        }
        #expect(steps > 5)
    }

    @Test(arguments: End.allCases)
    func `it has the first one's place when the row could not be written at first`(_ end: End) async throws {
        let world = try await world(end)
        await world.table.refuse("1", Problem(.failure, "The table cannot be written."))
        try await world.syncAtOnce()
        await world.table.refuse("1", nil)
        try await settle(world, "\(end)")
    }

    @Test func `it is related with the first one wherever the run that creates it dies`() async throws {
        var policies = Policies()
        policies.regression = .create
        var steps = 0
        while true {
            let world = World([.example("1")], policies: policies)
            try await world.syncAtOnce()
            await world.table.change("1") { $0.debt = false }
            try await world.syncAtOnce()
            await world.table.change("1") { $0.debt = true }
            let hasDied = try await world.die(after: steps) { try await world.syncAtOnce() }
            try await settle(world, "died after \(steps) steps")
            let relations = Set(await world.tracker.relations)
            #expect(relations == [Relation(.relates, "CCS-2", "CCS-1")], "died after \(steps) steps")
            guard hasDied else { break }
            steps += 1
        }
        #expect(steps > 5)
    }
}
