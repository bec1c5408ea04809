import Reconciliation
import TestSupport
import Testing
import Workflow

/// The records of a journal, and the handling of those that make no sense.
@Suite struct JournalTests {
    /// Lets a run die late, and returns the system with its journal.
    private static func dead(after steps: Int = 30) async throws -> MemorySystem {
        let system = try await ApplyCrashTests.system()
        system.killSwitch.end(after: steps)
        await #expect(throws: KillSwitch.Death.self) { try await system.sync() }
        system.killSwitch.restart()
        return system
    }

    /// Lets a run die that had just closed or opened an issue.
    private static func deadOnceMoved(_ isClosing: Bool) async throws -> MemorySystem {
        for steps in 1..<60 {
            let system = MemorySystem([.example("1")])
            try await system.sync()
            if !isClosing {
                await system.table.change("1") { $0.debt = false }
                try await system.sync()
            }
            await system.table.change("1") { $0.debt = !isClosing }
            let plan = try await system.plan()
            try #require(plan.gist == [isClosing ? "close 1 CCS-1" : "reopen 1 CCS-1"])
            system.killSwitch.end(after: steps)
            await #expect(throws: KillSwitch.Death.self) { try await system.apply(plan) }
            system.killSwitch.restart()
            let last = await system.journal.records?.last.map(text) ?? ""
            if last.hasPrefix("{\"changed\""), last.contains("transition") { return system }
        }
        throw KillSwitch.Death()
    }

    private static func text(_ record: [UInt8]) -> String { String(decoding: record, as: UTF8.self) }

    @Test func `an intent stands before each write, an outcome after it`() async throws {
        let records = try #require(await Self.dead(after: 38).journal.records).map(Self.text)
        let names = records.map { record in
            ["creating", "created", "changing", "changed", "writing", "wrote", "format"].first {
                record.hasPrefix("{\"\($0)\"")
            } ?? record
        }
        #expect(names.first == "format")
        #expect(names.starts(with: ["format", "creating", "created", "changing", "changed"]))
        #expect(names.count { $0 == "changing" } == names.count { $0 == "changed" })
        #expect(names.contains("writing"))
    }

    @Test func `a run without a write to either side needs none`() async throws {
        let system = MemorySystem([.example("1")])
        try await system.sync()
        await system.tracker.close("CCS-1")
        await system.table.change("1") { $0.debt = false }
        let report = try await system.sync()
        #expect(report.results.map(\.action.operation) == [.record])
        #expect(await system.journal.records == nil)
    }

    @Test func `is gone after a run, though an action failed`() async throws {
        let system = MemorySystem([.example("1"), .example("2")])
        await system.tracker.fail(creating: "1", .refused(Problem(.failure, "No.")))
        try await system.sync()
        #expect(await system.journal.records == nil)
    }

    @Test func `of another project, table or state is left alone`() async throws {
        let system = try await Self.dead()
        let records = await system.journal.records
        await system.table.rename("audit/public.other")
        let other = await #expect(throws: Problem.self) { try await system.applying.recover() }
        #expect(other?.summary.contains("audit/public.other") == true)
        await system.table.rename("audit/public.file_audit")
        await system.repository.lose()
        let lost = await #expect(throws: Problem.self) { try await system.applying.recover() }
        #expect(lost?.summary.contains("another state") == true)
        #expect(await system.journal.records == records)
    }

    @Test func `the row of an issue that was created gets its key, unless somebody changed the row since`()
        async throws
    {
        let system = MemorySystem([.example("1"), .example("2")])
        try await system.sync()
        await system.table.put(.example("3"))
        await system.table.put(.example("4"))
        let plan = try await system.plan()
        system.killSwitch.end(after: 9)
        await #expect(throws: KillSwitch.Death.self) { try await system.apply(plan) }
        system.killSwitch.restart()
        #expect(await system.tracker.created.count == 4)
        #expect(await system.row("3")?.tickets == nil)
        await system.table.change("4") { $0.text = "Rewritten." }

        let recovered = try #require(try await system.applying.recover())
        #expect(recovered.results.map(\.isDone) == [true, false])
        #expect(recovered.results.last?.isStale == true && recovered.results.last?.key == "CCS-4")
        #expect(await system.row("3")?.tickets == ["CCS-3"])
        #expect(await system.row("4")?.tickets == nil)
        #expect(await system.links.map(\.key) == ["CCS-1", "CCS-2", "CCS-3", "CCS-4"])
        // What was rewritten since is news.
        #expect(try await Set(system.plan().gist) == ["relink 4 CCS-4", "update 4 CCS-4"])
        try await system.sync()
        #expect(try await system.plan().isEmpty)
        #expect(await system.tracker.issue("CCS-4")?.fields["description"] == .text("Rewritten."))
    }

    @Test(arguments: [true, false])
    func `an issue that people moved again since it was moved is left where they put it`(
        _ isClosing: Bool
    )
        async throws
    {
        let system = try await Self.deadOnceMoved(isClosing)
        let comments = await system.tracker.comments.values.joined().count
        if isClosing { await system.tracker.reopen("CCS-1") } else { await system.tracker.close("CCS-1") }

        let recovered = try #require(try await system.applying.recover())
        #expect(recovered.results.map(\.isDone) == [true])
        #expect(try await system.plan().gist == [isClosing ? "unresolve 1 CCS-1" : "resolve 1 CCS-1"])
        try await system.sync()
        #expect(await system.row("1")?.debt == isClosing)
        #expect(await system.tracker.issue("CCS-1")?.isClosed == !isClosing)
        #expect(await system.tracker.comments.values.joined().count == comments)
        #expect(try await system.plan().isEmpty)
    }

    @Test func `the plan of an interrupted run is carried out to its end by applying it again`() async throws
    {
        let system = try await ApplyCrashTests.system()
        let plan = try await system.plan()
        system.killSwitch.end(after: 16)
        await #expect(throws: KillSwitch.Death.self) { try await system.apply(plan) }
        system.killSwitch.restart()
        let recovered = try #require(try await system.applying.recover())
        #expect(recovered.done.count { $0.action.operation == .create } == 3)
        var options = Apply.Options()
        options.earlier = recovered.done
        let report = try await system.apply(plan, options)
        #expect(report.undone.isEmpty && report.results.count == plan.actions.count)
        #expect(try await system.plan().isEmpty)
    }

    @Test func `a run whose state was committed is only forgotten`() async throws {
        let system = try await ApplyCrashTests.system()
        let plan = try await system.plan()
        var last: [[UInt8]]?
        for steps in 20..<200 {
            let other = try await ApplyCrashTests.system()
            other.killSwitch.end(after: steps)
            let commits = await other.repository.commits.count
            do {
                try await other.apply(plan)
                break
            } catch is KillSwitch.Death {
                other.killSwitch.restart()
            }
            guard await other.repository.commits.count > commits else { continue }
            last = await other.journal.records
            let recovered = try #require(try await other.applying.recover())
            #expect(recovered.wasCommitted && recovered.results.isEmpty && recovered.commit == nil)
            #expect(await other.journal.records == nil)
        }
        #expect(last != nil)
    }

    @Test func `with another configuration it is left to the next plan`() async throws {
        var system = try await Self.dead(after: 9)
        system.configuration = "another"
        let recovered = try #require(try await system.applying.recover())
        #expect(recovered.isForeign && recovered.commit == nil)
        try await system.sync()
        #expect(try await system.plan().isEmpty)
        #expect(await system.tracker.created.count == 10)
    }

    @Test func `of a later version is left to that version`() async throws {
        let system = try await Self.dead()
        var records = try #require(await system.journal.records)
        let later = Self.text(records[0]).replacing(
            "\"format\":1,",
            with: "\"format\":2,",
            maxReplacements: 1
        )
        records[0] = Array(later.utf8)
        await system.journal.put(records)
        let problem = await #expect(throws: Problem.self) { try await system.applying.recover() }
        #expect(problem?.summary.contains("format 2; this version reads 1") == true)
        #expect(problem?.hint?.contains("Remove") == false)
        #expect(await system.journal.records == records)
    }

    @Test func `spoilt records are an error, and lose nothing`() async throws {
        let system = try await Self.dead()
        let records = try #require(await system.journal.records)
        var random = SeededGenerator(seed: 4)
        var errors = 0
        for _ in 0..<600 {
            var spoilt = records
            let index = Int.random(in: 0..<spoilt.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: spoilt[index].removeLast(Int.random(in: 1...spoilt[index].count, using: &random))
            case 1: spoilt[index] = Array("[\(index), {\"changing\": 7}, null]".utf8)
            case 2: spoilt.swapAt(0, index)
            default:
                for _ in 0..<4 {
                    let place = Int.random(in: 0..<spoilt[index].count, using: &random)
                    spoilt[index][place] = UInt8.random(in: 0...255, using: &random)
                }
            }
            await system.journal.put(spoilt)
            do {
                try await system.applying.awaitCreates()
            } catch let problem as Problem {
                errors += 1
                #expect(problem.summary.contains("journal"))
                #expect(await system.journal.records == spoilt)
            }
        }
        #expect(errors > 300)
    }
}
