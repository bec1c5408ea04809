import Reconciliation
import Testing

/// One row of the decision table, laid out: a base, what both sides say now, and what the plan says.
struct DecisionCase: CustomTestStringConvertible, Sendable {
    /// The row's number in the table.
    let number: Int
    let base: Base
    let row: RowNow
    let issue: IssueNow
    let policies: [PolicyChoice]
    /// The plan: actions in their order, then conflicts and findings.
    let says: [String]

    /// The state of row 1.
    enum Base: String {
        /// No state, and an issue that people wrote.
        case none
        /// No state any more, and an issue that carries the marker of row 1.
        case lost
        /// The same, where row 0 and its issue tell that the state was this table's.
        case lostHere = "lost, this table's"
        /// A state that does not know the issue which carries the marker of row 1: a run died.
        case unnoted
        /// A managed issue stands for debt; the debt is resolved; the debt is accepted.
        case open, resolved, accepted
        /// The same of an issue that people wrote.
        case followed
        case followedResolved = "followed, resolved"
    }

    /// The present row 1.
    enum RowNow: String {
        /// D.
        case debt = "D"
        /// D, with another text than the base's.
        case rewritten = "D rewritten"
        /// D, and the row does not name its ticket.
        case unlisting = "D without ticket"
        /// R.
        case clear = "R"
        /// X.
        case gone = "X"
        /// D, under the key 9; and R.
        case rekeyed = "D as row 9"
        case rekeyedClear = "R as row 9"
        /// D, at another path; and R.
        case repathed = "D at another path"
        case repathedClear = "R at another path"
    }

    /// CCS-1 as it is now, and the other issues.
    enum IssueNow: String {
        /// – , O, C, M.
        case none = "–"
        case open = "O"
        case closed = "C"
        case gone = "M"
        /// O, under way.
        case started = "O under way"
        /// C, with a resolution that accepts the debt.
        case wontDo = "C as Won't Do"
        /// C, in a workflow that has no way back.
        case stuck = "C for good"
        /// O, and people wrote another description.
        case redescribed = "O rewritten"
        /// O or C, as OPS-7.
        case moved = "O as OPS-7"
        case movedClosed = "C as OPS-7"
        /// M, of a project that is not looked after: OPS-1.
        case goneElsewhere = "M of another project"
        /// Two tickets: CCS-1 and CCS-2.
        case openAndGone = "O and M"
        case closedAndOpen = "C and O"
        case bothClosed = "C and C"
        /// O, with a marker that another state set.
        case markedElsewhere = "O of another state"
        /// Another issue, CCS-2, carries the marker of row 1 with an operation of its own.
        case younger = "O, and a younger one"
        case youngerListed = "O, and a younger one that the row names"
        case youngerClosed = "O, and a younger one that is closed"
        case closedAndYounger = "C, and a younger one"
        /// The same, where CCS-2 is linked.
        case older = "O, and an older one"
        /// CCS-2 carries the marker of CCS-1 itself; so do two.
        case cloned = "O, and a clone"
        case closedAndCloned = "C, and a clone"
        /// CCS-2 carries the label alone.
        case labelled = "O, and a label"
    }

    init(
        _ number: Int,
        _ base: Base,
        _ row: RowNow,
        _ issue: IssueNow,
        _ policies: PolicyChoice...,
        says: [String]
    ) {
        self.number = number
        self.base = base
        self.row = row
        self.issue = issue
        self.policies = policies
        self.says = says
    }

    var testDescription: String {
        let policies = policies.isEmpty ? "" : " (\(policies.map(\.description).joined(separator: ", ")))"
        let outcome = says.isEmpty ? "nothing" : says.joined(separator: ", ")
        return "\(number): \(base.rawValue) | \(row.rawValue) | \(issue.rawValue)\(policies): \(outcome)"
    }
}

/// A value of a policy, as the configuration names it.
enum PolicyChoice: Hashable, Sendable, CustomStringConvertible {
    case firstContact(Policies.FirstContact)
    case rowDeleted(Policies.RowDeleted)
    case issueDeleted(Policies.IssueDeleted)
    case regression(Policies.Regression)
    case duplicates(Policies.Duplicates)
    case resolveWhen(Policies.ResolveWhen)
    case pruneDangling(Bool)
    case resolution(String, Policies.Meaning)

    /// Every value of every policy; resolutions aside, of which there are as many as Jira has.
    static let all: [PolicyChoice] =
        Policies.FirstContact.allCases.map(firstContact) + Policies.RowDeleted.allCases.map(rowDeleted)
        + Policies.IssueDeleted.allCases.map(issueDeleted) + Policies.Regression.allCases.map(regression)
        + Policies.Duplicates.allCases.map(duplicates) + Policies.ResolveWhen.allCases.map(resolveWhen)
        + [false, true].map(pruneDangling)

    func apply(to policies: inout Policies) {
        switch self {
        case .firstContact(let value): policies.firstContact = value
        case .rowDeleted(let value): policies.rowDeleted = value
        case .issueDeleted(let value): policies.issueDeleted = value
        case .regression(let value): policies.regression = value
        case .duplicates(let value): policies.duplicates = value
        case .resolveWhen(let value): policies.resolveWhen = value
        case .pruneDangling(let value): policies.pruneDangling = value
        case .resolution(let name, let meaning): policies.resolutions[name] = meaning
        }
    }

    var description: String {
        switch self {
        case .firstContact(let value): "first_contact: \(value.rawValue)"
        case .rowDeleted(let value): "row_deleted: \(value.rawValue)"
        case .issueDeleted(let value): "issue_deleted: \(value.rawValue)"
        case .regression(let value): "regression: \(value.rawValue)"
        case .duplicates(let value): "duplicates: \(value.rawValue)"
        case .resolveWhen(let value): "resolve_when: \(value.rawValue)"
        case .pruneDangling(let value): "prune_dangling: \(value)"
        case .resolution(let name, let meaning): "resolutions: {\(name): \(meaning.rawValue)}"
        }
    }
}
