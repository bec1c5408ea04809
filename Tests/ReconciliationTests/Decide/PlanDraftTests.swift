import Hashing
import SerialExecution
import TestSupport
import Testing

@testable import Reconciliation

/// Drafts, and their assembly to one plan.
@Suite struct PlanDraftTests {
    @Test(arguments: UInt64(1)...120)
    func `a draft made anew gives the plan that all rows planned anew give`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let fixture = ComparisonFixture.wild(10, using: &random)
        var early = fixture
        early.deadEnds = []
        early.issues.removeAll { issue in
            issue.marker != nil && !fixture.links.contains { $0.issue == issue.id }
        }
        let former = try early.settled().draft(fixture.binding)
        let settled = try fixture.settled()
        let draft = settled.draft(fixture.binding, reusing: former)
        #expect(draft.rowPlans == settled.draft(fixture.binding).rowPlans)
    }

    @Test(arguments: UInt64(1)...60)
    func `a plan of anything at all is the same in whatever order rows and issues come`(_ seed: UInt64) throws
    {
        var random = SeededGenerator(seed: seed)
        var fixture = ComparisonFixture.wild(10, using: &random)
        let plan = try fixture.plan()
        fixture.rows.shuffle(using: &random)
        fixture.issues.shuffle(using: &random)
        #expect(try fixture.plan() == plan)
    }

    @Test func `a draft made anew plans those rows alone of which something new is known`() throws {
        let (fixture, work) = Self.counted(.rewritten(100))
        let settled = try fixture.settled()
        _ = work.take()
        let former = settled.draft(fixture.binding)
        let whole = work.take()
        _ = settled.draft(fixture.binding, reusing: former)
        #expect(work.take() == 0)
        let issue = fixture.issues[7].id
        let draft = settled.knowing(deadEnds: [issue]).draft(fixture.binding, reusing: former)
        #expect(work.take() == whole / 100)
        #expect(draft.rowPlans == former.rowPlans)
    }

    @Test func `a draft tells which issues are opened again, and whether one is created`() throws {
        var fixture = ComparisonFixture()
        for number in UInt64(1)...3 {
            let row = Row.example(RowKey("\(4 - number)"), tickets: ["CCS-\(number)"])
            let issue = fixture.issue(number, for: row, status: .done)
            fixture.rows.append(row)
            fixture.issues.append(issue)
            fixture.links.append(fixture.link(row, issue, agreed: .resolved))
        }
        let settled = try fixture.settled()
        let draft = settled.draft(fixture.binding)
        #expect(draft.reopened == [10_001, 10_002, 10_003].map(IssueID.init))
        #expect(!draft.isCreating)
        let second = settled.knowing(deadEnds: [IssueID(10_002)]).draft(fixture.binding, reusing: draft)
        #expect(second.reopened == [10_001, 10_003].map(IssueID.init))
        #expect(second.isCreating)
    }

    @Test(arguments: UInt64(1)...20)
    func `an assembly sorts and sums the plans of rows in whatever order they come`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let fixture = ComparisonFixture.wild(10, using: &random)
        let settled = try fixture.settled()
        let plans = settled.draft(fixture.binding).rowPlans
        let plan = Self.assembled(plans, settled)
        #expect(plan.actions == plan.actions.sorted())
        #expect(plan.actions.count == plans.reduce(0) { $0 + $1.actions.count })
        let shuffled = Self.assembled(plans.shuffled(using: &random), settled)
        #expect(shuffled == plan)
        let tally = plans.joined().tally
        #expect(plan.measures.missingIssues == tally.missingIssues)
        #expect(plan.measures.links == fixture.links.count + tally.strandedIssues + tally.adoptedIssues)
        #expect((plan.measures.rows, plan.measures.rowsWithDebt) == (7, 5))
    }

    private static func assembled(_ plans: [RowPlan], _ settled: Settled) -> Plan {
        var assembly = PlanAssembly()
        for plan in plans { assembly.add(plan) }
        return assembly.plan(
            binding: ComparisonFixture().binding,
            refresh: .full,
            of: settled,
            rows: 7,
            rowsWithDebt: 5
        )
    }

    private static func counted(_ fixture: ComparisonFixture) -> (ComparisonFixture, DigestCount) {
        let work = DigestCount()
        var counted = fixture
        counted.digester = Digester { bytes in
            work.add()
            return Digest(words: SHA256.words(of: bytes))
        }
        return (counted, work)
    }
}

extension PlanDraft {
    /// The plans of the rows, one by one.
    fileprivate var rowPlans: [RowPlan] { (0..<plans.count).map { plans[$0] } }
}

/// Counts digests.
private final class DigestCount: Sendable {
    private let count = Locked(0)

    func add() { count.withLock { $0 += 1 } }

    /// Returns how many there were since the last call.
    func take() -> Int {
        count.withLock { count in
            defer { count = 0 }
            return count
        }
    }
}
