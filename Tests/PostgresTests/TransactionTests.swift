import Postgres
import TestSupport
import Testing

@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct `A transaction` {
    struct Enough: Error {}
    let database: TestDatabase

    init() throws {
        database = try ThrowawayPostgres.shared.database(named: "transaction")
        try database.execute("CREATE TABLE t (n int UNIQUE)")
    }

    private func numbers() throws -> [String?] {
        try database.rows("SELECT n FROM t ORDER BY n").map { $0[0] }
    }

    @Test func `is committed when the closure returns and undone when it throws`() throws {
        let connection = try database.connection()
        try connection.transaction(.readWrite) { try $0.execute("INSERT INTO t VALUES (1)") }
        #expect(throws: Enough.self) {
            try connection.transaction(.readWrite) { connection in
                try connection.execute("INSERT INTO t VALUES (2)")
                throw Enough()
            }
        }
        #expect(try numbers() == ["1"])
        #expect(connection.isInTransaction == false)
    }

    @Test func `does not call a rolled back transaction committed`() throws {
        let connection = try database.connection()
        #expect(throws: PostgresError.self) {
            try connection.transaction(.readWrite) { connection in
                try connection.execute("INSERT INTO t VALUES (1)")
                // The failure is swallowed, and the transaction is broken all the same.
                _ = try? connection.execute("SELECT 1 / 0")
            }
        }
        #expect(try numbers().isEmpty)
    }

    @Test func `undoes a savepoint alone`() throws {
        let connection = try database.connection()
        try connection.transaction(.readWrite) { connection in
            try connection.execute("INSERT INTO t VALUES (1)")
            #expect(throws: PostgresError.self) {
                try connection.savepoint { connection in
                    try connection.execute("INSERT INTO t VALUES (2)")
                    try connection.execute("INSERT INTO t VALUES (1)")
                }
            }
            try connection.savepoint { _ = try $0.execute("INSERT INTO t VALUES (3)") }
        }
        #expect(try numbers() == ["1", "3"])
    }

    @Test func `sets what it sets for itself alone`() throws {
        let connection = try database.connection()
        let before = try connection.query("SHOW TimeZone")
        let settings = ["TimeZone": "Asia/Tokyo", "application_name": "it's \\ odd"]
        try connection.transaction(.snapshot, timeout: .milliseconds(1500), settings: settings) {
            (connection) throws in
            #expect(try connection.query("SHOW TimeZone") == [["Asia/Tokyo"]])
            #expect(try connection.query("SHOW application_name") == [["it's \\ odd"]])
            #expect(try connection.query("SHOW statement_timeout") == [["1500ms"]])
        }
        #expect(try connection.query("SHOW TimeZone") == before)
        #expect(try connection.query("SHOW statement_timeout") == [["0"]])
    }

    @Test func `reads one unchanging view, and writes nothing, as a snapshot`() throws {
        let connection = try database.connection()
        try connection.transaction(.snapshot) { connection in
            #expect(try connection.query("SELECT count(*) FROM t") == [["0"]])
            try database.execute("INSERT INTO t VALUES (1)")
            #expect(try connection.query("SELECT count(*) FROM t") == [["0"]])
        }
        let refused = #expect(throws: PostgresError.self) {
            try database.connection().transaction(.snapshot) { try $0.execute("INSERT INTO t VALUES (2)") }
        }
        #expect(refused?.sqlState == "25006")
    }

    @Test func `tells a statement's time limit from a request to cancel`() throws {
        let late = #expect(throws: PostgresError.self) {
            try database.connection().transaction(.readWrite, timeout: .milliseconds(20)) { connection in
                try connection.execute("SELECT pg_sleep(600)")
            }
        }
        #expect(late?.kind == .timedOut)
    }

    @Test func `says that the outcome is unknown when the connection breaks during COMMIT`() throws {
        let connection = try database.connection()
        // A deferred trigger runs within COMMIT, and ends its own session there.
        try database.execute(
            """
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(600); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION die()
            """
        )
        var broken: PostgresError?
        do {
            try connection.transaction(.readWrite) { try $0.execute("INSERT INTO t VALUES (1)") }
        } catch let error as PostgresError {
            broken = error
        }
        #expect(broken?.kind == .commitUnknown)
    }
}
