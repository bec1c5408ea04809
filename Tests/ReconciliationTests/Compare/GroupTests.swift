import Reconciliation
import TestSupport
import Testing

/// Rows 20 to 23 of the decision table, and rows with several tickets.
@Suite struct GroupTests {
    static let row = Row.example("1", tickets: ["CCS-1"])

    /// Row 1 with its issue CCS-1, in agreement.
    private static func desk() -> (desk: Desk, issue: Issue) {
        var desk = Desk()
        let issue = desk.issue(1, for: row)
        desk.rows = [row]
        desk.issues = [issue]
        desk.links = [desk.link(row, issue)]
        return (desk, issue)
    }

    @Test func `20 takes a row with another key and the same path for the same`() throws {
        var (desk, _) = Self.desk()
        desk.rows[0].key = "9"
        let plan = try desk.plan()
        #expect(plan.gist == ["update CCS-1"])
        #expect(plan.actions[0].changes.map(\.field) == ["marker", "row"])
        #expect(plan.actions[0].row == "9")
    }

    @Test func `20 follows rows that exchange their keys`() throws {
        var desk = Desk()
        let rows = ["1", "2"].map { Row.example($0, tickets: ["CCS-\($0)"]) }
        desk.issues = [desk.issue(1, for: rows[0]), desk.issue(2, for: rows[1])]
        desk.links = [desk.link(rows[0], desk.issues[0]), desk.link(rows[1], desk.issues[1])]
        desk.rows = rows
        (desk.rows[0].key, desk.rows[1].key) = ("2", "1")
        let exchange = try desk.plan()
        #expect(exchange.gist == ["update CCS-2", "update CCS-1"])
        #expect(exchange.actions.map(\.row) == ["1", "2"])
        #expect(exchange.actions.flatMap { $0.changes.map(\.field) } == ["marker", "row", "marker", "row"])
        // A key that was taken over while its own row is nowhere to be seen leaves an issue without a row.
        desk.rows.removeLast()
        #expect(try desk.plan().gist == ["conflict file_number", "conflict file_number"])
        desk.rows = rows
        // All moved by one: the first key is gone, the last one is new.
        (desk.rows[0].key, desk.rows[1].key) = ("2", "3")
        let shift = try desk.plan()
        #expect(shift.gist == ["update CCS-1", "update CCS-2"])
        #expect(shift.actions.map(\.row) == ["2", "3"])
        // Files that exchange their paths are renamed: their rows and tickets stay.
        desk.rows = rows
        (desk.rows[0].path, desk.rows[1].path) = (rows[1].path, rows[0].path)
        #expect(try desk.plan().gist == ["update CCS-1", "update CCS-2"])
    }

    @Test func `20 updates what follows from a path`() throws {
        var (desk, _) = Self.desk()
        desk.rows[0].path = "lib/1.py"
        let plan = try desk.plan()
        #expect(plan.gist == ["update CCS-1"])
        #expect(plan.actions[0].changes.map(\.field) == ["summary", "path"])
    }

    @Test func `20 notes a path of a row that is done`() throws {
        var (desk, issue) = Self.desk()
        desk.rows[0].debt = false
        issue.status = .done
        desk.issues = [issue]
        desk.links = [desk.link(desk.rows[0], issue, agreed: .resolved)]
        desk.rows[0].path = "lib/1.py"
        #expect(try desk.plan().gist == ["record CCS-1"])
    }

    @Test func `20 gives a gone row's link to one row alone`() throws {
        var (desk, _) = Self.desk()
        desk.rows = ["8", "9"].map { Row.example($0, path: Self.row.path) }
        let plan = try desk.plan()
        #expect(plan.actions.map(\.row) == ["8", "8", "9"])
        #expect(plan.gist == ["update CCS-1", "relink CCS-1", "create"])
    }

    @Test func `21 puts the new key in the old one's place`() throws {
        var (desk, _) = Self.desk()
        desk.issues[0].key = "OPS-7"
        let plan = try desk.plan()
        #expect(plan.gist == ["relink OPS-7"])
        #expect(plan.actions[0].changes[0].to == .list(["OPS-7"]))
    }

    @Test func `22 names a second issue that was created for a row`() throws {
        var (desk, _) = Self.desk()
        desk.issues.append(desk.issue(2, for: Self.row))
        #expect(try desk.plan().gist == ["finding duplicate_issue"])
        desk.issues[1].status = .done
        #expect(try desk.plan().gist.isEmpty)
    }

    @Test func `23 leaves a clone and a label that people set alone`() throws {
        var (desk, _) = Self.desk()
        desk.issues.append(desk.issue(2, for: Self.row, operation: "operation-1"))
        var labelled = desk.foreign(3)
        labelled.labels = [Marker.name]
        desk.issues.append(labelled)
        #expect(try desk.plan().gist == ["finding foreign_label", "finding clone"])
    }

    @Test func `23 knows a clone though its row is called otherwise now`() throws {
        var (desk, _) = Self.desk()
        desk.issues.append(desk.issue(2, for: Self.row, operation: "operation-1"))
        desk.rows[0].key = "9"
        #expect(try desk.plan().gist == ["update CCS-1", "finding clone"])
    }

    @Test func `6 adopts the oldest open issue of ours once`() throws {
        var (desk, _) = Self.desk()
        desk.links = []
        desk.issues.append(desk.issue(2, for: Self.row))
        #expect(try desk.plan().gist == ["adopt CCS-1", "finding duplicate_issue"])
        desk.issues[0].status = .done
        desk.rows[0].tickets = nil
        #expect(try desk.plan().gist == ["adopt CCS-2"])
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
        var desk = Desk()
        desk.policies.resolveWhen = when
        let row = Row.example("1", tickets: ["CCS-1", "CCS-2"])
        desk.rows = [row]
        for number in 1...UInt64(2) {
            desk.links.append(desk.link(row, desk.foreign(number), .followed))
            desk.issues.append(desk.foreign(number, status: number <= closed ? .done : .toDo))
        }
        #expect(try desk.plan().gist == expected)
    }

    @Test func `creates one issue for a row whose tickets are all gone`() throws {
        var (desk, issue) = Self.desk()
        let row = Row.example("1", tickets: ["CCS-1", "CCS-2"])
        desk.rows = [row]
        desk.issues = []
        desk.links = [desk.link(row, issue), desk.link(row, desk.foreign(2), .followed)]
        #expect(try desk.plan().gist == ["forget CCS-2", "create", "finding dangling_ticket"])
    }

    @Test func `resolves every row that follows a ticket`() throws {
        var desk = Desk()
        for key: RowKey in ["1", "2", "3"] {
            let row = Row.example(key, tickets: ["CCS-1"])
            desk.rows.append(row)
            desk.links.append(desk.link(row, desk.foreign(1), .followed))
        }
        desk.issues = [desk.foreign(1, status: .done)]
        #expect(try desk.plan().gist == ["resolve CCS-1", "resolve CCS-1", "resolve CCS-1"])
    }

    @Test func `reads no change into a template that gives the same as before`() throws {
        var (desk, _) = Self.desk()
        desk.revision = "2"
        #expect(try desk.plan().isEmpty)
    }

    @Test func `merges fields by their owners`() throws {
        for (owner, expected) in [
            (Owner.audit, ["update CCS-1"]), (.merge, ["record CCS-1"]), (.jira, []), (.once, []),
        ] {
            var desk = Desk()
            desk.owners = ["summary": owner]
            var issue = desk.issue(1, for: Self.row)
            desk.rows = [Self.row]
            desk.links = [desk.link(Self.row, issue)]
            issue.fields["summary"] = .text("Theirs")
            desk.issues = [issue]
            #expect(try desk.plan().gist == expected, "\(owner)")
        }
    }
}
