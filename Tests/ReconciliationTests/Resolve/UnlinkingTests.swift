import Reconciliation
import TestSupport
import Testing

@Suite struct UnlinkingTests {
    /// Row 1 with its own issue CCS-1, and the tickets CCS-2 and CCS-3 that people wrote.
    private var fixture: ComparisonFixture {
        var fixture = ComparisonFixture()
        let row = Row.example("1", tickets: ["CCS-1", "CCS-2", "CCS-3"])
        fixture.rows = [row]
        fixture.issues = [fixture.issue(1, for: row), fixture.foreign(2), fixture.foreign(3)]
        fixture.links = [
            fixture.link(row, fixture.issues[0]), fixture.link(row, fixture.issues[1], .followed),
            fixture.link(row, fixture.issues[2], .followed),
        ]
        return fixture
    }

    @Test(arguments: ["1", "src/1.py"])
    func `parts a row from an issue, by the row's key or path`(_ name: String) throws {
        var fixture = fixture
        let (links, parted) = try Linking.unlink(name, "CCS-2", from: fixture.links)
        #expect(parted.key == "CCS-2")
        #expect(links.map(\.decision) == [nil, .unlink, nil])
        fixture.links = links
        let plan = try fixture.plan()
        #expect(plan.gist == ["forget CCS-2"])
        #expect(plan.actions[0].steps.map(\.name) == ["jira_tickets", "drop"])
        #expect(plan.actions[0].listings == [["CCS-1", "CCS-3"]])
    }

    @Test func `takes the marker and its label off an issue of the tool's own, and no other label`() throws {
        var fixture = fixture
        fixture.issues[0].labels.append("theirs")
        fixture.links = try Linking.unlink("1", "CCS-1", from: fixture.links).links
        let plan = try fixture.plan()
        #expect(plan.gist == ["forget CCS-1"])
        #expect(plan.actions[0].steps.map(\.name) == ["labels", "release", "jira_tickets", "drop"])
        #expect(plan.actions[0].labels == [["layer-1", "technical-debt", "theirs"]])
    }

    @Test func `gives a row with debt and no other ticket a new issue`() throws {
        var fixture = fixture
        fixture.rows[0].tickets = ["CCS-1"]
        fixture.links.removeLast(2)
        fixture.links = try Linking.unlink("1", nil, from: fixture.links).links
        #expect(try fixture.plan().gist == ["forget CCS-1", "create"])
        fixture.rows[0].debt = false
        #expect(try fixture.plan().gist == ["forget CCS-1"])
        fixture.rows = []
        let plan = try fixture.plan()
        #expect(plan.gist == ["forget CCS-1"])
        #expect(plan.actions[0].steps.map(\.name) == ["labels", "release", "drop"])
    }

    @Test func `parts a row from an issue that is gone`() throws {
        var fixture = fixture
        fixture.links = try Linking.unlink("1", "CCS-2", from: fixture.links).links
        fixture.issues.remove(at: 1)
        #expect(try fixture.plan().gist == ["forget CCS-2"])
    }

    @Test func `leaves the marker of a clone alone`() throws {
        var fixture = fixture
        fixture.links = try Linking.unlink("1", "CCS-1", from: fixture.links).links
        fixture.issues[0].marker?.operation = "another"
        let plan = try fixture.plan()
        #expect(plan.actions[0].steps.map(\.name) == ["jira_tickets", "drop"])
    }

    @Test(arguments: [
        ("2", nil, "Row 2 has no link"),
        ("1", nil, "Row 1 has several issues: CCS-1, CCS-2, CCS-3"),
        ("1", "CCS-9", "Row 1 is not linked with CCS-9"),
    ])
    func `refuses what is unknown or ambiguous`(_ name: String, _ key: String?, _ says: String) {
        let fault = #expect(throws: Linking.Fault.self) {
            try Linking.unlink(name, key, from: fixture.links)
        }
        #expect(fault?.text == says)
        #expect(fault?.hint.isEmpty == false)
    }

    @Test func `refuses what is to be parted already`() throws {
        let once = try Linking.unlink("1", "CCS-2", from: fixture.links).links
        let fault = #expect(throws: Linking.Fault.self) { try Linking.unlink("1", "CCS-2", from: once) }
        #expect(fault?.text == "Row 1 and CCS-2 are to be parted already")
    }

    @Test func `parts the only issue that is left without its being named`() throws {
        let once = try Linking.unlink("1", "CCS-1", from: Array(fixture.links.prefix(2))).links
        #expect(try Linking.unlink("1", nil, from: once).parted.key == "CCS-2")
    }
}
