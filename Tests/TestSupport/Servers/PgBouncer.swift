import Foundation
import Glibc

/// A PgBouncer in transaction mode in front of a test database, gone when the process is.
public final class PgBouncer: Sendable {
    /// The same database, reached through the pooler.
    public let database: TestDatabase
    private let watchdog: Watchdog

    /// Whether PgBouncer is installed, for `.enabled(if:)`.
    public static let isInstalled = path != nil
    private static let path = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"].first
    { (path: String) in
        access(path, X_OK) == 0
    }

    /// Starts a pooler with `poolSize` server connections; one makes clients share a session, transaction by
    /// transaction.
    public init(before target: TestDatabase, poolSize: Int = 1) throws {
        guard let program = Self.path else { throw SpawnError(description: "PgBouncer is not installed") }
        let account = Unprivileged()
        let folder = try account.folder(named: "aj-pb")
        let port = Int.random(in: 20_000..<60_000)
        let configuration = """
            [databases]
            \(target.name) = host=\(target.host) port=\(target.port) user=\(target.user)
            [pgbouncer]
            listen_addr =
            listen_port = \(port)
            unix_socket_dir = \(folder)
            auth_type = any
            pool_mode = transaction
            default_pool_size = \(poolSize)

            """
        try Data(configuration.utf8).write(to: URL(filePath: "\(folder)/pgbouncer.ini"))
        try account.own("\(folder)/pgbouncer.ini")
        database = TestDatabase(host: folder, port: port, user: target.user, name: target.name)
        let pooler = account.command(program, ["\(folder)/pgbouncer.ini"])
        watchdog = try Watchdog(running: pooler, in: folder, endedBy: "TERM")
        do {
            try database.waitUntilItAnswers(watchdog)
        } catch {
            watchdog.end()
            throw error
        }
    }

    deinit { watchdog.end() }
}
