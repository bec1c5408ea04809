import Reconciliation
import TestSupport
import Testing

@Suite struct AdoptionChoiceTests {
    /// A row that names the second of two issues which were made for it, as where the first was a clone or a duplicate.
    private func fixture(first: IssueStatus, second: IssueStatus) -> ComparisonFixture {
        var fixture = ComparisonFixture()
        let row = Row.example("1", tickets: ["CCS-2"])
        fixture.rows = [row]
        fixture.issues = [
            fixture.issue(1, for: row, status: first), fixture.issue(2, for: row, status: second),
        ]
        return fixture
    }

    @Test func `takes the issue over that the row names`() throws {
        let plan = try fixture(first: .toDo, second: .toDo).plan()
        #expect(plan.gist == ["adopt CCS-2", "finding duplicate_issue"])
        #expect(plan.actions.first?.steps == [])
        #expect(plan.findings.first?.issue == "CCS-1")
    }

    @Test func `takes an open one over rather than a closed one that the row names`() throws {
        #expect(try fixture(first: .toDo, second: .done).plan().gist.first == "adopt CCS-1")
    }

    @Test func `judges by the closed one that the row names where all are closed`() throws {
        var fixture = fixture(first: .done, second: .done)
        fixture.policies.firstContact = .jira
        #expect(try fixture.plan().gist == ["resolve CCS-2", "adopt CCS-2"])
    }
}
