import TestSupport
import Testing

@testable import Reconciliation

/// The planner as a function of one group.
@Suite struct RowPlannerTests {
    /// A row with its issue CCS-1, in agreement, and what becomes of them.
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let gist: [String]
        var tally = Tally()
        let change: @Sendable (inout RowGroup, inout ComparisonFixture) -> Void

        init(
            _ description: String,
            _ gist: [String],
            tally: Tally = Tally(),
            change: @escaping @Sendable (inout RowGroup, inout ComparisonFixture) -> Void
        ) {
            (testDescription, self.gist, self.tally, self.change) = (description, gist, tally, change)
        }
    }

    static let cases = [
        Case("in agreement", []) { _, _ in },
        Case("without debt", ["close CCS-1"]) { group, _ in group.row?.debt = false },
        Case("without debt, and followed by another row", ["finding ticket_still_open"]) { group, _ in
            group.row?.debt = false
            group.followers[IssueID(10_001)] = "2"
        },
        Case("rewritten", ["update CCS-1"]) { group, _ in group.row?.text = "Worse." },
        Case("gone", ["close CCS-1"]) { group, _ in group.row = nil },
        Case("gone, where people decide", ["conflict status"]) { group, fixture in
            fixture.policies.rowDeleted = .conflict
            group.row = nil
        },
        Case("without its issue", ["create"], tally: Tally(missingIssues: 1)) { group, _ in
            group.members[0].issue = nil
            group.members[0].side = .missing
        },
        Case("of which the issue is closed", ["resolve CCS-1"]) { group, _ in group.close() },
        Case("with debt again", ["reopen CCS-1"]) { group, _ in
            group.close()
            group.members[0].link.agreed = .resolved
        },
        Case("with debt again, and no way back", ["create"]) { group, _ in
            group.close()
            group.members[0].link.agreed = .resolved
            group.deadEnds = [IssueID(10_001)]
        },
        Case(
            "without its issue, and with one that a run left",
            ["adopt CCS-2", "forget CCS-1"],
            tally: Tally(missingIssues: 1, adoptedIssues: 1)
        ) { group, fixture in
            group.members[0].issue = nil
            group.members[0].side = .missing
            if let row = group.row { group.marked = [fixture.issue(2, for: row)] }
        },
        Case("with a second issue", ["finding duplicate_issue"]) { group, fixture in
            if let row = group.row { group.marked = [fixture.issue(2, for: row)] }
        },
        Case("with a clone", ["finding clone"]) { group, fixture in
            if let row = group.row {
                group.marked = [fixture.issue(2, for: row, operation: "operation-1")]
            }
        },
        Case("parted", ["forget CCS-1", "create"]) { group, _ in
            group.members[0].link.decision = .unlink
        },
        Case("without link", ["create"]) { group, _ in
            group.members = []
            group.row?.take(nil)
        },
        Case("without link, and with its issue", ["adopt CCS-1"], tally: Tally(adoptedIssues: 1)) {
            group,
            _ in
            group.marked = group.members.compactMap(\.issue)
            group.members = []
            group.row?.take(nil)
        },
        Case("that got another's key", ["conflict file_number"]) { group, _ in
            group.witnesses = group.members.map(\.link)
        },
    ]

    @Test(arguments: cases)
    func `plans a row`(_ one: Case) {
        var fixture = ComparisonFixture()
        let row = Row.example("1", tickets: ["CCS-1"])
        let issue = fixture.issue(1, for: row)
        var group = RowGroup(key: row.key, row: row, path: row.path)
        group.members = [
            RowGroup.Member(link: fixture.link(row, issue), issue: issue, side: .open(seenClosed: false))
        ]
        one.change(&group, &fixture)
        let planner = RowPlanner(fixture.rules)
        let plan = planner.plan(group)
        #expect(plan.gist == one.gist)
        #expect(plan.tally == one.tally)
        #expect(planner.plan(group) == plan)
    }
}

extension RowGroup {
    fileprivate mutating func close() {
        members[0].issue?.status = .done
        members[0].issue?.resolution = "Done"
        members[0].side = .closed(.resolve)
    }
}

extension ComparisonFixture {
    /// What rows are planned by.
    var rules: PlanRules {
        PlanRules(
            settings: settings,
            project: Self.scope.project,
            isLost: false
        )
    }
}

extension RowPlan {
    /// The plan in short, as a plan's.
    fileprivate var gist: [String] {
        Plan(
            binding: ComparisonFixture().binding,
            refresh: .full,
            actions: actions,
            conflicts: conflicts,
            findings: findings
        ).gist
    }
}
