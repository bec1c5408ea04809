import Reconciliation
import TestSupport
import Testing
import Workflow

/// A ticket that took another one's place, in a run whose machine was lost.
@Suite struct SuccessionTests {
    /// The fate of the first one.
    enum End: CaseIterable, Sendable {
        /// People deleted it.
        case deleted
        /// It was closed, and stays closed when its debt is back.
        case closed
    }

    /// A system whose row 1 had CCS-1, and got CCS-2 in a run that only Jira knows of.
    private func system(_ end: End) async throws -> MemorySystem {
        var policies = Policies()
        policies.regression = .create
        let system = MemorySystem([.example("1")], policies: policies)
        try await system.syncAtOnce()
        switch end {
        case .deleted: await system.tracker.delete("CCS-1")
        case .closed:
            await system.table.change("1") { $0.debt = false }
            try await system.syncAtOnce()
            await system.table.change("1") { $0.debt = true }
        }
        let commits = await system.repository.commits.count
        try await system.syncAtOnce()
        await system.repository.rewind(to: commits)
        await system.table.change("1") { $0.tickets = ["CCS-1"] }
        #expect(Set(try await system.plan().gist) == ["adopt 1 CCS-2", "forget 1 CCS-1"])
        return system
    }

    /// Syncs until nothing is left to do, and checks that the second ticket has the first one's place everywhere.
    private func settle(_ system: MemorySystem, _ comment: Comment) async throws {
        for _ in 0..<3 { try await system.syncAtOnce() }
        let left = try await system.plan().gist
        #expect(left == [], comment)
        #expect(await system.links.map(\.key) == ["CCS-2"], comment)
        #expect(await system.row("1")?.tickets == ["CCS-2"], comment)
        #expect(await system.tracker.created.count == 2, comment)
    }

    @Test(arguments: End.allCases)
    func `it has the first one's place when the run that adopts it dies, too`(_ end: End) async throws {
        var steps = 0
        while true {
            let system = try await system(end)
            guard try await system.die(after: steps, { try await system.syncAtOnce() }) else { break }
            try await settle(system, "died after \(steps) steps")
            steps += 1
        }
        #expect(steps > 5)
    }

    @Test(arguments: End.allCases)
    func `it has the first one's place when the row could not be written at first`(_ end: End) async throws {
        let system = try await system(end)
        await system.table.refuse("1", Problem(.failure, "The table cannot be written."))
        try await system.syncAtOnce()
        await system.table.refuse("1", nil)
        try await settle(system, "\(end)")
    }

    @Test func `it is related with the first one wherever the run that creates it dies`() async throws {
        var policies = Policies()
        policies.regression = .create
        var steps = 0
        while true {
            let system = MemorySystem([.example("1")], policies: policies)
            try await system.syncAtOnce()
            await system.table.change("1") { $0.debt = false }
            try await system.syncAtOnce()
            await system.table.change("1") { $0.debt = true }
            let hasDied = try await system.die(after: steps) { try await system.syncAtOnce() }
            try await settle(system, "died after \(steps) steps")
            let relations = Set(await system.tracker.relations)
            #expect(relations == [Relation(.relates, "CCS-2", to: "CCS-1")], "died after \(steps) steps")
            guard hasDied else { break }
            steps += 1
        }
        #expect(steps > 5)
    }
}
