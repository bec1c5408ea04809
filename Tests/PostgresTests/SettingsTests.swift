import Glibc
import Postgres
import TestSupport
import Testing

@Suite struct `Settings of a connection` {
    private func failure(_ settings: ConnectionSettings) -> PostgresError? {
        do {
            _ = try Connection(settings)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            "postgresql://user:hunter2secret@[::1/db", "host=x password='hunter2secret", "hunter2secret",
            "postgresql://user:hunter2%zzsecret@host/db", "host=x pasword=hunter2secret",
            "postgresql://user:hun@ter2secret@host/db", "postgresql://user:hunter2/secret@host/db",
            "postgresql://user:123/hunter2secret@host/db", "host=x password=hunter2secret port=hunter2secret",
            "host=x\0 password=hunter2secret",
        ]
    )
    func `that cannot be read are refused without quoting them`(_ conninfo: String) {
        let error = failure(ConnectionSettings(conninfo))
        #expect(error?.kind == .settings)
        for part in ["hunter2", "secret"] { #expect("\(String(describing: error))".contains(part) == false) }
    }

    @Test func `show no secret when they are printed or dumped`() {
        let settings = ConnectionSettings("password=hunter2secret", keywords: ["password": "hunter2secret"])
        var dumped = ""
        dump(settings, to: &dumped)
        for text in [dumped, "\(settings)", String(reflecting: settings)] {
            #expect(text.contains("hunter2") == false)
        }
    }

    @Test func `name a host without an address, and a closed door`() {
        #expect(failure(ConnectionSettings("host=no-such-host.invalid user=x"))?.kind == .hostNotFound)
        #expect(failure(ConnectionSettings("host=/nonexistent user=x"))?.kind == .refused)
        #expect(failure(ConnectionSettings("host=127.0.0.1 port=1 user=x"))?.kind == .refused)
    }

    @Test func `give up on a server that never answers`() throws {
        // A socket that accepts into its backlog and says nothing.
        let silent = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(silent) }
        let folder = try TemporaryDirectory(named: "silent")
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = folder.path(".s.PGSQL.5432")
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(silent, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0 && listen(silent, 1) == 0)
        let settings = ConnectionSettings(
            "host=\(folder.path) port=5432 user=x",
            connectTimeout: .milliseconds(150)
        )
        #expect(failure(settings)?.kind == .timedOut)
    }

    @Test(.enabled(if: ThrowawayPostgres.isInstalled))
    func `give the SQLSTATE of a refused login`() throws {
        let database = try ThrowawayPostgres.shared.database(named: "login")
        let nobody = failure(ConnectionSettings(database.asUser("nobody_here").conninfo))
        #expect(nobody?.kind == .rejected)
        #expect(nobody?.sqlState == "28000")
        #expect(nobody?.message.contains("LOCATION") == false)
        let nowhere = failure(ConnectionSettings(database.conninfo, keywords: ["dbname": "nowhere"]))
        #expect(nowhere?.sqlState == "3D000")
        #expect(nowhere?.message.contains("3D000") == false)
    }
}
