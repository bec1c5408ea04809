import Reconciliation
import TestSupport
import Testing
import Workflow

/// Fields of issues that are adopted after the state was lost: nobody knows who changed what.
@Suite struct AdoptionTests {
    /// A system whose row 1 had CCS-1 before the state was lost, and what happened to CCS-1.
    private func system(
        _ owner: Owner,
        _ change: @Sendable (inout Issue) -> Void
    ) async throws -> MemorySystem {
        let system = MemorySystem(
            [.example("1")],
            owners: ["summary": owner, "description": owner, "labels": owner]
        )
        try await system.sync()
        await system.repository.lose()
        await system.tracker.edit("CCS-1", change)
        return system
    }

    @Test(arguments: Owner.allCases)
    func `adopts an issue that says the same`(_ owner: Owner) async throws {
        let system = try await system(owner) { _ in }
        #expect(try await system.plan().gist == ["adopt 1 CCS-1"])
        #expect(try await system.sync().remaining.isEmpty)
        #expect(try await system.plan().gist == [])
        #expect(await system.tracker.changed.isEmpty)
    }

    @Test(arguments: Refresh.Request.allCases)
    func `keeps a conflict over a field that differs until people settle it`(
        _ look: Refresh.Request
    )
        async throws
    {
        let system = try await system(.merge) { $0.fields["summary"] = .text("Theirs") }
        let plan = try await system.plan()
        #expect(plan.gist == ["adopt 1 CCS-1", "conflict summary"])
        #expect(plan.conflicts[0].issueValue == "Theirs")
        #expect(plan.conflicts[0].reason.contains("nothing tells what both sides were"))
        let report = try await system.apply(plan)
        #expect(report.remaining.isEmpty && report.conflicts == 1)
        for _ in 0..<2 {
            let next = try await system.plan(look)
            #expect(next.gist == ["conflict summary"])
            #expect(next.conflicts == plan.conflicts)
            try await system.apply(next)
        }
        #expect(await system.tracker.changed.isEmpty)
        // Another change of the issue does not settle it.
        await system.tracker.edit("CCS-1") { $0.fields["description"] = .text("Rewritten") }
        #expect(try await system.plan().gist == ["record 1 CCS-1", "conflict summary"])
        try await system.sync()
        #expect(try await system.plan(look).gist == ["conflict summary"])
    }

    @Test func `settles a conflict when both sides say the same`() async throws {
        let system = try await system(.merge) { $0.fields["summary"] = .text("Theirs") }
        try await system.sync()
        await system.tracker.edit("CCS-1") { $0.fields["summary"] = .text("Technical debt in src/1.py") }
        #expect(try await system.plan().gist == ["record 1 CCS-1"])
        try await system.sync()
        #expect(try await system.plan().gist == [])
    }

    @Test func `goes on with a field that was the same from then on`() async throws {
        let system = try await system(.merge) { $0.fields["summary"] = .text("Theirs") }
        try await system.sync()
        await system.table.change("1") { $0.text = "Worse." }
        #expect(try await system.plan().gist == ["update 1 CCS-1", "conflict summary"])
        try await system.sync()
        #expect(await system.tracker.issue("CCS-1")?.fields["description"] == .text("Worse."))
        #expect(await system.tracker.issue("CCS-1")?.fields["summary"] == .text("Theirs"))
        #expect(try await system.plan().gist == ["conflict summary"])
    }

    @Test func `writes the row's field where the row wins`() async throws {
        let system = try await system(.audit) { $0.fields["summary"] = .text("Theirs") }
        #expect(try await system.plan().gist == ["update 1 CCS-1", "adopt 1 CCS-1"])
        #expect(try await system.sync().remaining.isEmpty)
        #expect(await system.tracker.issue("CCS-1")?.fields["summary"] == .text("Technical debt in src/1.py"))
        #expect(try await system.plan().gist == [])
    }

    @Test(arguments: [Owner.audit, .merge])
    func `writes a field that is empty in Jira`(_ owner: Owner) async throws {
        let system = try await system(owner) { $0.fields["description"] = FieldValue.none }
        #expect(try await system.plan().gist == ["update 1 CCS-1", "adopt 1 CCS-1"])
        #expect(try await system.sync().remaining.isEmpty)
        #expect(try await system.plan().gist == [])
    }

    @Test(arguments: [Owner.jira, .once])
    func `leaves fields alone that are not the row's`(_ owner: Owner) async throws {
        let system = try await system(owner) {
            $0.fields["summary"] = .text("Theirs")
            $0.fields["description"] = FieldValue.none
        }
        #expect(try await system.plan().gist == ["adopt 1 CCS-1"])
        #expect(try await system.sync().remaining.isEmpty)
        #expect(try await system.plan().gist == [])
        #expect(await system.tracker.changed.isEmpty)
    }
}
