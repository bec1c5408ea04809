import Reconciliation
import TestSupport
import Testing

/// One row of the decision table, laid out.
struct DecisionCase: CustomTestStringConvertible, Sendable {
    let number: String
    let says: String
    let policies: Policies
    let base: Base
    let row: RowNow
    let issue: IssueNow
    let expected: [String]

    /// What the state says of a managed link; `followed` of a followed one.
    enum Base: Sendable { case none, open, resolved, accepted, followedOpen, followedResolved }
    /// What the row says: D, D rewritten, R, X.
    enum RowNow: Sendable { case debt, rewritten, clear, absent }
    /// What the issue says: O, started, C, C with a resolution that accepts the debt, M, –.
    enum IssueNow: Sendable { case open, started, closed, wontDo, missing, none }

    init(
        _ number: String,
        _ says: String,
        _ base: Base,
        _ row: RowNow,
        _ issue: IssueNow,
        _ expected: [String],
        with change: (inout Policies) -> Void = { _ in }
    ) {
        self.number = number
        self.says = says
        var policies = Policies()
        change(&policies)
        self.policies = policies
        self.base = base
        self.row = row
        self.issue = issue
        self.expected = expected
    }

    var testDescription: String { "\(number) \(says)" }

    var desk: Desk {
        var desk = Desk()
        desk.policies = policies
        let then = Row.example("1", debt: true, tickets: ["CCS-1"])
        var now = then
        switch row {
        case .debt: break
        case .rewritten: now.text = "Worse."
        case .clear: now.debt = false
        case .absent: break
        }
        if base == .none, self.issue == .none { now.tickets = nil }
        if row != .absent { desk.rows = [now] }
        let isFollowed = [.none, .followedOpen, .followedResolved].contains(base)
        func issue(_ status: IssueStatus, _ resolution: String? = nil) -> Issue {
            isFollowed
                ? desk.foreign(1, status: status, resolution: resolution)
                : desk.issue(1, for: then, status: status, resolution: resolution)
        }
        switch self.issue {
        case .open: desk.issues = [issue(.toDo)]
        case .started: desk.issues = [issue(.inProgress)]
        case .closed: desk.issues = [issue(.done)]
        case .wontDo: desk.issues = [issue(.done, "Won't Do")]
        case .missing, .none: break
        }
        switch base {
        case .none: break
        case .open: desk.links = [desk.link(then, issue(.toDo))]
        case .resolved: desk.links = [desk.link(then, issue(.done), agreed: .resolved)]
        case .accepted: desk.links = [desk.link(then, issue(.done, "Won't Do"), agreed: .accepted)]
        case .followedOpen: desk.links = [desk.link(then, issue(.toDo), .followed)]
        case .followedResolved: desk.links = [desk.link(then, issue(.done), .followed, agreed: .resolved)]
        }
        return desk
    }

    static let firstContact: [DecisionCase] = [
        DecisionCase("1", "debt without a ticket gets one", .none, .debt, .none, ["create"]),
        DecisionCase("2", "debt with an open ticket follows it", .none, .debt, .open, ["follow CCS-1"]),
        DecisionCase("2", "a ticket under way counts as open", .none, .debt, .started, ["follow CCS-1"]),
        DecisionCase("3", "debt with a closed ticket waits", .none, .debt, .closed, ["conflict status"]),
        DecisionCase(
            "3",
            "first_contact: conflict is the default",
            .none,
            .debt,
            .closed,
            ["conflict status"],
            with: { $0.firstContact = .conflict }
        ),
        DecisionCase(
            "3",
            "first_contact: jira resolves the row",
            .none,
            .debt,
            .closed,
            ["resolve CCS-1", "follow CCS-1"],
            with: { $0.firstContact = .jira }
        ),
        DecisionCase(
            "3",
            "first_contact: audit creates an issue",
            .none,
            .debt,
            .closed,
            ["follow CCS-1", "create"],
            with: { $0.firstContact = .audit }
        ),
        DecisionCase(
            "4",
            "debt with a dead ticket gets one",
            .none,
            .debt,
            .missing,
            ["create", "finding dangling_ticket"]
        ),
        DecisionCase("5", "no debt and no ticket is nothing", .none, .clear, .none, []),
        DecisionCase("5", "no debt and an open ticket is nothing", .none, .clear, .open, []),
        DecisionCase("5", "no row is nothing", .none, .absent, .none, []),
    ]

    static let linked: [DecisionCase] = [
        DecisionCase("7", "both as they were", .open, .debt, .open, []),
        DecisionCase("7", "the debt was rewritten", .open, .rewritten, .open, ["update CCS-1"]),
        DecisionCase("7", "the issue was started", .open, .debt, .started, ["start CCS-1"]),
        DecisionCase("8", "the debt is gone", .open, .clear, .open, ["close CCS-1"]),
        DecisionCase("9", "the row is gone", .open, .absent, .open, ["close CCS-1"]),
        DecisionCase(
            "9",
            "row_deleted: close is the default",
            .open,
            .absent,
            .open,
            ["close CCS-1"],
            with: { $0.rowDeleted = .close }
        ),
        DecisionCase(
            "9",
            "row_deleted: forget",
            .open,
            .absent,
            .open,
            ["forget CCS-1"],
            with: { $0.rowDeleted = .forget }
        ),
        DecisionCase(
            "9",
            "row_deleted: conflict",
            .open,
            .absent,
            .open,
            ["conflict status"],
            with: { $0.rowDeleted = .conflict }
        ),
        DecisionCase("10", "the issue was closed", .open, .debt, .closed, ["resolve CCS-1"]),
        DecisionCase("10", "the issue was closed as Won't Do", .open, .debt, .wontDo, ["accept CCS-1"]),
        DecisionCase(
            "10",
            "resolutions: Won't Do: resolve",
            .open,
            .debt,
            .wontDo,
            ["resolve CCS-1"],
            with: { $0.resolutions["Won't Do"] = .resolve }
        ),
        DecisionCase("11", "rewritten and closed", .open, .rewritten, .closed, ["conflict status"]),
        DecisionCase(
            "11",
            "rewritten and closed as Won't Do",
            .open,
            .rewritten,
            .wontDo,
            ["conflict status"]
        ),
        DecisionCase("12", "both say done", .open, .clear, .closed, ["record CCS-1"]),
        DecisionCase("13", "the issue is gone", .open, .debt, .missing, ["create"]),
        DecisionCase(
            "13",
            "issue_deleted: recreate is the default",
            .open,
            .debt,
            .missing,
            ["create"],
            with: { $0.issueDeleted = .recreate }
        ),
        DecisionCase(
            "13",
            "issue_deleted: unlink",
            .open,
            .debt,
            .missing,
            ["accept CCS-1"],
            with: { $0.issueDeleted = .unlink }
        ),
        DecisionCase(
            "13",
            "issue_deleted: conflict",
            .open,
            .debt,
            .missing,
            ["conflict status"],
            with: { $0.issueDeleted = .conflict }
        ),
        DecisionCase("14", "no debt and no issue", .open, .clear, .missing, ["forget CCS-1"]),
        DecisionCase("14", "no row and no issue", .open, .absent, .missing, ["forget CCS-1"]),
        DecisionCase("14", "no row, and the issue is closed", .open, .absent, .closed, ["forget CCS-1"]),
        DecisionCase("15", "resolved, and both stand", .resolved, .clear, .closed, []),
        DecisionCase("16", "the debt is back", .resolved, .debt, .closed, ["reopen CCS-1"]),
        DecisionCase("16", "rewritten debt is back", .resolved, .rewritten, .closed, ["reopen CCS-1"]),
        DecisionCase("17", "the issue was reopened", .resolved, .clear, .open, ["unresolve CCS-1"]),
        DecisionCase("18", "both are open again", .resolved, .debt, .open, ["record CCS-1"]),
        DecisionCase("18", "rewritten, both are open again", .resolved, .rewritten, .open, ["update CCS-1"]),
        DecisionCase("19", "resolved, and the row is gone", .resolved, .absent, .closed, ["forget CCS-1"]),
        DecisionCase("19", "the row is gone, reopened", .resolved, .absent, .open, ["forget CCS-1"]),
        DecisionCase("19", "resolved, and both are gone", .resolved, .absent, .missing, ["forget CCS-1"]),
    ]

    static let accepted: [DecisionCase] = [
        DecisionCase("10", "an accepted debt stays", .accepted, .debt, .wontDo, []),
        DecisionCase("10", "an accepted debt may be rewritten", .accepted, .rewritten, .wontDo, []),
        DecisionCase("18", "an accepted debt's issue is reopened", .accepted, .debt, .open, ["record CCS-1"]),
        DecisionCase("12", "an accepted debt is gone", .accepted, .clear, .wontDo, ["record CCS-1"]),
        DecisionCase("8", "gone, and the issue is reopened", .accepted, .clear, .open, ["close CCS-1"]),
        DecisionCase("14", "an accepted debt's row is gone", .accepted, .absent, .wontDo, ["forget CCS-1"]),
        DecisionCase("9", "its row is gone, reopened", .accepted, .absent, .open, ["close CCS-1"]),
        DecisionCase(
            "10",
            "an accepted debt's issue is not made again",
            .accepted,
            .debt,
            .missing,
            ["finding accepted_issue_missing"]
        ),
    ]

    static let followed: [DecisionCase] = [
        DecisionCase("7", "both as they were", .followedOpen, .debt, .open, []),
        DecisionCase("7", "a rewritten debt writes no followed issue", .followedOpen, .rewritten, .open, []),
        DecisionCase("7", "the ticket was started", .followedOpen, .debt, .started, ["start CCS-1"]),
        DecisionCase("8", "the debt is gone", .followedOpen, .clear, .open, ["finding ticket_still_open"]),
        DecisionCase(
            "9",
            "the row is gone",
            .followedOpen,
            .absent,
            .open,
            ["forget CCS-1", "finding ticket_still_open"]
        ),
        DecisionCase("10", "the ticket was closed", .followedOpen, .debt, .closed, ["resolve CCS-1"]),
        DecisionCase("10", "closed as Won't Do", .followedOpen, .debt, .wontDo, ["accept CCS-1"]),
        DecisionCase("11", "rewritten and closed", .followedOpen, .rewritten, .closed, ["conflict status"]),
        DecisionCase("12", "both say done", .followedOpen, .clear, .closed, ["record CCS-1"]),
        DecisionCase(
            "13",
            "the ticket is gone",
            .followedOpen,
            .debt,
            .missing,
            ["forget CCS-1", "create", "finding dangling_ticket"]
        ),
        DecisionCase("14", "no debt and no ticket", .followedOpen, .clear, .missing, ["forget CCS-1"]),
        DecisionCase("15", "resolved, and both stand", .followedResolved, .clear, .closed, []),
        DecisionCase("16", "the debt is back", .followedResolved, .debt, .closed, ["finding ticket_closed"]),
        DecisionCase("17", "the ticket was reopened", .followedResolved, .clear, .open, ["unresolve CCS-1"]),
        DecisionCase("18", "both are open again", .followedResolved, .debt, .open, ["record CCS-1"]),
        DecisionCase("19", "the row is gone", .followedResolved, .absent, .closed, ["forget CCS-1"]),
    ]
}

@Suite struct DecisionTableTests {
    @Test(arguments: DecisionCase.firstContact)
    func `decides at first contact`(_ one: DecisionCase) throws {
        #expect(try one.desk.plan().gist == one.expected)
    }

    @Test(arguments: DecisionCase.linked)
    func `decides over managed links`(_ one: DecisionCase) throws {
        #expect(try one.desk.plan().gist == one.expected)
    }

    @Test(arguments: DecisionCase.accepted)
    func `decides over accepted debts`(_ one: DecisionCase) throws {
        #expect(try one.desk.plan().gist == one.expected)
    }

    @Test(arguments: DecisionCase.followed)
    func `decides over followed links and never writes the issue`(_ one: DecisionCase) throws {
        let plan = try one.desk.plan()
        #expect(plan.gist == one.expected)
        let written = plan.actions.filter { $0.operation != .create && !$0.changes(on: .issue).isEmpty }
        #expect(written.isEmpty)
    }

    @Test(
        arguments: DecisionCase.firstContact + DecisionCase.linked + DecisionCase.accepted
            + DecisionCase.followed
    )
    func `decides the same when nothing is dropped`(_ one: DecisionCase) throws {
        #expect(try one.desk.plan() == one.desk.plan(.keepsEverything))
    }
}
