import Hashing
import Reconciliation
import SerialExecution
import TestSupport
import Testing
import Workflow

/// What a survey asks Jira, and that it plans every row once.
@Suite struct SurveyTests {
    /// Rows whose debt is back while their issues are closed.
    private func regressed(_ count: Int) async throws -> MemorySystem {
        let system = MemorySystem((1...count).map { .example(RowKey("\($0)")) })
        try await system.sync()
        for number in 1...count { await system.table.change(RowKey("\(number)")) { $0.debt = false } }
        try await system.sync()
        for number in 1...count { await system.table.change(RowKey("\(number)")) { $0.debt = true } }
        return system
    }

    private func survey(
        _ system: MemorySystem,
        _ digester: Digester = sha256
    ) async throws -> (Plan, [String]) {
        var settings = system.settings
        settings.digester = digester
        let reader = CountingReader(tracker: system.tracker)
        var sides = system.sides
        (sides.issues, sides.rules) = (reader, settings)
        let plan = try await Refresh(sides).survey(await system.repository.load(), .full).plan
        return (plan, reader.calls.all)
    }

    @Test func `asks Jira no more than about what the plan does`() async throws {
        let fresh = MemorySystem([.example("1")])
        #expect(try await survey(fresh).1 == ["marked", "unindexed", "forecasts 1"])
        try await fresh.sync()
        #expect(try await survey(fresh).1 == ["marked", "read 1"])
        await fresh.table.change("1") { $0.text = "Worse." }
        #expect(try await survey(fresh).1 == ["marked", "read 1", "forecasts 1"])
        let regressed = try await regressed(3)
        #expect(try await survey(regressed).1 == ["marked", "read 3", "deadEnds 3", "forecasts 3"])
        await regressed.tracker.strand("CCS-2")
        let (plan, calls) = try await survey(regressed)
        #expect(calls == ["marked", "read 3", "deadEnds 3", "forecasts 3"])
        #expect(plan.actions.map(\.operation) == [.reopen, .create, .reopen])
    }

    @Test func `takes what is beyond the index over where a row would get another issue`() async throws {
        let system = MemorySystem(["1", "2", "3"].map { .example($0) })
        await system.tracker.freezeIndex()
        try await system.sync()
        await system.repository.lose()
        for key in ["1", "2", "3"] as [RowKey] { await system.table.change(key) { $0.take(nil) } }
        for key in ["1", "2", "3"] as [RowKey] { await system.table.change(key) { $0.take(nil) } }
        let (plan, calls) = try await survey(system)
        #expect(calls == ["marked", "unindexed", "read 3"])
        #expect(plan.actions.map(\.operation) == [.adopt, .adopt, .adopt])
    }

    @Test func `plans a row again only where Jira says something new of it`() async throws {
        let system = try await regressed(40)
        let work = Locked(0)
        let counting = Digester { bytes in
            work.withLock { $0 += 1 }
            return sha256.digest(bytes)
        }
        _ = try await survey(system, counting)
        let once = work.withLock { $0 }
        await system.tracker.strand("CCS-7")
        _ = try await survey(system, counting)
        let both = work.withLock { $0 } - once
        #expect(both > once)
        #expect(both < once + once / 20)
    }
}

/// An in-memory Jira that tells what it was asked.
private struct CountingReader: IssueReader {
    let tracker: InMemoryTracker
    let calls = Called()

    func site() async throws -> JiraSite { try await tracker.site() }

    func read<Sink: IssueSink>(
        _ references: [IssueReference],
        into sink: consuming Sink
    ) async throws -> Sink {
        calls.add("read \(references.count)")
        return try await tracker.read(references, into: sink)
    }

    func marked(since: Int64?) async throws -> MarkedIssues {
        calls.add("marked")
        return await tracker.marked(since: since)
    }

    func unindexed() async throws -> [IssueID] {
        calls.add("unindexed")
        return await tracker.unindexed()
    }

    func deadEnds(among issues: [IssueID]) async throws -> Set<IssueID> {
        calls.add("deadEnds \(issues.count)")
        return await tracker.deadEnds(among: issues)
    }

    func forecasts(for actions: [Action]) async throws -> [Forecast] {
        calls.add("forecasts \(actions.count)")
        return await tracker.forecasts(for: actions)
    }
}

/// The calls so far.
private final class Called: Sendable {
    private let calls = Locked<[String]>([])

    func add(_ call: String) { calls.withLock { $0.append(call) } }

    var all: [String] { calls.withLock { $0 } }
}
