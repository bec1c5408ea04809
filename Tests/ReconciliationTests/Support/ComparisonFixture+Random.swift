import Reconciliation
import TestSupport
import Testing

extension ComparisonFixture: CustomTestStringConvertible {
    var testDescription: String { "\(rows.count) rows, \(links.count) links" }

    /// Rows and issues that agree: managed and open, resolved, followed.
    static func agreeing(_ count: Int) -> ComparisonFixture {
        var fixture = ComparisonFixture()
        for number in 1...count {
            var row = Row.example(RowKey("\(number)"), tickets: ["CCS-\(number)"])
            switch number % 3 {
            case 0:
                let issue = fixture.issue(UInt64(number), for: row)
                fixture.add(row, issue, fixture.link(row, issue))
            case 1:
                row.debt = false
                let issue = fixture.issue(UInt64(number), for: row, status: .done)
                fixture.add(row, issue, fixture.link(row, issue, agreed: .resolved))
            default:
                let issue = fixture.foreign(UInt64(number))
                fixture.add(row, issue, fixture.link(row, issue, .followed))
            }
        }
        return fixture
    }

    /// Linked rows of which every text was rewritten.
    static func rewritten(_ count: Int) -> ComparisonFixture {
        var fixture = ComparisonFixture()
        for number in 1...count {
            var row = Row.example(RowKey("\(number)"), tickets: ["CCS-\(number)"])
            let issue = fixture.issue(UInt64(number), for: row)
            let link = fixture.link(row, issue)
            row.text = "Worse."
            fixture.add(row, issue, link)
        }
        return fixture
    }

    /// Rows with debt that nothing is linked to.
    static func unlinked(_ count: Int) -> ComparisonFixture {
        var fixture = ComparisonFixture()
        fixture.rows = (1...count).map { Row.example(RowKey("\($0)")) }
        return fixture
    }

    /// Anything at all.
    static func random(_ count: Int, using random: inout SeededGenerator) -> ComparisonFixture {
        var fixture = ComparisonFixture()
        fixture.policies.firstContact =
            Policies.FirstContact.allCases.randomElement(using: &random) ?? .conflict
        fixture.policies.rowDeleted = Policies.RowDeleted.allCases.randomElement(using: &random) ?? .close
        fixture.policies.issueDeleted =
            Policies.IssueDeleted.allCases.randomElement(using: &random) ?? .recreate
        fixture.policies.resolveWhen = Policies.ResolveWhen.allCases.randomElement(using: &random) ?? .all
        for number in 1...UInt64(count) {
            var row = Row.example(RowKey("\(number)"), tickets: ["CCS-\(number)"])
            let isManaged = Int.random(in: 0..<3, using: &random) > 0
            let then = [IssueStatus.toDo, .inProgress, .done].randomElement(using: &random) ?? .toDo
            let agreed = Link.Agreement.allCases.randomElement(using: &random) ?? .open
            row.debt = agreed != .resolved
            var issue =
                isManaged
                ? fixture.issue(number, for: row, status: then) : fixture.foreign(number, status: then)
            if Int.random(in: 0..<5, using: &random) > 0 {
                fixture.links.append(
                    fixture.link(row, issue, isManaged ? .managed : .followed, agreed: agreed)
                )
            }
            fixture.disturb(&row, &issue, using: &random)
            if Int.random(in: 0..<8, using: &random) > 0 { fixture.rows.append(row) }
            if Int.random(in: 0..<8, using: &random) > 0 { fixture.issues.append(issue) }
        }
        return fixture
    }

    private func disturb(_ row: inout Row, _ issue: inout Issue, using random: inout SeededGenerator) {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: row.debt = row.debt.map { !$0 }
        case 1: row.text = "Worse."
        case 2: row.path = "moved/\(row.key).py"
        case 3: row.key = RowKey("new-\(row.key)")
        case 4: row.tickets = ["CCS-1", "OLD-1"]
        case 5: issue.status = .done
        case 6: issue.status = .inProgress
        case 7: issue.key = "OPS-\(issue.id)"
        case 8: issue.labels = ["audit-jira", "theirs"]
        case 9: issue.fields["summary"] = .text("Theirs")
        default: break
        }
    }

    private mutating func add(_ row: Row, _ issue: Issue, _ link: Link) {
        rows.append(row)
        issues.append(issue)
        links.append(link)
    }
}
