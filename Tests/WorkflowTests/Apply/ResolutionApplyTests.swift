import Reconciliation
import TestSupport
import Testing
import Workflow

/// A conflict as it comes about, which people settle and an apply carries out.
struct SettledCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var policies = Policies()
    let happens: @Sendable (MemorySystem) async throws -> Void
    let conflicts: [String]
    /// What the next plan says where the row is right, and where the issue is.
    let audit: [String]
    let jira: [String]

    init(
        _ says: String,
        _ conflicts: [String],
        audit: [String],
        jira: [String],
        with change: (inout Policies) -> Void = { _ in },
        when happens: @escaping @Sendable (MemorySystem) async throws -> Void
    ) {
        testDescription = says
        self.conflicts = conflicts
        self.audit = audit
        self.jira = jira
        self.happens = happens
        change(&policies)
    }

    /// A system with a managed row 1 (CCS-2), and row 2 that follows CCS-1; then what happens.
    func system() async throws -> MemorySystem {
        let system = MemorySystem([.example("1"), .example("2", tickets: ["CCS-1"])], policies: policies)
        await system.tracker.write("By people")
        try await system.sync()
        try await happens(system)
        return system
    }

    static let all: [SettledCase] = [
        SettledCase(
            "a title that both changed",
            ["1 summary"],
            audit: ["update 1 CCS-2"],
            jira: ["record 1 CCS-2"]
        ) {
            await $0.table.change("1") { $0.path = "lib/1.py" }
            await $0.tracker.edit("CCS-2") { $0.fields["summary"] = .text("Theirs") }
        },
        SettledCase("a text that both changed", ["1 description"], audit: ["update 1 CCS-2"], jira: []) {
            await $0.table.change("1") { $0.text = "Worse." }
            await $0.tracker.edit("CCS-2") { $0.fields["description"] = .text("Theirs") }
        },
        SettledCase(
            "an issue closed while its debt was rewritten",
            ["1 status"],
            audit: ["reopen 1 CCS-2"],
            jira: ["resolve 1 CCS-2"]
        ) {
            await $0.table.change("1") { $0.text = "Worse." }
            await $0.tracker.close("CCS-2")
        },
        SettledCase(
            "an issue that will not be done while its debt was rewritten",
            ["1 status"],
            audit: ["reopen 1 CCS-2"],
            jira: ["accept 1 CCS-2"]
        ) {
            await $0.table.change("1") { $0.text = "Worse." }
            await $0.tracker.close("CCS-2", as: "Won't Do")
        },
        SettledCase(
            "a ticket closed while its debt was rewritten",
            ["2 status"],
            audit: ["create 2"],
            jira: ["resolve 2 CCS-1"]
        ) {
            await $0.table.change("2") { $0.text = "Worse." }
            await $0.tracker.close("CCS-1")
        },
        SettledCase(
            "a row that is gone",
            ["1 status"],
            audit: ["close 1 CCS-2"],
            jira: ["forget 1 CCS-2"],
            with: { $0.rowDeleted = .conflict }
        ) {
            await $0.table.delete("1")
        },
        SettledCase(
            "a row that is gone with the state",
            ["1 status"],
            audit: ["close 1 CCS-2", "adopt 3 CCS-3"],
            jira: ["forget 1 CCS-2", "adopt 3 CCS-3"],
            with: { $0.rowDeleted = .conflict }
        ) {
            await $0.table.put(.example("3"))
            try await $0.sync()
            await $0.table.delete("1")
            await $0.table.delete("2")
            await $0.repository.lose()
        },
        SettledCase(
            "an issue that is gone",
            ["1 status"],
            audit: ["create 1"],
            jira: ["accept 1 CCS-2"],
            with: { $0.issueDeleted = .conflict }
        ) {
            await $0.tracker.delete("CCS-2")
        },
        SettledCase(
            "closed tickets at first contact",
            ["3 status"],
            audit: ["create 3"],
            jira: ["resolve 3 CCS-3"]
        ) {
            await $0.tracker.write("By people, too")
            await $0.tracker.close("CCS-3")
            await $0.table.put(.example("3", tickets: ["CCS-3"]))
        },
        SettledCase(
            "an issue closed before the state was lost",
            ["1 status"],
            audit: ["reopen 1 CCS-2"],
            jira: ["resolve 1 CCS-2"]
        ) {
            await $0.tracker.close("CCS-2")
            await $0.table.delete("2")
            await $0.repository.lose()
        },
        SettledCase(
            "a title that differs after the state was lost",
            ["1 summary"],
            audit: ["update 1 CCS-2"],
            jira: []
        ) {
            await $0.tracker.edit("CCS-2") { $0.fields["summary"] = .text("Theirs") }
            await $0.table.delete("2")
            await $0.repository.lose()
        },
        SettledCase(
            "the same, once the issue was adopted",
            ["1 summary"],
            audit: ["update 1 CCS-2"],
            jira: []
        ) {
            await $0.tracker.edit("CCS-2") { $0.fields["summary"] = .text("Theirs") }
            await $0.repository.lose()
            try await $0.sync()
        },
    ]
}

@Suite struct ResolutionApplyTests {
    @Test(arguments: SettledCase.all, Taken.allCases)
    func `carries out what people decided, and has nothing left to do`(
        _ one: SettledCase,
        _ side: Taken
    )
        async throws
    {
        let system = try await one.system()
        let before = try await system.plan()
        #expect(before.conflicts.map { "\($0.row) \($0.field)" } == one.conflicts)
        try await system.resolve(before.conflicts.first?.row.text ?? "", taking: side)
        let plan = try await system.plan()
        #expect(plan.gist == (side == .audit ? one.audit : one.jira))
        #expect(try await system.plan(.none).gist == plan.gist)
        let report = try await system.apply(plan)
        #expect(report.undone.isEmpty && report.remaining.isEmpty, "\(report)")
        let next = try await system.plan()
        #expect(next.isEmpty && next.conflicts.isEmpty, "\(next.gist)")
        #expect(await system.links.allSatisfy { $0.decision == nil })
    }

    @Test func `writes the field that people chose`() async throws {
        for (side, title) in [(Taken.audit, "Technical debt in lib/1.py"), (.jira, "Theirs")] {
            let system = try await SettledCase.all[0].system()
            try await system.resolve("1", taking: side)
            try await system.sync()
            #expect(await system.tracker.issue("CCS-2")?.fields["summary"] == .text(title))
        }
    }

    @Test func `releases an issue whose row is gone, and makes its row a new one should it come back`()
        async throws
    {
        let one = try #require(SettledCase.all.first { $0.testDescription == "a row that is gone" })
        let system = try await one.system()
        try await system.resolve("1", taking: .jira)
        try await system.sync()
        let issue = try #require(await system.tracker.issue("CCS-2"))
        #expect(issue.marker == nil && !issue.labels.contains(Marker.name) && !issue.isClosed)
        #expect(try await system.plan().gist == [])
        await system.table.put(.example("1"))
        #expect(try await system.plan().gist == ["create 1"])
    }

    @Test func `keeps the issue of a row that comes back before the apply`() async throws {
        let one = try #require(SettledCase.all.first { $0.testDescription == "a row that is gone" })
        for side in Taken.allCases {
            let system = try await one.system()
            try await system.resolve("1", taking: side)
            await system.table.put(.example("1", tickets: ["CCS-2"]))
            #expect(try await system.plan().gist == ["record 1 CCS-2"])
            #expect(try await system.sync().remaining.isEmpty)
            #expect(await system.links.map(\.decision) == [nil, nil])
            #expect(try await system.plan().gist == [])
            #expect(await system.tracker.changed.isEmpty)
        }
    }

    @Test func `drops a decision over a ticket that people opened again`() async throws {
        let one = try #require(
            SettledCase.all.first { $0.testDescription == "a ticket closed while its debt was rewritten" }
        )
        let system = try await one.system()
        try await system.resolve("2", taking: .audit)
        await system.tracker.reopen("CCS-1")
        #expect(try await system.plan().gist == ["record 2 CCS-1"])
        #expect(try await system.sync().remaining.isEmpty)
        #expect(await system.links.allSatisfy { $0.decision == nil })
        // It settles nothing when the ticket is closed one day.
        await system.tracker.close("CCS-1")
        #expect(try await system.plan().gist == ["resolve 2 CCS-1"])
    }

    @Test func `settles nothing for a plan that was made before`() async throws {
        let system = try await SettledCase.all[0].system()
        let plan = try await system.plan()
        try await system.resolve("1", taking: .audit)
        #expect(try await system.apply(plan).undone.isEmpty)
        #expect(try await system.plan().gist == ["update 1 CCS-2"])
    }
}
