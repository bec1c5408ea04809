import Reconciliation
import TestSupport
import Testing

/// Cases 20 to 23 of the decision table, and rows with several tickets.
@Suite struct GroupTests {
    static let row = Row.example("1", tickets: ["CCS-1"])

    /// Row 1 with its issue CCS-1, in agreement.
    private static func fixture() -> (fixture: ComparisonFixture, issue: Issue) {
        var fixture = ComparisonFixture()
        let issue = fixture.issue(1, for: row)
        fixture.rows = [row]
        fixture.issues = [issue]
        fixture.links = [fixture.link(row, issue)]
        return (fixture, issue)
    }

    @Test func `20 takes a row with another key and the same path for the same`() throws {
        var (fixture, _) = Self.fixture()
        fixture.rows[0].key = "9"
        let plan = try fixture.plan()
        #expect(plan.gist == ["update CCS-1"])
        #expect(plan.actions[0].steps.map(\.name) == ["mark", "rename"])
        #expect(plan.actions[0].row == "9")
    }

    @Test func `20 follows rows that exchange their keys`() throws {
        var fixture = ComparisonFixture()
        let rows = ["1", "2"].map { Row.example($0, tickets: ["CCS-\($0)"]) }
        fixture.issues = [fixture.issue(1, for: rows[0]), fixture.issue(2, for: rows[1])]
        fixture.links = [fixture.link(rows[0], fixture.issues[0]), fixture.link(rows[1], fixture.issues[1])]
        fixture.rows = rows
        (fixture.rows[0].key, fixture.rows[1].key) = ("2", "1")
        let exchange = try fixture.plan()
        #expect(exchange.gist == ["update CCS-2", "update CCS-1"])
        #expect(exchange.actions.map(\.row) == ["1", "2"])
        #expect(exchange.actions.flatMap { $0.steps.map(\.name) } == ["mark", "rename", "mark", "rename"])
        // A key that was taken over while its own row is nowhere to be seen leaves an issue without a row.
        fixture.rows.removeLast()
        #expect(try fixture.plan().gist == ["conflict file_number", "conflict file_number"])
        fixture.rows = rows
        // All moved by one: the first key is gone, the last one is new.
        (fixture.rows[0].key, fixture.rows[1].key) = ("2", "3")
        let shift = try fixture.plan()
        #expect(shift.gist == ["update CCS-1", "update CCS-2"])
        #expect(shift.actions.map(\.row) == ["2", "3"])
        // Files that exchange their paths are renamed: their rows and tickets stay.
        fixture.rows = rows
        (fixture.rows[0].path, fixture.rows[1].path) = (rows[1].path, rows[0].path)
        #expect(try fixture.plan().gist == ["update CCS-1", "update CCS-2"])
    }

    @Test func `20 updates what follows from a path`() throws {
        var (fixture, _) = Self.fixture()
        fixture.rows[0].path = "lib/1.py"
        let plan = try fixture.plan()
        #expect(plan.gist == ["update CCS-1"])
        #expect(plan.actions[0].steps.map(\.name) == ["summary", "repath"])
    }

    @Test func `20 notes a path of a row that is done`() throws {
        var (fixture, issue) = Self.fixture()
        fixture.rows[0].debt = false
        issue.status = .done
        fixture.issues = [issue]
        fixture.links = [fixture.link(fixture.rows[0], issue, agreed: .resolved)]
        fixture.rows[0].path = "lib/1.py"
        #expect(try fixture.plan().gist == ["record CCS-1"])
    }

    @Test func `20 gives a gone row's link to one row alone`() throws {
        var (fixture, _) = Self.fixture()
        fixture.rows = ["8", "9"].map { Row.example($0, path: Self.row.path) }
        let plan = try fixture.plan()
        #expect(plan.actions.map(\.row) == ["8", "8", "9"])
        #expect(plan.gist == ["update CCS-1", "relink CCS-1", "create"])
    }

    @Test func `21 puts the new key in the old one's place`() throws {
        var (fixture, _) = Self.fixture()
        fixture.issues[0].key = "OPS-7"
        let plan = try fixture.plan()
        #expect(plan.gist == ["relink OPS-7"])
        #expect(plan.actions[0].listings == [["OPS-7"]])
    }

    @Test func `22 names a second issue that was created for a row`() throws {
        var (fixture, _) = Self.fixture()
        fixture.issues.append(fixture.issue(2, for: Self.row))
        #expect(try fixture.plan().gist == ["finding duplicate_issue"])
        fixture.issues[1].status = .done
        #expect(try fixture.plan().gist.isEmpty)
    }

    @Test func `23 leaves a clone and a label that people set alone`() throws {
        var (fixture, _) = Self.fixture()
        fixture.issues.append(fixture.issue(2, for: Self.row, operation: "operation-1"))
        var labelled = fixture.foreign(3)
        labelled.labels = [Marker.name]
        fixture.issues.append(labelled)
        #expect(try fixture.plan().gist == ["finding foreign_label", "finding clone"])
    }

    @Test func `23 knows a clone though its row is called otherwise now`() throws {
        var (fixture, _) = Self.fixture()
        fixture.issues.append(fixture.issue(2, for: Self.row, operation: "operation-1"))
        fixture.rows[0].key = "9"
        #expect(try fixture.plan().gist == ["update CCS-1", "finding clone"])
    }

    @Test func `6 adopts the oldest open issue of ours once`() throws {
        var (fixture, _) = Self.fixture()
        fixture.links = []
        fixture.issues.append(fixture.issue(2, for: Self.row))
        #expect(try fixture.plan().gist == ["adopt CCS-1", "finding duplicate_issue"])
        fixture.issues[0].status = .done
        fixture.rows[0].tickets = nil
        #expect(try fixture.plan().gist == ["adopt CCS-2"])
    }

    @Test(arguments: [
        (Policies.ResolveWhen.all, 1, [String]()),
        (.all, 2, ["resolve CCS-1"]),
        (.any, 1, ["resolve CCS-1"]),
        (.any, 2, ["resolve CCS-1"]),
    ])
    func `resolves a row when as many of its tickets are closed as it takes`(
        _ when: Policies.ResolveWhen,
        _ closed: Int,
        _ expected: [String]
    ) throws {
        var fixture = ComparisonFixture()
        fixture.policies.resolveWhen = when
        let row = Row.example("1", tickets: ["CCS-1", "CCS-2"])
        fixture.rows = [row]
        for number in 1...UInt64(2) {
            fixture.links.append(fixture.link(row, fixture.foreign(number), .followed))
            fixture.issues.append(fixture.foreign(number, status: number <= closed ? .done : .toDo))
        }
        #expect(try fixture.plan().gist == expected)
    }

    @Test func `creates one issue for a row whose tickets are all gone`() throws {
        var (fixture, issue) = Self.fixture()
        let row = Row.example("1", tickets: ["CCS-1", "CCS-2"])
        fixture.rows = [row]
        fixture.issues = []
        fixture.links = [fixture.link(row, issue), fixture.link(row, fixture.foreign(2), .followed)]
        #expect(try fixture.plan().gist == ["forget CCS-2", "create", "finding dangling_ticket"])
    }

    @Test func `resolves every row that follows a ticket`() throws {
        var fixture = ComparisonFixture()
        for key: RowKey in ["1", "2", "3"] {
            let row = Row.example(key, tickets: ["CCS-1"])
            fixture.rows.append(row)
            fixture.links.append(fixture.link(row, fixture.foreign(1), .followed))
        }
        fixture.issues = [fixture.foreign(1, status: .done)]
        #expect(try fixture.plan().gist == ["resolve CCS-1", "resolve CCS-1", "resolve CCS-1"])
    }

    @Test func `reads no change into a template that gives the same as before`() throws {
        var (fixture, _) = Self.fixture()
        fixture.revision = "2"
        #expect(try fixture.plan().isEmpty)
    }

    @Test func `merges fields by their owners`() throws {
        for (owner, expected) in [
            (Owner.audit, ["update CCS-1"]), (.merge, ["record CCS-1"]), (.jira, []), (.once, []),
        ] {
            var fixture = ComparisonFixture()
            fixture.owners = ["summary": owner]
            var issue = fixture.issue(1, for: Self.row)
            fixture.rows = [Self.row]
            fixture.links = [fixture.link(Self.row, issue)]
            issue.fields["summary"] = .text("Theirs")
            fixture.issues = [issue]
            #expect(try fixture.plan().gist == expected, "\(owner)")
        }
    }
}
