import Postgres
import TestSupport
import Testing

@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct `A connection` {
    let database: TestDatabase

    init() throws { database = try ThrowawayPostgres.shared.database(named: "connection") }

    @Test func `passes parameters and gives back NULL, text and counts`() throws {
        let connection = try database.connection()
        let text = "'\"\\ $1 \u{1F600}\n"
        #expect(
            try connection.query("SELECT $1::text, $2::text, $3::int + 1", [text, nil, "41"]) == [
                [text, nil, "42"]
            ]
        )
        #expect(
            try connection.execute("CREATE TABLE t (n int); INSERT INTO t SELECT generate_series(1, 5)") == 5
        )
        #expect(try connection.execute("DELETE FROM t WHERE n > $1", ["3"]) == 2)
        #expect(try connection.query("SELECT n FROM t WHERE false").isEmpty)
    }

    @Test func `keeps the parts of the server's errors, and goes on`() throws {
        let connection = try database.connection()
        try connection.execute("CREATE TABLE t (n int CONSTRAINT positive CHECK (n > 0))")
        let refused = #expect(throws: PostgresError.self) { try database.execute("INSERT INTO t VALUES (0)") }
        #expect(refused?.kind == .statement)
        #expect(refused?.sqlState == "23514")
        #expect(refused?.constraint == "positive")
        #expect(refused?.table == "t")
        #expect(refused?.detail?.contains("(0)") == true)
        #expect(throws: PostgresError.self) { try connection.query("SELEC 1") }
        #expect(throws: PostgresError.self) { try connection.query("SELECT $1::text", ["a\0b"]) }
        #expect(try connection.query("SELECT 1") == [["1"]])
    }

    @Test func `collects notices instead of printing them`() throws {
        let connection = try database.connection()
        try connection.execute("DO $$ BEGIN RAISE NOTICE 'look here'; END $$")
        #expect(connection.takeNotices() == ["NOTICE: look here"])
        #expect(connection.takeNotices().isEmpty)
    }

    @Test func `says where it is and under which name`() throws {
        let connection = try Connection(ConnectionSettings(database.url, applicationName: "some program"))
        #expect(connection.server == "\(database.host):\(database.port)/\(database.name) as postgres")
        #expect(connection.serverVersion > 90_000)
        #expect(try connection.query("SHOW application_name") == [["some program"]])
        #expect(try connection.query("SHOW client_encoding") == [["UTF8"]])
    }

    @Test func `streams rows whose bytes lie in libpq's buffer`() throws {
        let connection = try database.connection()
        var sum = 0
        var nulls = 0
        let count = try connection.stream(
            "SELECT n, CASE WHEN n % 3 = 0 THEN NULL ELSE '' END FROM generate_series(1, $1) n",
            ["9000"]
        ) { row in
            #expect(row.count == 2)
            sum += row.text(0).flatMap { Int($0) } ?? 0
            if row.bytes(1) == nil { nulls += 1 }
        }
        #expect(count == 9000)
        #expect(sum == 9000 * 9001 / 2)
        #expect(nulls == 3000)
    }

    @Test func `stays usable when a stream is left or fails half-way`() throws {
        struct Enough: Error {}
        let connection = try database.connection()
        var seen = 0
        #expect(throws: Enough.self) {
            try connection.stream("SELECT * FROM generate_series(1, 100000000)") { _ in
                seen += 1
                if seen == 10 { throw Enough() }
            }
        }
        let failed = #expect(throws: PostgresError.self) {
            try database.connection().stream("SELECT 1 / (500 - n) FROM generate_series(1, 1000) n") { _ in }
        }
        #expect(failed?.sqlState == "22012")
        #expect(throws: Enough.self) {
            try connection.copyOut("COPY (SELECT generate_series(1, 100000000)) TO STDOUT") { _ in
                throw Enough()
            }
        }
        #expect(try connection.query("SELECT 1") == [["1"]])
        #expect(seen == 10)
    }

    @Test func `copies out line by line`() throws {
        let connection = try database.connection()
        var lines: [String] = []
        let count = try connection.copyOut("COPY (SELECT n, 'a\tb' FROM generate_series(1, 3) n) TO STDOUT") {
            line in
            lines.append(String(decoding: line, as: UTF8.self))
        }
        #expect(count == 3)
        #expect(lines == ["1\ta\\tb\n", "2\ta\\tb\n", "3\ta\\tb\n"])
        #expect(throws: PostgresError.self) { try database.connection().copyOut("SELECT 1") { _ in } }
        #expect(throws: PostgresError.self) {
            try database.connection().copyOut(
                "COPY (SELECT 1 / (5 - n) FROM generate_series(1, 9) n) TO STDOUT"
            ) { _ in }
        }
        #expect(throws: PostgresError.self) { try database.connection().query("COPY pg_class TO STDOUT") }
    }

    @Test func `runs nothing after a request to cancel, and stops what runs`() async throws {
        let canceller = Canceller()
        let database = database
        let sleeping = Task.detached {
            let connection = try Connection(ConnectionSettings(database.conninfo), canceller: canceller)
            try connection.execute("SELECT pg_sleep(600)")
        }
        while try database.rows(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = '\(database.name)'"
        )
        .isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        canceller.cancel()
        let stopped = await #expect(throws: PostgresError.self) { try await sleeping.value }
        #expect(stopped?.kind == .cancelled)
        #expect(stopped?.sqlState == "57014")
        let refused = #expect(throws: PostgresError.self) {
            _ = try Connection(ConnectionSettings(database.conninfo), canceller: canceller)
        }
        #expect(refused?.kind == .cancelled)
    }

    @Test func `says that it is lost when the server ends it`() throws {
        let connection = try database.connection()
        let id = try connection.query("SELECT pg_backend_pid()")[0][0] ?? ""
        _ = try database.rows("SELECT pg_terminate_backend(\(id), 10000)")
        #expect(throws: PostgresError.self) { try database.execute("SELECT nothing") }
        var lost: PostgresError?
        do { _ = try connection.query("SELECT 1") } catch { lost = error }
        #expect(lost?.kind == .connectionLost)
        #expect(connection.isUsable == false)
    }
}
