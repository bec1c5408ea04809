import AuditTable
import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct `What goes wrong with the table` {
    let database: TestDatabase

    init() throws { database = try ThrowawayPostgres.shared.database(named: "failing") }

    /// The problem of reading through that login.
    func failure(
        _ login: DatabaseLogin,
        table: String = "file_audit",
        schema: RowSchema = RowSchema()
    ) async throws
        -> Problem?
    {
        try await problem {
            _ = try await PostgresTable(table, schema: schema, login: login).read(into: CollectingSink())
        }
    }

    @Test func `names the nearest table and column`() async throws {
        try database.makeSampleTable()
        let login = DatabaseLogin(database.conninfo)
        let table = try await failure(login, table: "file_audits")
        #expect(
            table?.summary
                == "The database \(database.name) has no table file_audits, or the user may not see it"
        )
        #expect(table?.hint?.hasPrefix("There is file_audit.") == true)
        let column = try await failure(login, schema: RowSchema(text: "technical_dept"))
        #expect(column?.summary == "The table file_audit has no column technical_dept")
        #expect(column?.hint?.contains("technical_debt") == true)
        let schemaless = try await failure(login, table: "audit.file_audit")
        #expect(schemaless?.hint?.contains("file_audit") == true)
        #expect(try await problem { _ = try database.table("a.b.c.d") }?.kind == .usage)
    }

    @Test func `checks that the columns can play their parts`() async throws {
        try database.makeSampleTable()
        let login = DatabaseLogin(database.conninfo)
        let debt = try await failure(login, schema: RowSchema(debt: "technical_debt"))
        #expect(debt?.summary == "The debt column technical_debt of file_audit is of type text, not boolean")
        let tickets = try await failure(login, schema: RowSchema(tickets: "notes"))
        #expect(tickets?.summary.contains("notes of file_audit is of type text, not an array") == true)
    }

    @Test func `tells apart a closed door, a wrong name and a wrong password`() async throws {
        let secret = "correct horse"
        try database.execute(
            "DROP ROLE IF EXISTS with_password; CREATE ROLE with_password LOGIN PASSWORD '\(secret)'"
        )
        let locked = database.asUser("with_password").conninfo
        let wrong = try await failure(DatabaseLogin(locked, keywords: ["password": "battery staple"]))
        #expect(wrong?.kind == .credentials)
        #expect(wrong?.sentence.contains("28P01") == true)
        let missing = try await failure(DatabaseLogin(locked, keywords: ["passfile": "/nonexistent"]))
        #expect(missing?.kind == .credentials)
        #expect(missing?.summary.contains("asks for a password") == true)
        let right = try await failure(DatabaseLogin(locked, keywords: ["password": secret]))
        #expect(right?.summary.contains("has no table") == true)
        let nobody = try await failure(DatabaseLogin("host=/nonexistent user=x"))
        #expect(nobody?.summary.contains("Nobody answers") == true)
        let unknown = try await failure(DatabaseLogin("host=no-such-host.invalid user=x"))
        #expect(unknown?.summary.contains("has no address") == true)
        let absent = try await failure(DatabaseLogin(database.conninfo, keywords: ["dbname": "absent"]))
        #expect(absent?.summary.contains("no such database") == true)
        for told in [wrong, missing, nobody, unknown, absent] {
            #expect(told?.hint != nil || told?.remedy != nil)
            #expect(told?.sentence.contains(secret) == false)
            #expect(told?.sentence.contains("battery") == false)
        }
        try database.execute("DROP ROLE with_password")
    }

    @Test func `says which permission is missing`() async throws {
        try database.makeSampleTable()
        try database.execute(
            """
            DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN;
            GRANT SELECT (file_number, file_path, has_technical_debt, technical_debt) ON file_audit TO reader
            """
        )
        let told = try await failure(DatabaseLogin(database.asUser("reader").conninfo))
        #expect(told?.kind == .credentials)
        #expect(told?.summary == "The database's user may not read jira_tickets of file_audit")
        try database.execute("DROP OWNED BY reader; DROP ROLE reader")
    }

    @Test func `stops a statement at its time limit, and when the task is cancelled`() async throws {
        try database.execute(
            """
            CREATE VIEW slow AS SELECT 'k' AS file_number, 'p' AS file_path, pg_sleep(600) IS NOT NULL AS has_technical_debt,
                '' AS technical_debt, '{}'::text[] AS jira_tickets
            """
        )
        let late = try await problem {
            _ = try await database.table("slow", schema: RowSchema(), timeout: .milliseconds(50)).all()
        }
        #expect(late?.summary.contains("took too long") == true)
        let table = try database.table("slow", schema: RowSchema(), timeout: nil)
        let reading = Task { _ = try await table.all() }
        while try database.rows(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = '\(database.name)'"
        ).isEmpty {
            try await Task.sleep(for: .milliseconds(10))
        }
        reading.cancel()
        #expect(try await problem { try await reading.value }?.kind == .interrupted)
        #expect(try await table.identity() == "\(database.name)/public.slow")
    }
}

@Suite(.enabled(if: ThrowawayPostgres.isInstalled && PgBouncer.isInstalled))
struct `The table behind a pooler` {
    @Test func `is read and written by several at once over one server connection`() async throws {
        let database = try ThrowawayPostgres.shared.database(named: "pooled")
        try database.makeSampleTable(SampleRow.generated(3000))
        let pooler = try PgBouncer(before: database, poolSize: 1)
        let tables = try (0..<3).map { _ in try pooler.database.table() }
        #expect(try await tables[0].identity() == "\(database.name)/public.file_audit")
        let counts = try await withThrowingTaskGroup { group in
            for table in tables { group.addTask { try await table.all().count } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == [3000, 3000, 3000])
        let row = try #require(try await tables[0].all().first)
        let update = RowUpdate(
            key: row.key,
            values: [ColumnAssignment("notes", .text("seen"))],
            expected: [ColumnAssignment("notes", .null)]
        )
        #expect(try await tables[1].update([update]).map(\.word) == ["done"])
        #expect(try await tables[2].update([update]).map(\.word) == ["stale"])
        // Nothing of a session stays with the server's connection, which the next client gets.
        let left = try pooler.database.rows(
            "SELECT current_setting('statement_timeout'), current_setting('TimeZone')"
        )
        #expect(
            try left
                == database.rows("SELECT current_setting('statement_timeout'), current_setting('TimeZone')")
        )
    }
}
