import Glibc
public import Postgres

/// A database of the throw-away server, and the ways to name it.
public struct TestDatabase: Hashable, Sendable {
    /// The folder of the server's socket.
    public let host: String
    /// The port.
    public let port: Int
    /// The user.
    public let user: String
    /// The database's name.
    public let name: String

    /// As libpq's keywords.
    public var conninfo: String { "host=\(host) port=\(port) user=\(user) dbname=\(name)" }

    /// As a URI, for `DATABASE_URL`.
    public var url: String { "postgresql:///\(name)?host=\(host)&port=\(port)&user=\(user)" }

    /// As libpq's environment variables.
    public var environment: [String: String] {
        ["PGHOST": host, "PGPORT": "\(port)", "PGUSER": user, "PGDATABASE": name]
    }

    /// The same database reached as another user.
    public func asUser(_ user: String) -> TestDatabase {
        TestDatabase(host: host, port: port, user: user, name: name)
    }

    /// Opens a connection.
    public func connection() throws(PostgresError) -> Connection {
        try Connection(ConnectionSettings(conninfo))
    }

    /// Waits until the server has started; throws when it ended instead.
    func waitUntilItAnswers(_ server: Watchdog) throws {
        while true {
            do {
                return try execute("SELECT 1")
            } catch  where !server.isOver {
                usleep(20_000)
            }
        }
    }

    /// Runs statements that return nothing.
    public func execute(_ statements: String) throws(PostgresError) {
        let connection = try connection()
        try connection.execute(statements)
    }

    /// Runs a statement and returns its rows as text, with `nil` for NULL.
    public func rows(_ statement: String) throws(PostgresError) -> [[String?]] {
        let connection = try connection()
        return try connection.query(statement)
    }
}
