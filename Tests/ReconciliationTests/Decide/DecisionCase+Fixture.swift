import Reconciliation
import TestSupport

extension DecisionCase {
    /// The three sides of the case.
    var fixture: ComparisonFixture {
        var fixture = ComparisonFixture()
        for choice in policies { choice.apply(to: &fixture.policies) }
        let then = Row.example("1", tickets: tickets)
        fixture.issues = issues(for: then, at: fixture)
        if self.issue == .stuck { fixture.deadEnds = Set(fixture.issues.map(\.id)) }
        fixture.links = links(of: then, at: fixture)
        fixture.rows = rows(from: then)
        if base == .unnoted || base == .lostHere { addOther(to: &fixture) }
        return fixture
    }

    /// Case 0 and its issue, which agree.
    private func addOther(to fixture: inout ComparisonFixture) {
        let row = Row.example("0", tickets: ["CCS-99"])
        let issue = fixture.issue(99, for: row)
        fixture.rows.append(row)
        fixture.issues.append(issue)
        if base == .unnoted { fixture.links = [fixture.link(row, issue)] }
    }

    /// The plan, row 0 aside.
    static func gist(of plan: Plan) -> [String] {
        var plan = plan
        plan.actions.removeAll { $0.row == "0" }
        return plan.gist
    }

    /// What row 1 lists, and listed when both sides last agreed.
    private var tickets: [String]? {
        switch issue {
        case .none: nil
        case .goneElsewhere: ["OPS-1"]
        case .openAndGone, .closedAndOpen, .bothClosed, .youngerListed: ["CCS-1", "CCS-2"]
        case .older: ["CCS-2"]
        default: ["CCS-1"]
        }
    }

    private var isMadeByPeople: Bool { [.none, .followed, .followedResolved].contains(base) }

    private func issues(for row: Row, at fixture: ComparisonFixture) -> [Issue] {
        func one(_ number: UInt64, _ status: IssueStatus = .toDo, _ resolution: String? = nil) -> Issue {
            isMadeByPeople
                ? fixture.foreign(number, status: status, resolution: resolution)
                : fixture.issue(number, for: row, status: status, resolution: resolution)
        }
        var moved = one(1, issue == .movedClosed ? .done : .toDo)
        moved.key = "OPS-7"
        var redescribed = one(1)
        redescribed.fields["description"] = .text("Theirs.")
        var labelled = fixture.foreign(2)
        labelled.labels = [Marker.name]
        switch issue {
        case .none, .gone, .goneElsewhere: return []
        case .open: return [one(1)]
        case .closed, .stuck: return [one(1, .done)]
        case .started: return [one(1, .inProgress)]
        case .wontDo: return [one(1, .done, "Won't Do")]
        case .redescribed: return [redescribed]
        case .moved, .movedClosed: return [moved]
        case .openAndGone: return [one(1)]
        case .closedAndOpen: return [one(1, .done), one(2)]
        case .bothClosed: return [one(1, .done), one(2, .done)]
        case .markedElsewhere:
            var issue = one(1)
            issue.marker?.lineage = "22222222-2222-4222-8222-222222222222"
            return [issue]
        case .younger, .youngerListed, .older: return [one(1), fixture.issue(2, for: row)]
        case .youngerClosed: return [one(1), fixture.issue(2, for: row, status: .done)]
        case .closedAndYounger: return [one(1, .done), fixture.issue(2, for: row)]
        case .cloned: return [one(1), fixture.issue(2, for: row, operation: "operation-1")]
        case .closedAndCloned: return [one(1, .done), fixture.issue(2, for: row, operation: "operation-1")]
        case .labelled: return [one(1), labelled]
        }
    }

    private func links(of row: Row, at fixture: ComparisonFixture) -> [Link] {
        /// The link of an issue as it was when both sides last agreed.
        func link(_ number: UInt64, _ agreed: Link.Agreement = .open) -> Link {
            let status: IssueStatus = agreed == .open ? .toDo : .done
            let issue =
                isMadeByPeople
                ? fixture.foreign(number, status: status) : fixture.issue(number, for: row, status: status)
            return fixture.link(row, issue, isMadeByPeople ? .followed : .managed, agreed: agreed)
        }
        switch base {
        case .none, .lost, .lostHere, .unnoted: return []
        case .open: return [link(issue == .older ? 2 : 1)]
        case .resolved: return [link(1, .resolved)]
        case .accepted: return [link(1, .accepted)]
        case .followed:
            let hasTwo = [.closedAndOpen, .bothClosed].contains(issue)
            return hasTwo ? [link(1), link(2)] : [link(1)]
        case .followedResolved: return [link(1, .resolved)]
        }
    }

    private func rows(from then: Row) -> [Row] {
        var now = then
        switch row {
        case .debt: break
        case .rewritten: now.text = "Worse."
        case .unlisting: now.tickets = nil
        case .clear: now.debt = false
        case .gone: break
        case .rekeyed, .rekeyedClear: now.key = "9"
        case .repathed, .repathedClear: now.path = "lib/1.py"
        }
        if row == .rekeyedClear || row == .repathedClear { now.debt = false }
        return row == .gone ? [] : [now]
    }
}
