import Reconciliation
import TestSupport
import Testing
import Workflow

/// The ways in which a decision finds its row: by key, by path, and by the state.
@Suite struct LookupTests {
    /// A system with row 1 and its issue CCS-1, and the ticket CCS-2 that people wrote.
    private func system(_ rows: [Row] = [.example("1")]) async throws -> MemorySystem {
        let system = MemorySystem(rows)
        try await system.sync()
        await system.tracker.write("By people")
        return system
    }

    @Test(arguments: ["1", "src/1.py"])
    func `finds a row by its key or its path`(_ name: String) async throws {
        let system = try await system()
        #expect(try await system.link(name, "CCS-2").lines == ["link 1 src/1.py CCS-2 followed"])
        #expect(await system.links.map(\.row) == ["1", "1"])
    }

    @Test(arguments: ["9", "1", "src/1.py"])
    func `finds a row whose key changed by either key, and links it with the others`(
        _ name: String
    )
        async throws
    {
        let system = try await system()
        await system.table.change("1") { $0.key = "9" }
        #expect(try await system.link(name, "CCS-2").lines == ["link 9 src/1.py CCS-2 followed"])
        #expect(await system.links.map(\.row) == ["1", "1"])
        #expect(try await system.plan().gist == ["update 9 CCS-1", "relink 9 CCS-2"])
        try await system.sync()
        #expect(await system.links.map(\.row) == ["9", "9"])
        #expect(await system.row("9")?.tickets == ["CCS-1", "CCS-2"])
        #expect(try await system.plan().gist == [])
    }

    @Test(arguments: ["1", "lib/1.py", "src/1.py"])
    func `finds a row whose path changed by either path`(_ name: String) async throws {
        let system = try await system()
        await system.table.change("1") { $0.path = "lib/1.py" }
        #expect(try await system.link(name, "CCS-2").lines == ["link 1 lib/1.py CCS-2 followed"])
        #expect(await system.links.map(\.row) == ["1", "1"])
    }

    @Test func `takes no other row for one that is gone, though that has its path now`() async throws {
        var policies = Policies()
        policies.rowDeleted = .conflict
        let system = MemorySystem([.example("1"), .example("2")], policies: policies)
        try await system.sync()
        await system.tracker.edit("CCS-1") { $0.fields["summary"] = .text("By people") }
        await system.table.delete("2")
        await system.table.change("1") { $0.path = "src/2.py" }
        #expect(try await system.plan().gist == ["record 1 CCS-1", "conflict summary", "conflict status"])
        let decided = try await system.resolve("2", taking: .jira)
        #expect(decided.settled.map(\.row) == ["2"])
        #expect(await system.links.map(\.decision) == [nil, .jira])
    }

    @Test(arguments: ["2", "src/1.py"], [nil, "CCS-1"])
    func `takes a new row at another's old path for itself`(_ name: String, _ ticket: String?) async throws {
        let system = MemorySystem([.example("1", tickets: ticket.map { [$0] })])
        if ticket != nil { await system.tracker.write("By people") }
        try await system.sync()
        await system.tracker.write("By people, too")
        await system.table.change("1") { $0.path = "lib/1.py" }
        await system.table.put(.example("2", path: "src/1.py"))
        #expect(try await system.link(name, "CCS-2").lines == ["link 2 src/1.py CCS-2 followed"])
        #expect(await system.links.map(\.row) == ["1", "2"])
        let first = ticket == nil ? "update 1 CCS-1" : "record 1 CCS-1"
        #expect(try await system.plan().gist == [first, "relink 2 CCS-2"])
    }

    @Test func `asks for the key where two rows have one path`() async throws {
        let system = try await system([.example("1"), .example("2", path: "src/1.py")])
        let error = await #expect(throws: Problem.self) { try await system.link("src/1.py", "CCS-3") }
        #expect(error?.summary == "The rows 1, 2 all have the path src/1.py")
        #expect(error?.hint == "Name the row by its key")
        try await system.link("2", "CCS-3")
    }

    @Test func `takes a name for a key where it is another row's path`() async throws {
        let system = try await system([.example("1"), .example("2", path: "1")])
        #expect(try await system.link("1", "CCS-3").lines == ["link 1 src/1.py CCS-3 followed"])
    }

    @Test func `says which row or issue is unknown`() async throws {
        let system = try await system()
        var error = await #expect(throws: Problem.self) { try await system.link("7", "CCS-2") }
        #expect(error?.summary == "There is no row 7 in the table")
        error = await #expect(throws: Problem.self) { try await system.link("1", "CCS-99") }
        #expect(error?.summary == "There is no issue CCS-99, or this account may not see it")
        error = await #expect(throws: Problem.self) { try await system.resolve("7", taking: .audit) }
        #expect(error?.summary == "Row 7 has no conflict")
        await system.table.delete("1")
        error = await #expect(throws: Problem.self) { try await system.link("1", "CCS-2") }
        #expect(error?.summary == "There is no row 1 in the table")
    }

    @Test(arguments: ["1", "src/1.py"])
    func `finds a conflict over a row that is gone`(_ name: String) async throws {
        var policies = Policies()
        policies.rowDeleted = .conflict
        let system = MemorySystem([.example("1")], policies: policies)
        try await system.sync()
        await system.table.delete("1")
        #expect(try await system.plan().gist == ["conflict status"])
        #expect(
            try await system.resolve(name, taking: .audit).lines == [
                "resolve 1 src/1.py CCS-1 take audit for status"
            ]
        )
        #expect(try await system.plan().gist == ["close 1 CCS-1"])
    }

    @Test func `finds a conflict over a row that is gone with the state`() async throws {
        var policies = Policies()
        policies.rowDeleted = .conflict
        let system = MemorySystem([.example("1"), .example("2")], policies: policies)
        try await system.sync()
        await system.repository.lose()
        await system.table.delete("1")
        #expect(try await system.plan().gist == ["adopt 2 CCS-2", "conflict status"])
        try await system.resolve("1", taking: .jira)
        #expect(try await system.plan().gist == ["forget 1 CCS-1", "adopt 2 CCS-2"])
    }

    @Test func `finds a conflict over an issue that the row does not name`() async throws {
        let system = try await system()
        await system.repository.lose()
        await system.tracker.close("CCS-1")
        await system.table.change("1") { $0.tickets = nil }
        #expect(try await system.plan().gist == ["conflict status"])
        try await system.resolve("1", taking: .audit)
        #expect(try await system.plan().gist == ["reopen 1 CCS-1", "relink 1 CCS-1"])
    }

    @Test func `looks at a row's conflict as the plan does, whatever else there is`() async throws {
        let system = try await system([.example("1"), .example("2", tickets: ["CCS-1"]), .example("3")])
        await system.tracker.clone("CCS-1")
        await system.table.change("1") { $0.path = "lib/1.py" }
        await system.table.put(.example("4", path: "src/1.py"))
        await system.table.delete("3")
        await system.tracker.edit("CCS-1") { $0.fields["summary"] = .text("Theirs") }
        let before = try await system.plan()
        #expect(before.conflicts.map(\.row) == ["1"])
        #expect(try await system.resolve("lib/1.py", taking: .jira).settled == before.conflicts)
        let after = try await system.plan()
        #expect(after.conflicts.isEmpty)
        #expect(after.actions.filter { $0.row != "1" } == before.actions.filter { $0.row != "1" })
    }
}
