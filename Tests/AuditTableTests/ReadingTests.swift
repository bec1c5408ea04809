import AuditTable
import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct `Reading the table` {
    let database: TestDatabase

    init() throws { database = try ThrowawayPostgres.shared.database(named: "reading") }

    @Test func `gives every row with the values of its columns`() async throws {
        let samples = [
            SampleRow("0001", path: "src/a.py"),
            SampleRow(
                "0002",
                path: "src/größe.py",
                hasDebt: true,
                debt: "Raw \"SQL\",\n\\ and\ttabs",
                tickets: ["CCS-1", "x y"]
            ),
            SampleRow("0003", path: "src/c.py", hasDebt: nil, debt: "", tickets: []),
        ]
        try database.makeSampleTable(samples)
        try database.execute(
            "UPDATE file_audit SET audit_date = '2025-05-06 07:08:09' WHERE file_number = '0001'"
        )
        let result = try await database.table().read(into: CollectingSink())
        let rows = result.sink.rows.sorted { $0.key < $1.key }
        #expect(result.counts == RowCounts(rows: 3, withDebt: 1))
        let also: [ColumnValue] = [.text("1"), .list(["WF1"]), .text("NOT_STARTED"), .null]
        #expect(
            rows == [
                Row(
                    key: "0001",
                    path: "src/a.py",
                    debt: false,
                    text: nil,
                    tickets: nil,
                    also: also.dropLast() + [.text("2025-05-06 07:08:09")]
                ),
                Row(
                    key: "0002",
                    path: "src/größe.py",
                    debt: true,
                    text: "Raw \"SQL\",\n\\ and\ttabs",
                    tickets: ["CCS-1", "x y"],
                    also: also
                ),
                Row(key: "0003", path: "src/c.py", debt: nil, text: "", tickets: [], also: also),
            ]
        )
    }

    @Test func `hands over only the rows that are wanted, and counts all`() async throws {
        try database.makeSampleTable(SampleRow.generated(500))
        let table = try database.table()
        let all = try await table.all()
        let interest = RowInterest(keys: ["0007"], paths: [all[20].path])
        let result = try await table.read(into: CollectingSink(interest))
        #expect(result.counts == RowCounts(rows: 500, withDebt: all.count(where: \.hasDebt)))
        let wanted = all.filter { $0.hasDebt || $0.key == "0007" || $0.path == all[20].path }
        #expect(result.sink.rows.sorted { $0.key < $1.key } == wanted)
    }

    @Test func `gives rows by their keys as they are now`() async throws {
        try database.makeSampleTable(SampleRow.generated(2500))
        let table = try database.table()
        let all = try await table.all()
        let keys = all.map(\.key).filter { $0.text.hasSuffix("3") || $0.text.hasSuffix("5") }
        let rows = try await table.rows(keys + ["nobody", "'; DROP TABLE file_audit; --"])
        #expect(rows.sorted { $0.key < $1.key } == all.filter { keys.contains($0.key) })
        #expect(try await table.rows([]).isEmpty)
    }

    @Test func `reads integer keys and arrays of other types`() async throws {
        try database.execute(
            """
            CREATE SCHEMA "Odd one";
            CREATE TABLE "Odd one"."file.audit" (id integer PRIMARY KEY, "Path" text, debt boolean, text text,
                tickets text[], numbers integer[], extra json, at timestamptz);
            INSERT INTO "Odd one"."file.audit" VALUES (7, 'a', true, 'x', '{"a b",NULL,c}', '[0:1]={4,5}',
                '{"k": 1}', '2025-01-01 12:00:00+02')
            """
        )
        let schema = RowSchema(
            key: "id",
            path: "Path",
            debt: "debt",
            text: "text",
            tickets: "tickets",
            also: ["numbers", "extra", "at"]
        )
        let table = try database.table("\"Odd one\".\"file.audit\"", schema: schema)
        let row = Row(
            key: "7",
            path: "a",
            debt: true,
            text: "x",
            tickets: ["a b", "c"],
            also: [.list(["4", "5"]), .text("{\"k\": 1}"), .text("2025-01-01 10:00:00+00")]
        )
        #expect(try await table.all() == [row])
        #expect(try await table.rows(["7", "8", "x", "99999999999"]) == [row])
        #expect(try await table.identity() == "\(database.name)/Odd one.file.audit")
        // What was read is what an update compares, whatever the types.
        let values = schema.columns.dropFirst().map {
            ColumnAssignment($0, row.value(of: $0, in: schema) ?? .null)
        }
        let update = RowUpdate(key: "7", values: [ColumnAssignment("debt", .bool(false))], expected: values)
        #expect(try await table.update([update]).map(\.word) == ["done"])
    }

    @Test func `refuses two rows of one key, and rows without key or path`() async throws {
        try database.execute(
            """
            CREATE TABLE twice (file_number text, file_path text, has_technical_debt boolean, technical_debt text,
                jira_tickets text[]);
            INSERT INTO twice SELECT n::text, 'p' || n FROM generate_series(1, 3000) n;
            CREATE TABLE without_key AS SELECT * FROM twice;
            CREATE TABLE without_path AS SELECT * FROM twice;
            INSERT INTO twice VALUES ('17', 'again.py');
            UPDATE without_key SET file_number = NULL WHERE file_path = 'p5';
            UPDATE without_path SET file_path = NULL WHERE file_path = 'p5'
            """
        )
        let schema = RowSchema()
        let twice = try await problem {
            _ = try await database.table("twice", schema: schema).read(into: CollectingSink())
        }
        #expect(twice?.summary.contains("Two rows of twice have the key 17") == true)
        #expect(twice?.summary.contains("again.py") == true)
        let unnamed = try await problem { _ = try await database.table("without_key", schema: schema).all() }
        #expect(
            unnamed?.summary == "A row of without_key has no key: file_number is NULL where file_path is p5"
        )
        let pathless = try await problem {
            _ = try await database.table("without_path", schema: schema).all()
        }
        #expect(pathless?.summary == "The row 5 of without_path has no path: its file_path is NULL")
    }

    @Test func `stops when the sink does, and can be used again`() async throws {
        struct Refusing: RowSink {
            var interest: RowInterest { .everything }
            mutating func add(_ row: Row) throws { throw Problem(.failure, "enough") }
        }
        try database.makeSampleTable(SampleRow.generated(300))
        let table = try database.table()
        #expect(
            try await problem { _ = try await table.read(into: Refusing()) } == Problem(.failure, "enough")
        )
        #expect(try await table.all().count == 300)
    }
}
