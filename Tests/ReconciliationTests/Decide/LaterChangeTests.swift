import Reconciliation
import TestSupport
import Testing

/// The changes after people decided, and before the next plan.
struct LaterChange: CustomTestStringConvertible, Sendable {
    let conflict: DecisionCase
    let side: Taken
    let happened: Happened
    let says: [String]

    enum Happened: String {
        case rowRewritten = "the row is rewritten"
        case rowCleared = "the row has no debt any more"
        case rowBack = "the row is back"
        case issueRewritten = "the issue is rewritten"
        case issueClosed = "the issue is closed"
        case issueReopened = "the issue is opened again"
        case issueBack = "the issue is back"
    }

    init(_ conflict: DecisionCase, _ side: Taken, _ happened: Happened, says: [String]) {
        self.conflict = conflict
        self.side = side
        self.happened = happened
        self.says = says
    }

    var testDescription: String {
        "\(conflict.testDescription), take \(side.rawValue), \(happened.rawValue): \(says)"
    }

    static let closedTicket = DecisionCase(3, .none, .debt, .closed, says: ["conflict status"])
    static let field = DecisionCase(7, .open, .rewritten, .redescribed, says: ["conflict description"])
    static let deletedRow = DecisionCase(
        9,
        .open,
        .gone,
        .open,
        .rowDeleted(.conflict),
        says: ["conflict status"]
    )
    static let rewritten = DecisionCase(11, .open, .rewritten, .closed, says: ["conflict status"])
    static let followed = DecisionCase(11, .followed, .rewritten, .closed, says: ["conflict status"])
    static let deletedIssue = DecisionCase(
        13,
        .open,
        .debt,
        .gone,
        .issueDeleted(.conflict),
        says: ["conflict status"]
    )

    static let table: [LaterChange] = [
        // The row's field was to be written: another change of the row is, one of the issue is a conflict again.
        LaterChange(field, .audit, .rowRewritten, says: ["update CCS-1"]),
        LaterChange(field, .audit, .issueRewritten, says: ["conflict description"]),
        LaterChange(field, .audit, .issueClosed, says: ["conflict status"]),
        // The issue's field was to stay: another change of either side travels.
        LaterChange(field, .jira, .rowRewritten, says: ["update CCS-1"]),
        LaterChange(field, .jira, .issueRewritten, says: ["record CCS-1"]),
        LaterChange(field, .jira, .issueClosed, says: ["resolve CCS-1"]),
        // The issue was to be opened again.
        LaterChange(rewritten, .audit, .issueReopened, says: ["update CCS-1"]),
        LaterChange(rewritten, .audit, .rowCleared, says: []),
        LaterChange(rewritten, .audit, .rowRewritten, says: ["reopen CCS-1"]),
        // The row was to be resolved.
        LaterChange(rewritten, .jira, .issueReopened, says: ["update CCS-1"]),
        LaterChange(rewritten, .jira, .rowCleared, says: ["record CCS-1"]),
        LaterChange(rewritten, .jira, .rowRewritten, says: ["conflict status"]),
        // A new issue was to be made beside a ticket that people closed: what is moot is dropped.
        LaterChange(closedTicket, .audit, .issueReopened, says: ["record CCS-1"]),
        LaterChange(closedTicket, .audit, .rowCleared, says: ["record CCS-1"]),
        LaterChange(closedTicket, .audit, .rowRewritten, says: ["create"]),
        LaterChange(closedTicket, .jira, .issueReopened, says: []),
        LaterChange(closedTicket, .jira, .rowCleared, says: ["record CCS-1"]),
        LaterChange(closedTicket, .jira, .rowRewritten, says: ["conflict status"]),
        LaterChange(followed, .audit, .issueReopened, says: ["record CCS-1"]),
        LaterChange(followed, .audit, .rowCleared, says: ["record CCS-1"]),
        LaterChange(followed, .jira, .rowRewritten, says: ["conflict status"]),
        // A row that was gone.
        LaterChange(deletedRow, .audit, .rowBack, says: ["record CCS-1"]),
        LaterChange(deletedRow, .audit, .issueClosed, says: ["forget CCS-1"]),
        LaterChange(deletedRow, .jira, .rowBack, says: ["record CCS-1"]),
        LaterChange(deletedRow, .jira, .issueClosed, says: ["forget CCS-1"]),
        // An issue that was gone.
        LaterChange(deletedIssue, .audit, .issueBack, says: ["record CCS-1"]),
        LaterChange(deletedIssue, .audit, .rowCleared, says: ["forget CCS-1"]),
        LaterChange(deletedIssue, .jira, .issueBack, says: ["record CCS-1"]),
        LaterChange(deletedIssue, .jira, .rowCleared, says: ["forget CCS-1"]),
    ]

    /// The fixture after people decided and something happened.
    func fixture() throws -> ComparisonFixture {
        var fixture = conflict.fixture
        try fixture.settle("1", side)
        switch happened {
        case .rowRewritten: fixture.rows[0].text = "Worse still."
        case .rowCleared: fixture.rows[0].debt = false
        case .rowBack: fixture.rows = [.example("1", tickets: ["CCS-1"])]
        case .issueRewritten: fixture.issues[0].fields["description"] = .text("Theirs, too.")
        case .issueClosed: (fixture.issues[0].status, fixture.issues[0].resolution) = (.done, "Done")
        case .issueReopened: (fixture.issues[0].status, fixture.issues[0].resolution) = (.toDo, nil)
        case .issueBack: fixture.issues = [fixture.issue(1, for: fixture.rows[0])]
        }
        return fixture
    }
}

@Suite struct LaterChangeTests {
    @Test(arguments: LaterChange.table)
    func `judges anew what changes after people decided`(_ one: LaterChange) throws {
        #expect(try one.fixture().plan().gist == one.says)
    }

    @Test(arguments: LaterChange.table.filter { [.rowBack, .issueBack].contains($0.happened) })
    func `drops a decision that nothing is left of`(_ one: LaterChange) throws {
        #expect(try one.fixture().plan().actions[0].steps.map(\.name) == ["clear"])
    }
}
