import Reconciliation
import TestSupport
import Testing

/// One cell of the table of owners: what happened to a field on both sides, and what the plan says.
struct FieldCase: CustomTestStringConvertible, Sendable {
    let owner: Owner
    let happened: Happened
    let says: [String]

    enum Happened: String, CaseIterable {
        case neither = "neither side changed"
        case row = "only the row changed"
        case issue = "only the issue changed"
        case bothAlike = "both changed to the same"
        case bothApart = "both changed differently"
        case adoptedAlike = "no base, both the same"
        case adoptedApart = "no base, and different"
        case adoptedEmpty = "no base, and empty in Jira"
    }

    var testDescription: String {
        "\(owner.rawValue), \(happened.rawValue): \(says.isEmpty ? "nothing" : says.joined(separator: ", "))"
    }

    /// The field is the description, which follows from the row's text and reads otherwise than it is sent.
    var fixture: ComparisonFixture {
        var fixture = ComparisonFixture()
        fixture.owners = ["description": owner]
        let then = Row.example("1", tickets: ["CCS-1"])
        var (row, issue) = (then, fixture.issue(1, for: then))
        fixture.links = [fixture.link(then, issue)]
        switch happened {
        case .neither: break
        case .row: row.text = "Worse."
        case .issue: issue.fields["description"] = .text("Theirs.")
        case .bothAlike:
            row.text = "Worse."
            issue.fields["description"] = .text("read: Worse.")
        case .bothApart:
            row.text = "Worse."
            issue.fields["description"] = .text("Theirs.")
        case .adoptedAlike: fixture.links = []
        case .adoptedApart:
            fixture.links = []
            issue.fields["description"] = .text("Theirs.")
        case .adoptedEmpty:
            fixture.links = []
            issue.fields["description"] = FieldValue.none
        }
        fixture.rows = [row]
        fixture.issues = [issue]
        return fixture
    }

    static let table: [FieldCase] =
        [
            // The row wins.
            FieldCase(owner: .audit, happened: .neither, says: []),
            FieldCase(owner: .audit, happened: .row, says: ["update CCS-1"]),
            FieldCase(owner: .audit, happened: .issue, says: ["update CCS-1"]),
            FieldCase(owner: .audit, happened: .bothAlike, says: ["record CCS-1"]),
            FieldCase(owner: .audit, happened: .bothApart, says: ["update CCS-1"]),
            FieldCase(owner: .audit, happened: .adoptedAlike, says: ["adopt CCS-1"]),
            FieldCase(owner: .audit, happened: .adoptedApart, says: ["update CCS-1", "adopt CCS-1"]),
            FieldCase(owner: .audit, happened: .adoptedEmpty, says: ["update CCS-1", "adopt CCS-1"]),
            // The side that changed wins.
            FieldCase(owner: .merge, happened: .neither, says: []),
            FieldCase(owner: .merge, happened: .row, says: ["update CCS-1"]),
            FieldCase(owner: .merge, happened: .issue, says: ["record CCS-1"]),
            FieldCase(owner: .merge, happened: .bothAlike, says: ["record CCS-1"]),
            FieldCase(owner: .merge, happened: .bothApart, says: ["conflict description"]),
            FieldCase(owner: .merge, happened: .adoptedAlike, says: ["adopt CCS-1"]),
            FieldCase(owner: .merge, happened: .adoptedApart, says: ["adopt CCS-1", "conflict description"]),
            FieldCase(owner: .merge, happened: .adoptedEmpty, says: ["update CCS-1", "adopt CCS-1"]),
        ]
        // The issue wins, or the field is set at creation only: nothing is ever written.
        + [Owner.jira, .once].flatMap { owner in
            Happened.allCases.map { happened in
                let isAdoption = [.adoptedAlike, .adoptedApart, .adoptedEmpty].contains(happened)
                return FieldCase(owner: owner, happened: happened, says: isAdoption ? ["adopt CCS-1"] : [])
            }
        }
}

@Suite struct FieldRuleTests {
    @Test(arguments: FieldCase.table)
    func `decides over a field by its owner and by what happened`(_ one: FieldCase) throws {
        #expect(try one.fixture.plan().gist == one.says)
    }

    @Test func `has a case of every owner and of all that may happen`() {
        #expect(FieldCase.table.count == Owner.allCases.count * FieldCase.Happened.allCases.count)
        #expect(Set(FieldCase.table.map { "\($0.owner) \($0.happened)" }).count == FieldCase.table.count)
    }

    @Test func `shows the base and both sides of a conflict, and how to settle it`() throws {
        let fixture = FieldCase(owner: .merge, happened: .bothApart, says: []).fixture
        let conflict = try #require(try fixture.plan().conflicts.first)
        #expect(conflict.row == "1" && conflict.path == "src/1.py" && conflict.issue == "CCS-1")
        #expect(conflict.rowValue == "Worse." && conflict.issueValue == "Theirs.")
        #expect(conflict.base == sha256.digest("Too **long**.").description)
        #expect(conflict.hint == "audit-jira resolve 1 --field description --take audit (or jira)")
    }

    @Test func `leaves the other fields of an adopted issue alone`() throws {
        var fixture = FieldCase(owner: .merge, happened: .adoptedApart, says: []).fixture
        fixture.issues[0].labels.append("theirs")
        fixture.issues[0].fields["priority"] = .text("Highest")
        let plan = try fixture.plan()
        #expect(plan.actions.map(\.steps) == [[]])
        #expect(plan.conflicts.map(\.field) == ["description"])
    }
}
