import Reconciliation
import TestSupport
import Testing
import Workflow

/// What a journal's records say, and what becomes of those that say nothing sensible.
@Suite struct JournalTests {
    /// Lets a run die late, and returns the world with its journal.
    private static func dead(after steps: Int = 30) async throws -> World {
        let world = try await CrashTests.world()
        world.lifeline.end(after: steps)
        await #expect(throws: Lifeline.Death.self) { try await world.sync() }
        world.lifeline.restart()
        return world
    }

    /// Lets a run die that had just closed or opened an issue.
    private static func deadOnceMoved(_ isClosing: Bool) async throws -> World {
        for steps in 1..<60 {
            let world = World([.example("1")])
            try await world.sync()
            if !isClosing {
                await world.table.change("1") { $0.debt = false }
                try await world.sync()
            }
            await world.table.change("1") { $0.debt = !isClosing }
            let plan = try await world.plan()
            try #require(plan.gist == [isClosing ? "close 1 CCS-1" : "reopen 1 CCS-1"])
            world.lifeline.end(after: steps)
            await #expect(throws: Lifeline.Death.self) { try await world.apply(plan) }
            world.lifeline.restart()
            let last = await world.journal.records?.last.map(text) ?? ""
            if last.hasPrefix("{\"changed\""), last.contains("transition") { return world }
        }
        throw Lifeline.Death()
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
        let world = World([.example("1")])
        try await world.sync()
        await world.tracker.close("CCS-1")
        await world.table.change("1") { $0.debt = false }
        let report = try await world.sync()
        #expect(report.results.map(\.action.operation) == [.record])
        #expect(await world.journal.records == nil)
    }

    @Test func `is gone after a run, though an action failed`() async throws {
        let world = World([.example("1"), .example("2")])
        await world.tracker.fail(creating: "1", .refused(Problem(.failure, "No.")))
        try await world.sync()
        #expect(await world.journal.records == nil)
    }

    @Test func `of another project, table or state is left alone`() async throws {
        let world = try await Self.dead()
        let records = await world.journal.records
        await world.table.rename("audit/public.other")
        let other = await #expect(throws: Problem.self) { try await world.applying.recover() }
        #expect(other?.summary.contains("audit/public.other") == true)
        await world.table.rename("audit/public.file_audit")
        await world.repository.lose()
        let lost = await #expect(throws: Problem.self) { try await world.applying.recover() }
        #expect(lost?.summary.contains("another state") == true)
        #expect(await world.journal.records == records)
    }

    @Test func `the row of an issue that was created gets its key, unless somebody changed the row since`()
        async throws
    {
        let world = World([.example("1"), .example("2")])
        try await world.sync()
        await world.table.put(.example("3"))
        await world.table.put(.example("4"))
        let plan = try await world.plan()
        world.lifeline.end(after: 9)
        await #expect(throws: Lifeline.Death.self) { try await world.apply(plan) }
        world.lifeline.restart()
        #expect(await world.tracker.created.count == 4)
        #expect(await world.row("3")?.tickets == nil)
        await world.table.change("4") { $0.text = "Rewritten." }

        let recovered = try #require(try await world.applying.recover())
        #expect(recovered.results.map(\.isDone) == [true, false])
        #expect(recovered.results.last?.isStale == true && recovered.results.last?.key == "CCS-4")
        #expect(await world.row("3")?.tickets == ["CCS-3"])
        #expect(await world.row("4")?.tickets == nil)
        #expect(await world.links.map(\.key) == ["CCS-1", "CCS-2", "CCS-3", "CCS-4"])
        // What was rewritten since is news.
        #expect(try await Set(world.plan().gist) == ["relink 4 CCS-4", "update 4 CCS-4"])
        try await world.sync()
        #expect(try await world.plan().isEmpty)
        #expect(await world.tracker.issue("CCS-4")?.fields["description"] == .text("Rewritten."))
    }

    @Test(arguments: [true, false])
    func `an issue that people moved again since it was moved is left where they put it`(
        _ isClosing: Bool
    )
        async throws
    {
        let world = try await Self.deadOnceMoved(isClosing)
        let comments = await world.tracker.comments.values.joined().count
        if isClosing { await world.tracker.reopen("CCS-1") } else { await world.tracker.close("CCS-1") }

        let recovered = try #require(try await world.applying.recover())
        #expect(recovered.results.map(\.isDone) == [true])
        #expect(try await world.plan().gist == [isClosing ? "unresolve 1 CCS-1" : "resolve 1 CCS-1"])
        try await world.sync()
        #expect(await world.row("1")?.debt == isClosing)
        #expect(await world.tracker.issue("CCS-1")?.isClosed == !isClosing)
        #expect(await world.tracker.comments.values.joined().count == comments)
        #expect(try await world.plan().isEmpty)
    }

    @Test func `the plan of an interrupted run is carried out to its end by applying it again`() async throws
    {
        let world = try await CrashTests.world()
        let plan = try await world.plan()
        world.lifeline.end(after: 16)
        await #expect(throws: Lifeline.Death.self) { try await world.apply(plan) }
        world.lifeline.restart()
        let recovered = try #require(try await world.applying.recover())
        #expect(recovered.done.count { $0.action.operation == .create } == 3)
        var options = Apply.Options()
        options.earlier = recovered.done
        let report = try await world.apply(plan, options)
        #expect(report.undone.isEmpty && report.results.count == plan.actions.count)
        #expect(try await world.plan().isEmpty)
    }

    @Test func `a run whose state was committed is only forgotten`() async throws {
        let world = try await CrashTests.world()
        let plan = try await world.plan()
        var last: [[UInt8]]?
        for steps in 20..<200 {
            let other = try await CrashTests.world()
            other.lifeline.end(after: steps)
            let commits = await other.repository.commits.count
            do {
                try await other.apply(plan)
                break
            } catch is Lifeline.Death {
                other.lifeline.restart()
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
        var world = try await Self.dead(after: 9)
        world.configuration = "another"
        let recovered = try #require(try await world.applying.recover())
        #expect(recovered.isForeign && recovered.commit == nil)
        try await world.sync()
        #expect(try await world.plan().isEmpty)
        #expect(await world.tracker.created.count == 10)
    }

    @Test func `of a later version is left to that version`() async throws {
        let world = try await Self.dead()
        var records = try #require(await world.journal.records)
        let later = Self.text(records[0]).replacing(
            "\"format\":1,",
            with: "\"format\":2,",
            maxReplacements: 1
        )
        records[0] = Array(later.utf8)
        await world.journal.put(records)
        let problem = await #expect(throws: Problem.self) { try await world.applying.recover() }
        #expect(problem?.summary.contains("format 2; this version reads 1") == true)
        #expect(problem?.hint?.contains("Remove") == false)
        #expect(await world.journal.records == records)
    }

    @Test func `spoilt records are an error, and lose nothing`() async throws {
        let world = try await Self.dead()
        let records = try #require(await world.journal.records)
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
            await world.journal.put(spoilt)
            do {
                try await world.applying.awaitCreates()
            } catch let problem as Problem {
                errors += 1
                #expect(problem.summary.contains("journal"))
                #expect(await world.journal.records == spoilt)
            }
        }
        #expect(errors > 300)
    }
}
