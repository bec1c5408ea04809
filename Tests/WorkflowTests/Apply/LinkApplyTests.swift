import Reconciliation
import TestSupport
import Testing
import Workflow

/// Rows and issues that people link and part, and what the next apply makes of it.
@Suite struct LinkApplyTests {
    /// A system with row 1 and its issue CCS-1, row 2 without debt, and CCS-2 that people wrote.
    private func system(_ owners: [FieldName: Owner] = [:]) async throws -> MemorySystem {
        let system = MemorySystem([.example("1"), .example("2", debt: false)], owners: owners)
        try await system.sync()
        await system.tracker.write("By people", labels: ["theirs"])
        return system
    }

    /// Plans and applies, checks that nothing is left to do, and returns what the plan said.
    private func run(_ system: MemorySystem) async throws -> [String] {
        let plan = try await system.plan()
        let report = try await system.apply(plan)
        #expect(report.undone.isEmpty && report.remaining.isEmpty, "\(report)")
        #expect(try await system.plan().gist == [])
        #expect(await system.links.allSatisfy { $0.decision == nil })
        return plan.gist
    }

    @Test func `follows an issue, and never writes it`() async throws {
        let system = try await system()
        let before = await system.tracker.issue("CCS-2")
        try await system.link("1", "CCS-2")
        #expect(await system.repository.commits.last?.message.subject == "audit-jira: link row 1 with CCS-2")
        #expect(await system.links.map(\.kind) == [.managed, .followed])
        #expect(try await run(system) == ["relink 1 CCS-2"])
        #expect(await system.row("1")?.tickets == ["CCS-1", "CCS-2"])
        await system.table.change("1") { $0.text = "Worse." }
        #expect(try await run(system) == ["update 1 CCS-1"])
        #expect(await system.tracker.issue("CCS-2") == before)
        try await system.unlink("1", "CCS-2")
        #expect(try await run(system) == ["forget 1 CCS-2"])
        #expect(await system.row("1")?.tickets == ["CCS-1"])
        #expect(await system.tracker.issue("CCS-2") == before)
        #expect(await system.tracker.changed.allSatisfy { $0.key == "CCS-1" })
    }

    @Test func `manages an issue: it gets marker and labels, and keeps what people wrote`() async throws {
        let system = try await system()
        await system.table.change("2") { $0.debt = true }
        try await system.link("src/2.py", "CCS-2", isManaged: true)
        #expect(try await run(system) == ["update 2 CCS-2"])
        let issue = try #require(await system.tracker.issue("CCS-2"))
        let link = try #require(await system.links.last)
        #expect(
            issue.marker
                == Marker(
                    row: "2",
                    lineage: await system.repository.state?.lineage ?? "",
                    operation: link.operation ?? ""
                )
        )
        #expect(issue.labels == [Marker.name, "layer-1", "technical-debt", "theirs"])
        #expect(issue.fields["summary"] == .text("By people"))
        #expect(issue.fields["description"] == .text("Too long."))
        #expect(await system.row("2")?.tickets == ["CCS-2"])
        // From now on it is written like any other.
        await system.table.change("2") { $0.path = "lib/2.py" }
        #expect(try await run(system) == ["update 2 CCS-2"])
        #expect(await system.tracker.issue("CCS-2")?.fields["summary"] == .text("Technical debt in lib/2.py"))
        await system.table.change("2") { $0.debt = false }
        #expect(try await run(system) == ["close 2 CCS-2"])
    }

    @Test func `overwrites what people wrote where the row wins`() async throws {
        let system = try await system(["summary": .audit])
        await system.table.change("2") { $0.debt = true }
        try await system.link("2", "CCS-2", isManaged: true)
        #expect(try await run(system) == ["update 2 CCS-2"])
        #expect(await system.tracker.issue("CCS-2")?.fields["summary"] == .text("Technical debt in src/2.py"))
    }

    @Test func `takes over an issue that a row follows`() async throws {
        let system = try await system()
        await system.table.change("2") {
            $0.debt = true
            $0.tickets = ["CCS-2"]
        }
        #expect(try await run(system) == ["follow 2 CCS-2"])
        try await system.link("2", "CCS-2", isManaged: true)
        #expect(await system.links.map(\.kind) == [.managed, .managed])
        #expect(try await run(system) == ["update 2 CCS-2"])
        #expect(await system.tracker.issue("CCS-2")?.marker?.row == "2")
    }

    @Test func `drops a link that is nothing new`() async throws {
        let system = try await system()
        await system.table.change("1") { $0.tickets = ["CCS-1", "CCS-2"] }
        try await system.link("1", "CCS-2")
        #expect(try await run(system) == ["record 1 CCS-2"])
    }

    @Test func `parts a row from its own issue: the key and the marker go, and the debt gets a new one`()
        async throws
    {
        let system = try await system()
        await system.tracker.edit("CCS-1") { $0.labels.append("theirs") }
        let outcome = try await system.unlink("1")
        #expect(outcome.lines == ["unlink 1 src/1.py CCS-1"])
        #expect(
            await system.repository.commits.last?.message.subject == "audit-jira: unlink row 1 from CCS-1"
        )
        #expect(try await run(system) == ["forget 1 CCS-1", "create 1"])
        let old = try #require(await system.tracker.issue("CCS-1"))
        #expect(old.marker == nil && !old.isClosed)
        #expect(old.labels == ["layer-1", "technical-debt", "theirs"])
        #expect(old.fields["summary"] == .text("Technical debt in src/1.py"))
        #expect(await system.row("1")?.tickets == ["CCS-3"])
        #expect(await system.links.map(\.key) == ["CCS-3"])
    }

    @Test func `parts a row without debt, and one that is gone`() async throws {
        for isGone in [false, true] {
            let system = try await system()
            try await system.unlink("1", "CCS-1")
            if isGone {
                await system.table.delete("1")
            } else {
                await system.table.change("1") { $0.debt = false }
            }
            #expect(try await run(system) == ["forget 1 CCS-1"])
            #expect(await system.tracker.issue("CCS-1")?.marker == nil)
            #expect(await system.tracker.issue("CCS-1")?.isClosed == false)
            #expect(await system.links.isEmpty)
        }
    }

    @Test func `parts an issue that another row follows, which goes on following it`() async throws {
        let system = try await system()
        await system.table.put(.example("3", tickets: ["CCS-1"]))
        #expect(try await run(system) == ["follow 3 CCS-1"])
        try await system.unlink("1", "CCS-1")
        #expect(try await run(system) == ["forget 1 CCS-1", "create 1"])
        #expect(await system.links.map(\.row) == ["1", "3"])
        #expect(await system.row("3")?.tickets == ["CCS-1"])
    }

    @Test func `gives the issue of one row to another`() async throws {
        let system = try await system()
        await system.table.change("2") { $0.debt = true }
        try await system.unlink("1", "CCS-1")
        let error = await #expect(throws: Problem.self) {
            try await system.link("2", "CCS-1", isManaged: true)
        }
        #expect(error?.summary == "CCS-1 is managed for row 1 already")
        #expect(try await run(system) == ["forget 1 CCS-1", "create 1", "create 2"])
        try await system.unlink("2")
        try await system.link("2", "CCS-1", isManaged: true)
        #expect(try await run(system) == ["forget 2 CCS-4", "update 2 CCS-1"])
        #expect(await system.tracker.issue("CCS-1")?.marker?.row == "2")
        #expect(await system.row("2")?.tickets == ["CCS-1"])
    }

    @Test(arguments: [true, false])
    func `takes back that they are to be parted`(_ isManaged: Bool) async throws {
        let system = try await system()
        try await system.unlink("1")
        let outcome = try await system.link("1", "CCS-1", isManaged: isManaged)
        #expect(outcome.lines == ["link 1 src/1.py CCS-1 managed"])
        #expect(try await system.plan().gist == [])
        #expect(await system.links.map(\.kind) == [.managed])
    }

    @Test func `parts what was decided to be linked and never was`() async throws {
        let system = try await system()
        await system.table.change("2") { $0.debt = true }
        try await system.link("2", "CCS-2", isManaged: true)
        try await system.unlink("2")
        #expect(try await run(system) == ["forget 2 CCS-2", "create 2"])
        #expect(await system.tracker.changed.isEmpty)
        #expect(await system.tracker.issue("CCS-2")?.labels == ["theirs"])
    }

    @Test func `refuses a link that cannot be, and records nothing`() async throws {
        let system = try await system()
        let count = await system.repository.commits.count
        for (row, issue, isManaged) in [
            ("2", "CCS-2", false), ("1", "CCS-1", true), ("1", "CCS-2", true),
        ] {
            await #expect(throws: Problem.self) { try await system.link(row, issue, isManaged: isManaged) }
        }
        await #expect(throws: Problem.self) { try await system.unlink("2") }
        await #expect(throws: Problem.self) { try await system.unlink("1", "CCS-2") }
        await system.repository.lose()
        let error = await #expect(throws: Problem.self) { try await system.unlink("1") }
        #expect(error?.summary == "There is no state yet, and so no link")
        #expect(count == 1)
        #expect(await system.repository.commits.isEmpty)
    }
}
