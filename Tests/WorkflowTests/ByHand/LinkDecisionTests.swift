import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite struct LinkDecisionTests {
    /// A system with rows 1 and 2 and their issues CCS-1 and CCS-2, of which both titles were changed on both sides.
    private func torn() async throws -> MemorySystem {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        for key in ["1", "2"] {
            await system.table.change(RowKey(key)) { $0.path = "lib/\(key).py" }
            await system.tracker.edit("CCS-\(key)") { $0.fields["summary"] = .text("Theirs") }
        }
        return system
    }

    @Test func `commits what was decided, a line for each conflict`() async throws {
        let system = try await torn()
        let before = try #require(await system.repository.state)
        let conflicts = try await system.plan().conflicts
        let outcome = try await system.resolve("1", "lib/2.py", field: "summary", taking: .audit)
        #expect(outcome.settled == conflicts)
        #expect(
            outcome.lines == [
                "resolve 1 lib/1.py CCS-1 take audit for summary",
                "resolve 2 lib/2.py CCS-2 take audit for summary",
            ]
        )
        let commit = try #require(await system.repository.commits.last)
        #expect(outcome.commit == "commit-2")
        #expect(commit.message.subject == "audit-jira: take audit in 2 conflicts")
        #expect(commit.message.body == outcome.lines)
        #expect(commit.message.trailers == [CommitMessage.Trailer("Audit-Jira-Serial", "2")])
        #expect(commit.state.serial == 2 && commit.state.lineage == before.lineage)
        #expect(commit.state.links.map(\.issue) == before.links.map(\.issue))
        #expect(try await system.plan().gist == ["update 1 CCS-1", "update 2 CCS-2"])
    }

    @Test func `decides once for a row that is named twice`() async throws {
        let system = try await torn()
        let outcome = try await system.resolve("1", "lib/1.py", taking: .jira)
        #expect(outcome.lines == ["resolve 1 lib/1.py CCS-1 take jira for summary"])
        #expect(
            await system.repository.commits.last?.message.subject == "audit-jira: take jira in 1 conflict"
        )
        #expect(try await system.plan().conflicts.map(\.row) == ["2"])
    }

    @Test func `records nothing when one of several rows has no conflict`() async throws {
        let system = try await torn()
        await system.table.put(.example("3"))
        let error = await #expect(throws: Problem.self) {
            try await system.resolve("1", "3", taking: .audit)
        }
        #expect(error?.summary == "Row 3 has no conflict")
        #expect(error?.hint == "See audit-jira plan --target 3")
        #expect(await system.repository.commits.count == 1)
    }

    @Test func `names the fields in conflict when another was asked for`() async throws {
        let system = try await torn()
        let error = await #expect(throws: Problem.self) {
            try await system.resolve("1", field: "labels", taking: .audit)
        }
        #expect(error?.summary == "Row 1 has no conflict over labels")
        #expect(error?.hint == "It has one over summary")
    }

    @Test func `takes no side when a row took the key of another that is gone`() async throws {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        await system.table.delete("2")
        await system.table.change("1") { $0.key = "2" }
        #expect(try await system.plan().gist == ["conflict file_number", "conflict file_number"])
        for key in ["1", "2"] {
            let error = await #expect(throws: Problem.self) { try await system.resolve(key, taking: .jira) }
            #expect(error?.summary.contains("no side can be taken") == true, "\(String(describing: error))")
        }
    }

    @Test func `takes the lock before it looks, and each time`() async throws {
        let system = try await torn()
        let before = await system.repository.locks
        try await system.resolve("1", taking: .audit)
        await system.tracker.write("By people")
        try await system.link("2", "CCS-3")
        try await system.unlink("2", "CCS-3")
        #expect(await system.repository.locks == before + 3)
        let held = Problem(.locked, "Another run is at work.")
        await system.repository.hold(held)
        let count = await system.repository.commits.count
        await #expect(throws: held) { try await system.resolve("2", taking: .audit) }
        await #expect(throws: held) { try await system.link("2", "CCS-1") }
        await #expect(throws: held) { try await system.unlink("1", nil) }
        #expect(await system.repository.commits.count == count)
    }

    @Test func `says what the repository says when the state is edited`() async throws {
        let system = try await torn()
        let edited = Problem(.failure, "state/links.yaml was edited.")
        await system.repository.refuse(edited)
        await #expect(throws: edited) { try await system.resolve("1", taking: .audit) }
        await #expect(throws: edited) { try await system.link("1", "CCS-2") }
        await #expect(throws: edited) { try await system.unlink("1", nil) }
    }

    @Test func `decides nothing for a state of another table`() async throws {
        let system = try await torn()
        await system.table.rename("other/public.file_audit")
        let error = await #expect(throws: Problem.self) {
            try await system.resolve("1", taking: .audit)
        }
        #expect(error?.summary.contains("other/public.file_audit") == true)
    }

    @Test func `begins a state where there was none`() async throws {
        let system = MemorySystem([.example("1", tickets: ["CCS-1"])])
        await system.tracker.write("By people")
        await system.tracker.close("CCS-1")
        try await system.resolve("1", taking: .jira)
        let state = try #require(await system.repository.state)
        #expect(state.serial == 1 && state.lineage == "00000000-0000-4000-8000-000000000001")
        #expect(state.scope.project == "CCS" && state.scope.table == "audit/public.file_audit")
        #expect(state.watermark == nil)
        #expect(try await system.plan().gist == ["resolve 1 CCS-1"])
        try await system.sync()
        #expect(try await system.plan().gist == [])
        #expect(await system.repository.state?.lineage == state.lineage)
    }

    @Test func `takes up the lineage of a state that was lost, so that its issues are adopted`() async throws
    {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        let lineage = await system.repository.state?.lineage
        await system.repository.lose()
        await system.tracker.close("CCS-1")
        #expect(try await system.plan().gist == ["adopt 2 CCS-2", "conflict status"])
        try await system.resolve("1", taking: .jira)
        #expect(await system.repository.state?.lineage == lineage)
        #expect(try await system.plan().gist == ["resolve 1 CCS-1", "adopt 2 CCS-2"])
        try await system.sync()
        #expect(await system.tracker.created.count == 2)
        #expect(try await system.plan().gist == [])
    }

    @Test func `takes up the lineage of a lost state when it links, too`() async throws {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        await system.repository.lose()
        await system.tracker.write("By people")
        try await system.link("1", "CCS-3")
        let plan = try await system.plan()
        #expect(plan.actions.contains { $0.operation == .adopt && $0.row == "2" })
        try await system.sync()
        #expect(await system.tracker.created.count == 2)
    }
}
