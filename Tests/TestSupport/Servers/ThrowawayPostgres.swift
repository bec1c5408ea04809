import Foundation
import Glibc
import Postgres
import SerialExecution

/// A PostgreSQL server for the tests of this process, gone when the process is.
///
/// It listens on a Unix socket only. Everybody is trusted but the role `with_password`, which a test may create to
/// try passwords. There is one for all suites; each suite takes a database of its own.
public final class ThrowawayPostgres: Sendable {
    /// The folder of the socket, for `host=`.
    public let socketFolder: String
    /// The port, which is part of the socket's name.
    public let port: Int
    /// The superuser.
    public let user = "postgres"

    private static let started = Result { try ThrowawayPostgres() }
    private let count = Locked(0)

    /// The server, started when it is first asked for.
    public static var shared: ThrowawayPostgres { get throws { try started.get() } }

    /// Whether a PostgreSQL server is installed, for `.enabled(if:)`.
    public static let isInstalled = (try? binaries()) != nil

    private init() throws {
        let account = Unprivileged()
        let binaries = try Self.binaries()
        let folder = try account.folder(named: "aj-pg")
        let data = "\(folder)/data"
        socketFolder = folder
        port = Int.random(in: 20_000..<60_000)
        do {
            try account.run(
                "\(binaries)/initdb",
                ["-D", data, "-U", user, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
            )
            try Data("local all with_password scram-sha-256\nlocal all all trust\n".utf8)
                .write(to: URL(filePath: "\(data)/pg_hba.conf"))
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
        let settings = [
            "listen_addresses=", "unix_socket_directories=\(folder)", "port=\(port)", "fsync=off",
            "synchronous_commit=off", "full_page_writes=off", "max_connections=100", "autovacuum=off",
        ]
        let server = account.command("\(binaries)/postgres", ["-D", data] + settings.flatMap { ["-c", $0] })
        let watchdog = try Watchdog(running: server, in: folder, endedBy: "QUIT")
        do {
            try TestDatabase(host: folder, port: port, user: user, name: "postgres").waitUntilItAnswers(
                watchdog
            )
        } catch {
            watchdog.end()
            throw error
        }
    }

    /// Makes an empty database and returns how to reach it.
    public func database(named name: String = "test") throws -> TestDatabase {
        let number = count.withLock { count in
            count += 1
            return count
        }
        let database = TestDatabase(host: socketFolder, port: port, user: user, name: "\(name)_\(number)")
        let connection = try TestDatabase(host: socketFolder, port: port, user: user, name: "postgres")
            .connection()
        try connection.execute("CREATE DATABASE \(Identifier(database.name).quoted)")
        return database
    }

    /// The folder of initdb and pg_ctl: Debian keeps them off `PATH`.
    private static func binaries() throws -> String {
        var candidates: [String] = []
        if let asked = try? runBlocking("pg_config", ["--bindir"]), asked.status == 0 {
            candidates.append(asked.stdout.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        candidates += versions.compactMap(Int.init).sorted(by: >).map { "/usr/lib/postgresql/\($0)/bin" }
        guard let found = candidates.first(where: { access("\($0)/initdb", X_OK) == 0 }) else {
            throw SpawnError(description: "PostgreSQL's initdb is not installed")
        }
        return found
    }
}
