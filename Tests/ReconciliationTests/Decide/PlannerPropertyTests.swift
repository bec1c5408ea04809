import Hashing
import Reconciliation
import SerialExecution
import TestSupport
import Testing

@Suite struct PlannerPropertyTests {
    static let seeds = Array(UInt64(1)...60)

    @Test(arguments: seeds)
    func `gives an equal plan in whatever order rows and issues come`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var desk = Desk.random(40, using: &random)
        let plan = try desk.plan()
        for _ in 0..<3 {
            desk.rows.shuffle(using: &random)
            desk.issues.shuffle(using: &random)
            #expect(try desk.plan() == plan)
        }
    }

    @Test(arguments: seeds)
    func `gives the plan that a comparison gives which keeps everything`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let desk = Desk.random(40, using: &random)
        let (plan, whole) = (try desk.plan(), try desk.plan(.keepsEverything))
        #expect(plan.gist == whole.gist)
        #expect(plan == whole)
    }

    @Test(arguments: [Desk.Thrift.dropsUnchanged, .keepsEverything])
    func `has nothing to do when both sides are as the base`(_ thrift: Desk.Thrift) throws {
        let plan = try Desk.agreeing(300).plan(thrift)
        #expect(plan.isEmpty && plan.conflicts.isEmpty && plan.findings.isEmpty)
    }

    @Test(arguments: seeds)
    func `writes no issue that people wrote`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let desk = Desk.random(40, using: &random)
        let foreign = Set(desk.issues.filter { $0.marker == nil }.map(\.id))
        let written = try desk.plan().actions.filter { action in
            action.operation != .create && !action.changes(on: .issue).isEmpty
        }
        #expect(written.allSatisfy { $0.issue.map { !foreign.contains($0) } ?? false })
    }

    @Test(arguments: [Desk.agreeing(20_000), .rewritten(20_000), .unlinked(20_000)])
    func `digests each of 20,000 rows a few times at most`(_ desk: Desk) throws {
        let work = Work()
        var counted = desk
        counted.digester = work.digester
        let plan = try counted.plan()
        #expect(plan.actions.isEmpty || plan.actions.count == 20_000)
        #expect(work.count <= 20_000 * 16)
    }

    @Test func `does twice the work for twice the rows`() throws {
        let counts = try [1_000, 2_000, 4_000].map { size in
            let work = Work()
            var desk = Desk.rewritten(size)
            desk.digester = work.digester
            _ = try desk.plan()
            return work.count
        }
        #expect(counts[1] <= counts[0] * 2 + 10)
        #expect(counts[2] <= counts[1] * 2 + 10)
    }

    @Test func `refuses two rows of one key, linked or not`() {
        var desk = Desk.agreeing(1)
        desk.rows.append(desk.rows[0])
        #expect(throws: DuplicateRow.self) { try desk.plan() }
        desk.links = []
        #expect(throws: DuplicateRow.self) { try desk.plan() }
    }
}

/// Counts digests.
private final class Work: Sendable {
    private let digests = Locked(0)

    var count: Int { digests.withLock { $0 } }

    var digester: Digester {
        Digester { bytes in
            self.digests.withLock { $0 += 1 }
            return Digest(words: SHA256.words(of: bytes))
        }
    }
}
