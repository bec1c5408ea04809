import Reconciliation
import TestSupport
import Testing

extension Desk: CustomTestStringConvertible {
    var testDescription: String { "\(rows.count) rows, \(links.count) links" }

    /// Rows and issues that agree: managed and open, resolved, followed.
    static func agreeing(_ count: Int) -> Desk {
        var desk = Desk()
        for number in 1...count {
            var row = Row.example(RowKey("\(number)"), tickets: ["CCS-\(number)"])
            switch number % 3 {
            case 0:
                let issue = desk.issue(UInt64(number), for: row)
                desk.add(row, issue, desk.link(row, issue))
            case 1:
                row.debt = false
                let issue = desk.issue(UInt64(number), for: row, status: .done)
                desk.add(row, issue, desk.link(row, issue, agreed: .resolved))
            default:
                let issue = desk.foreign(UInt64(number))
                desk.add(row, issue, desk.link(row, issue, .followed))
            }
        }
        return desk
    }

    /// Linked rows of which every text was rewritten.
    static func rewritten(_ count: Int) -> Desk {
        var desk = Desk()
        for number in 1...count {
            var row = Row.example(RowKey("\(number)"), tickets: ["CCS-\(number)"])
            let issue = desk.issue(UInt64(number), for: row)
            let link = desk.link(row, issue)
            row.text = "Worse."
            desk.add(row, issue, link)
        }
        return desk
    }

    /// Rows with debt that nothing is linked to.
    static func unlinked(_ count: Int) -> Desk {
        var desk = Desk()
        desk.rows = (1...count).map { Row.example(RowKey("\($0)")) }
        return desk
    }

    /// Anything at all.
    static func random(_ count: Int, using random: inout SeededGenerator) -> Desk {
        var desk = Desk()
        desk.policies.firstContact = Policies.FirstContact.allCases.randomElement(using: &random) ?? .conflict
        desk.policies.rowDeleted = Policies.RowDeleted.allCases.randomElement(using: &random) ?? .close
        desk.policies.issueDeleted = Policies.IssueDeleted.allCases.randomElement(using: &random) ?? .recreate
        desk.policies.resolveWhen = Policies.ResolveWhen.allCases.randomElement(using: &random) ?? .all
        for number in 1...UInt64(count) {
            var row = Row.example(RowKey("\(number)"), tickets: ["CCS-\(number)"])
            let isManaged = Int.random(in: 0..<3, using: &random) > 0
            let then = [IssueStatus.toDo, .inProgress, .done].randomElement(using: &random) ?? .toDo
            let agreed = Link.Agreement.allCases.randomElement(using: &random) ?? .open
            row.debt = agreed != .resolved
            var issue =
                isManaged ? desk.issue(number, for: row, status: then) : desk.foreign(number, status: then)
            if Int.random(in: 0..<5, using: &random) > 0 {
                desk.links.append(desk.link(row, issue, isManaged ? .managed : .followed, agreed: agreed))
            }
            desk.disturb(&row, &issue, using: &random)
            if Int.random(in: 0..<8, using: &random) > 0 { desk.rows.append(row) }
            if Int.random(in: 0..<8, using: &random) > 0 { desk.issues.append(issue) }
        }
        return desk
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
