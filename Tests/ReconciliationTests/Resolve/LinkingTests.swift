import Reconciliation
import TestSupport
import Testing

@Suite struct LinkingTests {
    static let row = Row.example("1", tickets: ["CCS-1"])

    /// Links row 1, or another, with an issue.
    private func link(
        _ fixture: ComparisonFixture,
        _ issue: Issue,
        with row: Row = row,
        isManaged: Bool = false
    ) throws(Linking.Fault) -> Link {
        try Linking(settings: fixture.settings, links: fixture.links)
            .link(row, issue, linkedAs: row.key, isManaged: isManaged, operation: { "operation-new" })
    }

    /// Row 1 with an issue of its own, CCS-1, in agreement.
    private func fixture(_ row: Row = row) -> ComparisonFixture {
        var fixture = ComparisonFixture()
        fixture.rows = [row]
        fixture.issues = [fixture.issue(1, for: row)]
        fixture.links = [fixture.link(row, fixture.issues[0])]
        return fixture
    }

    @Test func `follows an issue that people wrote`() throws {
        let fixture = ComparisonFixture()
        let link = try link(fixture, fixture.foreign(7, status: .inProgress))
        #expect(link.kind == .followed && link.decision == .link && link.agreed == .open)
        #expect(link.row == "1" && link.path == "src/1.py" && link.key == "CCS-7")
        #expect(link.category == .indeterminate)
        #expect(link.operation == nil && link.fields.isEmpty)
        #expect(link.text == fixture.settings.fingerprint.text(of: Self.row))
    }

    @Test func `manages an issue, and keeps what people wrote where both sides may change it`() throws {
        var fixture = ComparisonFixture()
        fixture.owners = ["description": .audit]
        let link = try link(fixture, fixture.foreign(7), isManaged: true)
        #expect(link.kind == .managed && link.decision == .link && link.operation == "operation-new")
        #expect(
            link.fields == [
                FieldBase(
                    name: "summary",
                    sent: .text("Technical debt in src/1.py"),
                    read: .text("Written by people")
                ),
                FieldBase(name: "description", sent: .none, read: .none),
                FieldBase(name: "labels", sent: .list([]), read: .list([])),
            ]
        )
    }

    @Test func `says in the next plan what a managed issue is to be given`() throws {
        var fixture = ComparisonFixture()
        fixture.rows = [.example("1")]
        fixture.issues = [fixture.foreign(7)]
        fixture.links = [try link(fixture, fixture.issues[0], with: fixture.rows[0], isManaged: true)]
        let plan = try fixture.plan()
        #expect(plan.gist == ["update CCS-7"])
        #expect(plan.actions[0].reason == .linked)
        #expect(plan.actions[0].steps.map(\.name) == ["mark", "description", "labels", "jira_tickets"])
        #expect(
            plan.actions[0].labels == [[Marker.name, "layer-1", "technical-debt", "theirs"]]
        )
    }

    @Test func `names a followed issue in the row, and does nothing where it is named`() throws {
        var fixture = ComparisonFixture()
        fixture.rows = [.example("1", tickets: ["CCS-3"])]
        fixture.issues = [fixture.foreign(3), fixture.foreign(7)]
        fixture.links = [fixture.link(fixture.rows[0], fixture.issues[0], .followed)]
        fixture.links.append(try link(fixture, fixture.issues[1], with: fixture.rows[0]))
        let plan = try fixture.plan()
        #expect(plan.gist == ["relink CCS-7"])
        #expect(plan.actions[0].listings == [["CCS-3", "CCS-7"]])
        fixture.rows[0].tickets = ["CCS-3", "CCS-7"]
        #expect(try fixture.plan().gist == ["record CCS-7"])
    }

    @Test func `lets one issue be followed by many rows, though it is managed for one`() throws {
        let fixture = fixture()
        let link = try link(fixture, fixture.issues[0], with: .example("2"))
        #expect(link.row == "2" && link.kind == .followed)
    }

    @Test func `takes a followed issue over when it is to be managed`() throws {
        var fixture = ComparisonFixture()
        fixture.rows = [.example("1", tickets: ["CCS-7"])]
        fixture.issues = [fixture.foreign(7)]
        fixture.links = [fixture.link(fixture.rows[0], fixture.issues[0], .followed)]
        fixture.links = [try link(fixture, fixture.issues[0], with: fixture.rows[0], isManaged: true)]
        let plan = try fixture.plan()
        #expect(plan.gist == ["update CCS-7"])
        #expect(!plan.actions[0].changesRow)
    }

    /// Something that is in the way of a link, and what the refusal says.
    struct Refused: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var row = LinkingTests.row
        var number: UInt64 = 7
        var status = IssueStatus.toDo
        var isManaged = false
        let says: String
    }

    @Test(arguments: [
        Refused(
            testDescription: "no debt",
            row: .example("1", debt: false),
            says: "Row 1 has no debt, so that an issue would have nothing to stand for"
        ),
        Refused(
            testDescription: "closed",
            status: .done,
            says: "CCS-7 is closed (Done), and row 1 has debt"
        ),
        Refused(
            testDescription: "managed for another row",
            row: .example("2"),
            number: 1,
            isManaged: true,
            says: "CCS-1 is managed for row 1 already"
        ),
        Refused(
            testDescription: "a row with an issue of its own",
            isManaged: true,
            says: "Row 1 has an issue of its own already, CCS-1"
        ),
        Refused(testDescription: "linked already", number: 1, says: "Row 1 and CCS-1 are linked already"),
        Refused(
            testDescription: "managed already",
            number: 1,
            isManaged: true,
            says: "Row 1 and CCS-1 are linked already"
        ),
    ])
    func `refuses what cannot be linked, and says what to do`(_ one: Refused) throws {
        let fixture = fixture()
        let issue =
            one.number == 1 ? fixture.issues[0] : fixture.foreign(one.number, status: one.status)
        let fault = #expect(throws: Linking.Fault.self) {
            try link(fixture, issue, with: one.row, isManaged: one.isManaged)
        }
        #expect(fault?.text == one.says)
        #expect(fault?.hint.isEmpty == false)
    }

    @Test func `refuses to follow twice`() throws {
        var fixture = ComparisonFixture()
        fixture.links = [fixture.link(Self.row, fixture.foreign(7), .followed)]
        #expect(throws: Linking.Fault.self) { try link(fixture, fixture.foreign(7)) }
    }

    @Test(arguments: [(Link.Kind.managed, true), (.managed, false), (.followed, false)])
    func `links again what was to be parted, as if nothing had been said`(
        _ kind: Link.Kind,
        _ isManaged: Bool
    )
        throws
    {
        var fixture = fixture()
        if kind == .followed {
            fixture.issues = [fixture.foreign(1)]
            fixture.links = [fixture.link(Self.row, fixture.issues[0], .followed)]
        }
        let before = fixture.links[0]
        fixture.links[0].decision = .unlink
        #expect(try fixture.plan().gist == ["forget CCS-1", "create"])
        let again = try link(fixture, fixture.issues[0], isManaged: isManaged)
        #expect(again == before)
        fixture.links = [again]
        #expect(try fixture.plan().gist == [])
    }

    @Test func `links again what was to be parted, with its key`() throws {
        var fixture = fixture()
        fixture.rows = [.example("1", tickets: [])]
        fixture.issues = [fixture.foreign(1)]
        fixture.links = [fixture.link(Self.row, fixture.issues[0], .followed)]
        fixture.links[0].decision = .unlink
        fixture.links = [try link(fixture, fixture.issues[0], with: fixture.rows[0])]
        #expect(try fixture.plan().gist == ["relink CCS-1"])
    }

    @Test func `links again what never came together`() throws {
        var fixture = ComparisonFixture()
        fixture.rows = [.example("1")]
        fixture.issues = [fixture.foreign(7)]
        let first = try link(fixture, fixture.issues[0], with: fixture.rows[0], isManaged: true)
        fixture.links = try Linking.unlink("1", nil, from: [first]).links
        fixture.links = [try link(fixture, fixture.issues[0], with: fixture.rows[0], isManaged: true)]
        #expect(fixture.links == [first])
        #expect(try fixture.plan().actions.flatMap(\.steps).map(\.name).contains("mark"))
    }

    @Test func `links no second issue again when the row was given another meanwhile`() throws {
        var fixture = fixture()
        fixture.links[0].decision = .unlink
        fixture.links.append(try link(fixture, fixture.foreign(7), isManaged: true))
        for isManaged in [true, false] {
            let fault = #expect(throws: Linking.Fault.self) {
                try link(fixture, fixture.issues[0], isManaged: isManaged)
            }
            #expect(fault?.text == "Row 1 has an issue of its own already, CCS-7")
        }
    }

    @Test func `links a row whose key changed under the key of its links`() throws {
        var fixture = fixture()
        fixture.links[0].decision = .unlink
        let row = Row.example("9", path: "src/1.py", tickets: ["CCS-1"])
        let link = try Linking(settings: fixture.settings, links: fixture.links)
            .link(row, fixture.foreign(7), linkedAs: "1", isManaged: true, operation: { "operation-new" })
        #expect(link.row == "1" && link.path == "src/1.py")
    }
}
