import Reconciliation
import TestSupport
import Testing

@Suite struct SharedTicketTests {
    /// Row 1 has an issue of its own, which row 2 names for its debt, too.
    private var desk: Desk {
        var desk = Desk()
        let (row, other) = (Row.example("1", tickets: ["CCS-1"]), Row.example("2", tickets: ["CCS-1"]))
        let issue = desk.issue(1, for: row)
        desk.rows = [row, other]
        desk.issues = [issue]
        desk.links = [desk.link(row, issue), desk.link(other, issue, .followed)]
        return desk
    }

    @Test(arguments: [true, false])
    func `stays open as long as another row with debt names it`(_ isGone: Bool) throws {
        var desk = desk
        #expect(try desk.plan().gist == [])
        if isGone { desk.rows.removeFirst() } else { desk.rows[0].debt = false }
        #expect(try desk.plan().gist == ["finding ticket_still_open"])
        desk.rows[desk.rows.count - 1].text = "Worse."
        #expect(try desk.plan().gist.contains("finding ticket_still_open"))
        #expect(try desk.plan().counts[.close] == nil)
        desk.rows[desk.rows.count - 1].debt = false
        #expect(try desk.plan().counts[.close] == 1)
    }

    @Test func `is closed when the other row names it no more, or is gone`() throws {
        var desk = desk
        desk.rows[0].debt = false
        desk.rows[1].tickets = []
        #expect(try desk.plan().counts[.close] == 1)
        desk.rows.removeLast()
        #expect(try desk.plan().counts[.close] == 1)
    }
}
