import Reconciliation
import TestSupport
import Testing

/// Values that something in Jira brings back in run after run.
@Suite struct FlipTests {
    /// A managed link in agreement, with the owner of its summary.
    private func fixture(_ owner: Owner, flipped value: FieldValue, _ count: Int) -> ComparisonFixture {
        var fixture = ComparisonFixture()
        fixture.owners = ["summary": owner, "labels": owner]
        let row = Row.example("1", tickets: ["CCS-1"])
        fixture.rows = [row]
        fixture.issues = [fixture.issue(1, for: row)]
        fixture.links = [fixture.link(row, fixture.issues[0])]
        let name = if case .list = value { "labels" } else { "summary" }
        for index in fixture.links[0].fields.indices where fixture.links[0].fields[index].name == name {
            fixture.links[0].fields[index].flip = FieldBase.Flip(value: value, count: count)
        }
        return fixture
    }

    /// What the plan says when the summary, or else the labels, are the same value again.
    private func gist(_ owner: Owner, _ value: FieldValue, _ count: Int) throws -> [String] {
        var fixture = fixture(owner, flipped: value, count)
        if case .list(let gone) = value {
            fixture.issues[0].labels.removeAll(where: gone.contains)
        } else {
            fixture.issues[0].fields["summary"] = value
        }
        return try fixture.plan().gist
    }

    static let values: [FieldValue] = [.text("Theirs"), .list(["technical-debt"])]

    @Test(arguments: values)
    func `overwrites a value twice, and then reports it`(_ value: FieldValue) throws {
        #expect(try gist(.audit, value, 1) == ["update CCS-1"])
        #expect(try gist(.audit, value, 2) == ["finding perpetual_diff"])
        #expect(try gist(.audit, value, 3) == ["finding perpetual_diff"])
    }

    @Test func `takes a value over twice, and then reports it`() throws {
        #expect(try gist(.merge, .text("Theirs"), 1) == ["record CCS-1"])
        #expect(try gist(.merge, .text("Theirs"), 2) == ["finding perpetual_diff"])
    }

    @Test(arguments: [(Owner.audit, ["update CCS-1"]), (.merge, ["record CCS-1"])])
    func `starts anew with another value`(_ owner: Owner, _ says: [String]) throws {
        var fixture = fixture(owner, flipped: .text("Theirs"), 2)
        fixture.issues[0].fields["summary"] = .text("Theirs, too")
        #expect(try fixture.plan().gist == says)
    }

    @Test(arguments: [(Owner.audit, ["update CCS-1"]), (.merge, ["record CCS-1", "conflict summary"])])
    func `ends when the row changes`(_ owner: Owner, _ says: [String]) throws {
        var fixture = fixture(owner, flipped: .text("Theirs"), 2)
        fixture.issues[0].fields["summary"] = .text("Theirs")
        fixture.rows[0].path = "lib/1.py"
        #expect(try fixture.plan().gist == says)
    }

    @Test(arguments: values)
    func `says nothing as long as the value does not come back`(_ value: FieldValue) throws {
        #expect(try fixture(.audit, flipped: value, 2).plan().gist == [])
    }

    @Test func `says which value of which issue comes back`() throws {
        var fixture = fixture(.audit, flipped: .text("Theirs"), 2)
        fixture.issues[0].fields["summary"] = .text("Theirs")
        let finding = try #require(try fixture.plan().findings.first)
        #expect(finding.row == "1" && finding.issue == "CCS-1")
        #expect(finding.message.hasPrefix("summary of CCS-1 is \"Theirs\" again"))
    }

    @Test func `counts on when a value was gone before, and from one otherwise`() {
        let base = FieldBase(name: "summary", sent: .text("ours"), read: .text("ours"))
        let first = base.flip(at: .text("a"), gone: .text("a"))
        #expect(first == FieldBase.Flip(value: .text("a"), count: 1))
        var next = base
        next.flip = first
        #expect(next.flip(at: .text("a"), gone: .text("a")) == FieldBase.Flip(value: .text("a"), count: 2))
        #expect(next.flip(at: .text("b"), gone: .text("b")) == FieldBase.Flip(value: .text("b"), count: 1))
    }
}
