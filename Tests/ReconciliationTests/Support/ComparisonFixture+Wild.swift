import Reconciliation
import TestSupport

extension ComparisonFixture {
    /// A few rows and issues in a state that no run of the tool would leave: shared tickets, clones, exchanged keys, markers of
    /// other states, decisions that wait.
    static func wild(_ count: Int, using random: inout SeededGenerator) -> ComparisonFixture {
        var fixture = ComparisonFixture()
        fixture.policies = .random(using: &random)
        let hasState = !random.isOneIn(6)
        for number in 1...UInt64(count) {
            let row = fixture.addWild(number, isLinked: hasState, using: &random)
            if random.isOneIn(6) { fixture.addSecond(number + 100, of: row, using: &random) }
        }
        fixture.exchange(using: &random)
        var seen: Set<RowKey> = []
        fixture.rows = fixture.rows.filter { seen.insert($0.key).inserted }
        var pairs: Set<[String]> = []
        fixture.links = fixture.links.filter { pairs.insert([$0.row.text, "\($0.issue)"]).inserted }
        return fixture
    }

    private mutating func addWild(
        _ number: UInt64,
        isLinked: Bool,
        using random: inout SeededGenerator
    ) -> Row {
        var row = Row.example(RowKey("\(number)"), tickets: random.isOneIn(9) ? nil : ["CCS-\(number)"])
        let isManaged = !random.isOneIn(3)
        let status = [IssueStatus.toDo, .inProgress, .done, .done].randomElement(using: &random) ?? .toDo
        let resolution = random.isOneIn(3) ? "Won't Do" : "Done"
        let agreed = Link.Agreement.allCases.randomElement(using: &random) ?? .open
        row.debt = agreed != .resolved
        var issue =
            isManaged
            ? self.issue(number, for: row, status: status, resolution: resolution)
            : foreign(number, status: status, resolution: resolution)
        if isLinked, !random.isOneIn(5) {
            var link = link(row, issue, isManaged ? .managed : .followed, agreed: agreed)
            if random.isOneIn(5) {
                link.decision = [.audit, .jira, .link, .unlink].randomElement(using: &random)
            }
            if random.isOneIn(3) { link.category = .new }
            if random.isOneIn(12) { link.fields = [] }
            links.append(link)
        }
        for _ in 0..<Int.random(in: 0..<3, using: &random) { disturbWildly(&row, &issue, using: &random) }
        if !random.isOneIn(8) { rows.append(row) }
        if !random.isOneIn(8) { issues.append(issue) }
        if random.isOneIn(2) { deadEnds.insert(issue.id) }
        return row
    }

    /// A second issue of a row: a duplicate, a clone, a follower of another row's.
    private mutating func addSecond(_ number: UInt64, of row: Row, using random: inout SeededGenerator) {
        let status = [IssueStatus.toDo, .inProgress, .done].randomElement(using: &random) ?? .toDo
        switch Int.random(in: 0..<5, using: &random) {
        case 0: issues.append(issue(number, for: row, status: status))
        case 1: issues.append(issue(number, for: row, status: status, operation: "operation-\(row.key)"))
        case 2:
            let issue = foreign(number, status: status)
            issues.append(issue)
            links.append(link(row, issue, .followed, agreed: .open))
            if let index = rows.firstIndex(where: { $0.key == row.key }) {
                rows[index].take((rows[index].tickets ?? []) + [issue.key])
            }
        case 3:
            var issue = issue(number, for: row, status: status)
            issue.marker?.lineage = "22222222-2222-4222-8222-222222222222"
            issues.append(issue)
        default:
            guard let issue = issues.randomElement(using: &random) else { return }
            links.append(link(row, issue, .followed, agreed: .open))
            if let index = rows.firstIndex(where: { $0.key == row.key }) {
                rows[index].take((rows[index].tickets ?? []) + [issue.key])
            }
        }
    }

    private func disturbWildly(_ row: inout Row, _ issue: inout Issue, using random: inout SeededGenerator) {
        switch Int.random(in: 0..<16, using: &random) {
        case 0: row.debt = row.debt.map { !$0 }
        case 1: row.text = "Worse."
        case 2: row.path = "moved/\(row.key).py"
        case 3: row.key = RowKey("new-\(row.key)")
        case 4: row.take(["CCS-1", "OLD-1"])
        case 5: issue.status = .done
        case 6: issue.status = .inProgress
        case 7: issue.key = "OPS-\(issue.id)"
        case 8: issue.labels = ["audit-jira", "theirs"]
        case 9: issue.fields["summary"] = .text("Theirs")
        case 10: row.take((row.tickets ?? []) + ["CCS-\(Int.random(in: 1..<9, using: &random))", "CCS-999"])
        case 11: row.take([])
        case 12: issue.marker = nil
        case 13: issue.marker?.row = "3"
        case 14: row.path = "src/2.py"
        default: row.debt = nil
        }
    }

    private mutating func exchange(using random: inout SeededGenerator) {
        guard random.isOneIn(3), rows.count > 3 else { return }
        let keys = rows[..<3].map(\.key)
        for index in 0..<3 { rows[index].key = keys[(index + 1) % 3] }
        if random.isOneIn(3) { rows.remove(at: 1) }
    }
}

extension Policies {
    fileprivate static func random(using random: inout SeededGenerator) -> Policies {
        var policies = Policies()
        policies.firstContact = FirstContact.allCases.randomElement(using: &random) ?? .conflict
        policies.rowDeleted = RowDeleted.allCases.randomElement(using: &random) ?? .close
        policies.issueDeleted = IssueDeleted.allCases.randomElement(using: &random) ?? .recreate
        policies.regression = Regression.allCases.randomElement(using: &random) ?? .reopen
        policies.duplicates = Duplicates.allCases.randomElement(using: &random) ?? .report
        policies.resolveWhen = ResolveWhen.allCases.randomElement(using: &random) ?? .all
        policies.pruneDangling = random.isOneIn(2)
        return policies
    }
}

extension SeededGenerator {
    fileprivate mutating func isOneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
}
