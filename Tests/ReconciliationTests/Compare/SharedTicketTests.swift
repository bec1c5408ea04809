import Reconciliation
import TestSupport
import Testing

@Suite struct SharedTicketTests {
    /// Case 1 has an issue of its own, which row 2 names for its debt, too.
    private var fixture: ComparisonFixture {
        var fixture = ComparisonFixture()
        let (row, other) = (Row.example("1", tickets: ["CCS-1"]), Row.example("2", tickets: ["CCS-1"]))
        let issue = fixture.issue(1, for: row)
        fixture.rows = [row, other]
        fixture.issues = [issue]
        fixture.links = [fixture.link(row, issue), fixture.link(other, issue, .followed)]
        return fixture
    }

    @Test(arguments: [true, false])
    func `stays open as long as another row with debt names it`(_ isGone: Bool) throws {
        var fixture = fixture
        #expect(try fixture.plan().gist == [])
        if isGone { fixture.rows.removeFirst() } else { fixture.rows[0].debt = false }
        #expect(try fixture.plan().gist == ["finding ticket_still_open"])
        fixture.rows[fixture.rows.count - 1].text = "Worse."
        #expect(try fixture.plan().gist.contains("finding ticket_still_open"))
        #expect(try fixture.plan().counts[.close] == nil)
        fixture.rows[fixture.rows.count - 1].debt = false
        #expect(try fixture.plan().counts[.close] == 1)
    }

    @Test func `is closed when the other row names it no more, or is gone`() throws {
        var fixture = fixture
        fixture.rows[0].debt = false
        fixture.rows[1].tickets = []
        #expect(try fixture.plan().counts[.close] == 1)
        fixture.rows.removeLast()
        #expect(try fixture.plan().counts[.close] == 1)
    }
}
