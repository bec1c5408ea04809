import CPostgres
import Glibc

/// A session with a PostgreSQL server.
///
/// It keeps no state on the server outside a transaction: statements are unnamed and settings are local, so that it
/// works behind a pooler that hands out a session for one transaction at a time. One thread at a time may use it.
@safe public struct Connection: ~Copyable {
    let handle: OpaquePointer
    let secrets: Secrets
    /// Stops what the connection is doing.
    public let canceller: Canceller
    private let log: NoticeLog

    /// Connects, within the settings' time-out.
    ///
    /// The time-out covers all hosts and addresses together. `canceller` may come from outside, so that connecting
    /// can be stopped too.
    public init(_ settings: ConnectionSettings, canceller: Canceller = Canceller()) throws(PostgresError) {
        var secrets = try settings.checked()
        let log = NoticeLog()
        let handle = try unsafe Self.started(settings)
        unsafe log.attach(to: handle)
        do throws(PostgresError) {
            try unsafe Self.finish(
                handle,
                within: settings.connectTimeout,
                canceller: canceller,
                secrets: secrets
            )
        } catch {
            unsafe PQfinish(handle)
            throw error
        }
        unsafe secrets.add(PQpass(handle).map { unsafe String(cString: $0) })
        unsafe PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
        unsafe self.handle = handle
        self.log = log
        self.secrets = secrets
        self.canceller = canceller
    }

    deinit { unsafe PQfinish(handle) }

    /// The server and the account: host, port, database and user, without a secret.
    public var server: String {
        func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
            unsafe pointer.map { unsafe String(cString: $0) } ?? ""
        }
        return
            unsafe "\(text(PQhost(handle))):\(text(PQport(handle)))/\(text(PQdb(handle))) as \(text(PQuser(handle)))"
    }

    /// The host, or the folder of the socket.
    public var host: String { unsafe PQhost(handle).map { unsafe String(cString: $0) } ?? "" }

    /// The name of the database.
    public var database: String { unsafe PQdb(handle).map { unsafe String(cString: $0) } ?? "" }

    /// The server's version as a number, such as 150020 for 15.20.
    public var serverVersion: Int { unsafe Int(PQserverVersion(handle)) }

    /// Whether the session can still be used.
    public var isUsable: Bool { unsafe PQstatus(handle) == CONNECTION_OK }

    /// Takes out the notices and warnings that came since the last call.
    public borrowing func takeNotices() -> [String] { log.drain() }

    /// The error of a broken connection, from libpq's last message.
    borrowing func lost() -> PostgresError {
        let said = unsafe secrets.removed(from: String(cString: PQerrorMessage(handle))).oneLine
        return PostgresError(.connectionLost, said.isEmpty ? "the connection to the server broke" : said)
    }
}

extension Connection {
    private static func started(_ settings: ConnectionSettings) throws(PostgresError) -> OpaquePointer {
        let parameters = settings.parameters
        let names = CStrings(parameters.map(\.name))
        let values = CStrings(parameters.map(\.value))
        let handle = unsafe PQconnectStartParams(names.pointer, values.pointer, 1)
        guard let handle = unsafe handle else {
            throw PostgresError(.connectionFailed, "libpq has no memory for a connection")
        }
        // The verbose form has the SQLSTATE, which libpq 15 gives in no other way while connecting.
        unsafe PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        return unsafe handle
    }

    /// Drives the connection to its end.
    ///
    /// PQconnectdb would do that too, but can neither be stopped nor tell the SQLSTATE.
    private static func finish(
        _ handle: OpaquePointer,
        within timeout: Duration,
        canceller: Canceller,
        secrets: Secrets
    ) throws(PostgresError) {
        let deadline = ContinuousClock.now + timeout
        var wants = PGRES_POLLING_WRITING
        if unsafe PQstatus(handle) == CONNECTION_BAD { wants = PGRES_POLLING_FAILED }
        while wants != PGRES_POLLING_OK {
            guard wants != PGRES_POLLING_FAILED else {
                let said = unsafe secrets.removed(from: String(cString: PQerrorMessage(handle)))
                throw PostgresError(
                    connectFailure: said,
                    needsPassword: unsafe PQconnectionNeedsPassword(handle) == 1
                )
            }
            guard !canceller.isRequested else { throw PostgresError(.cancelled, "connecting was cancelled") }
            guard ContinuousClock.now < deadline else {
                let host = unsafe PQhost(handle).map { unsafe String(cString: $0) } ?? ""
                throw PostgresError(.timedOut, "the server at \(host) did not answer within \(timeout)")
            }
            let events = wants == PGRES_POLLING_WRITING ? POLLOUT : POLLIN
            var descriptor = unsafe pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
            if unsafe poll(&descriptor, 1, 100) > 0 { wants = unsafe PQconnectPoll(handle) }
        }
    }
}
