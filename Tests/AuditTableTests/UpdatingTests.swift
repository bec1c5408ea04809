import AuditTable
import Reconciliation
import TestSupport
import Testing
import Workflow

extension Outcome {
    /// The outcome in a word.
    var word: String {
        switch self {
        case .done: "done"
        case .stale: "stale"
        case .failed: "failed"
        case .unknown: "unknown"
        }
    }

    /// The reason of a failure or a doubt.
    var problem: Problem? {
        switch self {
        case .failed(let problem), .unknown(let problem): problem
        case .done, .stale: nil
        }
    }
}

@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct `Updating rows` {
    let database: TestDatabase
    let schema = RowSchema(also: ["layer_number", "workflows", "audit_status", "audit_date"])

    init() throws { database = try ThrowawayPostgres.shared.database(named: "updating") }

    /// An update that resolves a row, provided that it is as it was read.
    func resolving(_ row: Row) -> RowUpdate {
        RowUpdate(
            key: row.key,
            values: [
                ColumnAssignment("has_technical_debt", .bool(false)),
                ColumnAssignment("audit_status", .text("COMPLETED")),
                ColumnAssignment("audit_date", .text("2025-05-06T07:08:09.000+0000")),
            ],
            expected: schema.columns.dropFirst().map {
                ColumnAssignment($0, row.value(of: $0, in: schema) ?? .null)
            }
        )
    }

    @Test func `changes the rows that are as they were, and leaves the others`() async throws {
        try database.makeSampleTable(SampleRow.generated(3000))
        let table = try database.table()
        let before = try await table.all().filter(\.hasDebt)
        try database.execute(
            "UPDATE file_audit SET technical_debt = 'other' WHERE file_number = '\(before[1].key)'"
        )
        try database.execute("DELETE FROM file_audit WHERE file_number = '\(before[2].key)'")
        let outcomes = try await table.update(before.map { resolving($0) })
        #expect(outcomes.prefix(4).map(\.word) == ["done", "stale", "stale", "done"])
        #expect(outcomes.count(where: { $0.word == "done" }) == before.count - 2)
        let after = try await table.all()
        #expect(after.filter(\.hasDebt).map(\.key) == [before[1].key])
        let first = try #require(after.first { $0.key == before[0].key })
        #expect(first.also[2...] == [.text("COMPLETED"), .text("2025-05-06 07:08:09")])
        #expect(first.text == before[0].text)
        // The same once more finds nothing as it was.
        let again = try await table.update(before.map { resolving($0) })
        #expect(again.allSatisfy { $0.word == "stale" })
    }

    @Test func `writes tickets, NULL and texts exactly`() async throws {
        try database.makeSampleTable([
            SampleRow("0001", path: "a"), SampleRow("0002", path: "b", tickets: ["K-1"]),
        ])
        let table = try database.table()
        let text = "'; DROP TABLE file_audit; -- \"\\ {a,b} \u{1F600} $1 \n\t NULL"
        let outcomes = try await table.update([
            RowUpdate(
                key: "0001",
                values: [
                    ColumnAssignment("technical_debt", .text(text)),
                    ColumnAssignment("jira_tickets", .list(["CCS-1", "a \"b\\", "NULL", "{}", ""])),
                ],
                expected: [ColumnAssignment("jira_tickets", .null)]
            ),
            RowUpdate(
                key: "0002",
                values: [
                    ColumnAssignment("jira_tickets", .list([])), ColumnAssignment("technical_debt", .null),
                ],
                expected: [ColumnAssignment("jira_tickets", .list(["K-1"]))]
            ),
        ])
        #expect(outcomes.map(\.word) == ["done", "done"])
        let rows = try await table.all()
        #expect(rows.map(\.text) == [text, nil])
        #expect(rows.map { $0.listing ?? $0.tickets } == [["CCS-1", "a \"b\\", "NULL", "{}", ""], []])
    }

    @Test func `loses no row to one that the database refuses`() async throws {
        try database.makeSampleTable(SampleRow.generated(2500))
        try database.execute(
            "ALTER TABLE file_audit ADD CONSTRAINT no_seven CHECK (notes IS DISTINCT FROM 'bad')"
        )
        let table = try database.table()
        let rows = try await table.all()
        let updates = rows.enumerated().map { index, row in
            let value: String =
                switch index {
                case 7, 1500: "bad"
                case 8: "zero \0 character"
                default: "good"
                }
            return RowUpdate(key: row.key, values: [ColumnAssignment("notes", .text(value))], expected: [])
        }
        let outcomes = try await table.update(updates)
        let failed = outcomes.indices.filter { outcomes[$0].word == "failed" }
        #expect(failed == [7, 8, 1500])
        #expect(outcomes.count(where: { $0.word == "done" }) == 2497)
        #expect(outcomes[7].problem?.summary.contains("The row 0008 of file_audit was not changed") == true)
        #expect(outcomes[7].problem?.hint?.contains("no_seven") == true)
        #expect(try database.rows("SELECT count(*) FROM file_audit WHERE notes = 'good'") == [["2497"]])
    }

    @Test func `refuses a text that is too long instead of cutting it`() async throws {
        try database.makeSampleTable([SampleRow("0001", path: "a"), SampleRow("0002", path: "b")])
        let table = try database.table()
        let outcomes = try await table.update(
            ["0001", "0002"].map { key in
                let status = key == "0001" ? String(repeating: "x", count: 21) : "FINE"
                return RowUpdate(
                    key: RowKey(key),
                    values: [ColumnAssignment("audit_status", .text(status))],
                    expected: []
                )
            }
        )
        #expect(outcomes.map(\.word) == ["failed", "done"])
    }

    @Test func `carries out two updates of one row in their order`() async throws {
        try database.makeSampleTable([SampleRow("0001", path: "a")])
        let table = try database.table()
        let outcomes = try await table.update([
            RowUpdate(
                key: "0001",
                values: [ColumnAssignment("notes", .text("one"))],
                expected: [ColumnAssignment("notes", .null)]
            ),
            RowUpdate(
                key: "0001",
                values: [ColumnAssignment("notes", .text("two"))],
                expected: [ColumnAssignment("notes", .text("one"))]
            ),
        ])
        #expect(outcomes.map(\.word) == ["done", "done"])
        #expect(try database.rows("SELECT notes FROM file_audit") == [["two"]])
    }

    @Test func `needs no more than SELECT and UPDATE on its columns`() async throws {
        try database.makeSampleTable(SampleRow.generated(20))
        let columns = schema.columns.joined(separator: ", ")
        try database.execute(
            """
            DROP ROLE IF EXISTS auditor; CREATE ROLE auditor LOGIN;
            GRANT SELECT (\(columns)) ON file_audit TO auditor;
            GRANT UPDATE (has_technical_debt, audit_status, audit_date, jira_tickets) ON file_audit TO auditor
            """
        )
        let table = try database.asUser("auditor").table()
        let rows = try await table.all()
        let outcomes = try await table.update(rows.map { resolving($0) })
        #expect(outcomes.allSatisfy { $0.word == "done" })
        let refused = try await table.update([
            RowUpdate(key: "0001", values: [ColumnAssignment("technical_debt", .null)], expected: [])
        ])
        #expect(refused.first?.problem?.kind == .credentials)
        #expect(
            refused.first?.problem?.summary
                == "The database's user may not change technical_debt of file_audit"
        )
        try database.execute("DROP OWNED BY auditor; DROP ROLE auditor")
    }

    @Test func `tells before anything is written that a view cannot be changed`() async throws {
        try database.makeSampleTable(SampleRow.generated(2))
        try database.execute(
            """
            CREATE VIEW plain_view AS SELECT * FROM file_audit;
            CREATE VIEW computed_view AS SELECT *, count(*) OVER () AS total FROM file_audit
            """
        )
        let columns: Set = ["has_technical_debt", "jira_tickets"]
        try await database.table("plain_view").checkWritable(columns)
        let problem = try await problem { try await database.table("computed_view").checkWritable(columns) }
        #expect(
            problem?.summary
                == "Nobody can change has_technical_debt, jira_tickets of computed_view: it is a view, or computed"
        )
    }

    @Test func `waits for another writer and then sees what it wrote`() async throws {
        try database.makeSampleTable(SampleRow.generated(200))
        let table = try database.table()
        let rows = try await table.all()
        let other = try database.table()
        let updates = rows.map { resolving($0) }
        async let first = table.update(updates)
        async let second = other.update(updates.reversed())
        let words = try await zip(first, second.reversed()).map { [$0.word, $1.word].sorted() }
        #expect(words.allSatisfy { $0 == ["done", "stale"] })
    }
}
