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
        var fixture = ComparisonFixture.random(40, using: &random)
        let plan = try fixture.plan()
        for _ in 0..<3 {
            fixture.rows.shuffle(using: &random)
            fixture.issues.shuffle(using: &random)
            #expect(try fixture.plan() == plan)
        }
    }

    @Test(arguments: seeds)
    func `gives the plan that a comparison gives which keeps everything`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let fixture = ComparisonFixture.random(40, using: &random)
        let (plan, whole) = (try fixture.plan(), try fixture.plan(.keepsEverything))
        #expect(plan.gist == whole.gist)
        #expect(plan == whole)
    }

    @Test(arguments: [ComparisonFixture.Thrift.dropsUnchanged, .keepsEverything])
    func `has nothing to do when both sides are as the base`(_ thrift: ComparisonFixture.Thrift) throws {
        let plan = try ComparisonFixture.agreeing(300).plan(thrift)
        #expect(plan.isEmpty && plan.conflicts.isEmpty && plan.findings.isEmpty)
    }

    @Test(arguments: seeds)
    func `writes no issue that people wrote`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let fixture = ComparisonFixture.random(40, using: &random)
        let foreign = Set(fixture.issues.filter { $0.marker == nil }.map(\.id))
        let written = try fixture.plan().actions.filter { action in
            action.operation != .create && action.changesIssue
        }
        #expect(written.allSatisfy { $0.issue.map { !foreign.contains($0) } ?? false })
    }

    @Test(arguments: [ComparisonFixture.agreeing(20_000), .rewritten(20_000), .unlinked(20_000)])
    func `digests each of 20,000 rows a few times at most`(_ fixture: ComparisonFixture) throws {
        let work = Work()
        var counted = fixture
        counted.digester = work.digester
        let plan = try counted.plan()
        #expect(plan.actions.isEmpty || plan.actions.count == 20_000)
        #expect(work.count <= 20_000 * 16)
    }

    @Test func `does twice the work for twice the rows`() throws {
        let counts = try [1_000, 2_000, 4_000].map { size in
            let work = Work()
            var fixture = ComparisonFixture.rewritten(size)
            fixture.digester = work.digester
            _ = try fixture.plan()
            return work.count
        }
        #expect(counts[1] <= counts[0] * 2 + 10)
        #expect(counts[2] <= counts[1] * 2 + 10)
    }

    @Test func `refuses two rows of one key, linked or not`() {
        var fixture = ComparisonFixture.agreeing(1)
        fixture.rows.append(fixture.rows[0])
        #expect(throws: DuplicateRow.self) { try fixture.plan() }
        fixture.links = []
        #expect(throws: DuplicateRow.self) { try fixture.plan() }
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
