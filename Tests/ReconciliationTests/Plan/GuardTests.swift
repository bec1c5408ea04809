import Reconciliation
import TestSupport
import Testing

@Suite struct GuardTests {
    /// A plan with so many of some operation, over such sizes, and which guards refuse it with which number.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let plan: Plan
        let refused: [String: Int]

        init(
            _ says: String,
            _ counts: [Operation: Int],
            _ measures: Measures = Measures(),
            allow: [String: Int] = [:],
            refused: [String: Int] = [:]
        ) {
            testDescription = says
            let binding = Binding(
                lineage: ComparisonFixture.lineage,
                serial: 0,
                state: nil,
                scope: ComparisonFixture.scope,
                configuration: sha256.digest("configuration")
            )
            var plan = Plan(binding: binding, refresh: .full)
            for (operation, count) in counts {
                plan.actions += (0..<count).map {
                    Action(operation, row: RowKey("\($0)"), path: "a.py", reason: .other("so"))
                }
            }
            plan.measures = measures
            plan.allow = allow
            self.plan = plan
            self.refused = refused
        }
    }

    static let many = Measures(openLinks: 1_000)

    @Test(arguments: [
        Case("an empty plan passes", [:]),
        Case("100 creates pass", [.create: 100], Measures(rowsWithDebt: 100)),
        Case("101 do not", [.create: 101], Measures(rowsWithDebt: 200), refused: ["max_create": 101]),
        Case("50 closes of 1,000 pass", [.close: 50], many),
        Case("51 do not", [.close: 51], many, refused: ["max_close": 51]),
        Case("30 % closed pass", [.close: 3], Measures(openLinks: 10)),
        Case("more do not", [.close: 4], Measures(openLinks: 10), refused: ["max_close_percent": 40]),
        Case(
            "percentages are rounded up",
            [.close: 4],
            Measures(openLinks: 13),
            refused: ["max_close_percent": 31]
        ),
        Case("below ten none counts", [.close: 9], Measures(openLinks: 9)),
        Case("30 % resolved pass", [.resolve: 3], Measures(openLinks: 10)),
        Case(
            "accepted debts count as resolved",
            [.resolve: 2, .accept: 2],
            Measures(openLinks: 10),
            refused: ["max_resolve_percent": 40]
        ),
        Case(
            "an empty table is no reason to close all",
            [.close: 40],
            Measures(openLinks: 40, missingRows: 40, links: 40),
            refused: ["max_close_percent": 100, "max_missing_rows_percent": 100]
        ),
        Case(
            "nor is an empty Jira to create all",
            [.create: 40],
            Measures(rowsWithDebt: 40, missingIssues: 40, links: 40),
            refused: ["max_missing_issues_percent": 100]
        ),
        Case("an acknowledgement lets exactly that pass", [.close: 51], many, allow: ["max_close": 51]),
        Case(
            "a smaller one does not",
            [.close: 51],
            many,
            allow: ["max_close": 50],
            refused: ["max_close": 51]
        ),
        Case(
            "one of another guard does not",
            [.close: 51],
            many,
            allow: ["max_create": 99],
            refused: ["max_close": 51]
        ),
        Case("follows, records and updates are free", [.follow: 500, .record: 500, .update: 500]),
    ])
    func `refuses what changes too much`(_ one: Case) {
        let refusals = Guards().refusals(of: one.plan)
        #expect(Dictionary(refusals.map { ($0.name, $0.measured) }) { $1 } == one.refused)
    }

    @Test(arguments: ["max_create", "max_close", "max_close_percent"])
    func `takes the option that a refusal names`(_ name: String) throws {
        let measures = Measures(rowsWithDebt: 500, openLinks: 100, links: 100)
        var plan = Case("", [.create: 120, .close: 70], measures).plan
        let refusal = try #require(Guards().refusals(of: plan).first { $0.name == name })
        #expect(refusal.option == "--allow \(name)=\(refusal.measured)")
        let beside = Guards().refusals(of: plan, allowing: [name: refusal.measured])
        plan.allow[name] = refusal.measured
        #expect(Guards().refusals(of: plan) == beside)
        #expect(!beside.contains { $0.name == name })
    }

    @Test func `minds several issues of gone rows when there is no state, and not a single one`() throws {
        var fixture = ComparisonFixture()
        let rows = (1...4).map { Row.example(RowKey("\($0)")) }
        fixture.issues = rows.enumerated().map { fixture.issue(UInt64($0.offset + 1), for: $0.element) }
        fixture.rows = [rows[2], rows[3]]
        let refusal = try #require(try Guards().refusals(of: fixture.plan()).first)
        #expect(refusal.option == "--allow max_missing_rows_percent=50")
        fixture.rows = [rows[1], rows[2], rows[3]]
        #expect(try Guards().refusals(of: fixture.plan()) == [])
    }

    @Test func `counts no row as gone that was renumbered`() throws {
        var fixture = ComparisonFixture.agreeing(12)
        for index in fixture.rows.indices { fixture.rows[index].key = RowKey("new-\(index)") }
        #expect(try fixture.plan().measures.missingRows == 0)
    }

    @Test(arguments: [true, false])
    func `counts issues of a lost state as open links`(_ isGone: Bool) throws {
        var fixture = ComparisonFixture()
        for number in 1...UInt64(12) {
            let row = Row.example(RowKey("\(number)"), tickets: ["CCS-\(number)"])
            fixture.issues.append(fixture.issue(number, for: row))
            if !isGone || number > 6 { fixture.rows.append(row) }
        }
        for index in fixture.rows.indices.prefix(6) where !isGone { fixture.rows[index].debt = false }
        let plan = try fixture.plan()
        #expect(plan.counts[.close] == 6)
        #expect(plan.measures.openLinks == 12 && plan.measures.links == 12)
        #expect(plan.measures.missingRows == (isGone ? 6 : 0))
        let refused = Guards().refusals(of: plan)
        #expect(refused.map(\.name) == ["max_close_percent"] + (isGone ? ["max_missing_rows_percent"] : []))
        #expect(refused.allSatisfy { $0.measured == 50 })
    }

    @Test(arguments: [true, false])
    func `counts rows that are resolved at first sight`(_ isOurs: Bool) throws {
        var fixture = ComparisonFixture()
        fixture.policies.firstContact = .jira
        for number in 1...UInt64(12) {
            let row = Row.example(RowKey("\(number)"), tickets: ["CCS-\(number)"])
            var issue = fixture.issue(number, for: row, status: number > 4 ? .toDo : .done)
            if !isOurs { (issue.marker, issue.labels) = (nil, []) }
            fixture.rows.append(row)
            fixture.issues.append(issue)
        }
        #expect(try fixture.plan().counts[.resolve] == 4)
        // Rows that are followed only are no open links yet.
        #expect(try fixture.plan().measures.openLinks == (isOurs ? 12 : 4))
        for index in fixture.issues.indices { fixture.issues[index].status = .done }
        let refusal = try #require(try Guards().refusals(of: fixture.plan()).first)
        #expect(refusal.option == "--allow max_resolve_percent=100")
    }

    @Test func `counts rows and issues that are gone`() throws {
        var fixture = ComparisonFixture.agreeing(12)
        fixture.rows.removeFirst(4)
        fixture.issues.removeLast(3)
        let measures = try fixture.plan().measures
        #expect(measures.missingRows == 4)
        #expect(measures.missingIssues == 3)
        #expect(measures.links == 12)
        #expect(measures.rows == 8)
        #expect(measures.openLinks == 8)
    }
}
