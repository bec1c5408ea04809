import Foundation
import Glibc
import SerialExecution

/// A way to a test database that breaks once, at a chosen moment of the transaction that writes.
public final class PostgresProxy: Sendable {
    /// When the connection breaks.
    public enum Cut: String, Sendable, CaseIterable {
        /// When the transaction that is to write begins, as with a connection that was lost while nobody looked.
        case atBegin
        /// When the rows are written.
        case atUpdate
        /// When COMMIT is sent; the server never sees it.
        case beforeCommit
        /// When the server has committed; its answer is lost.
        case afterCommit
    }

    private struct State {
        var left: Int
        var open: Set<Int32> = []
        var isStopped = false
    }

    /// The same database, reached through here.
    public let database: TestDatabase
    private let listener: Int32
    private let target: String
    private let cut: Cut
    private let state: Locked<State>

    /// The number of breaks that are still to come.
    public var left: Int { state.withLock { $0.left } }

    /// Opens a way to `target` that breaks so many times.
    public init(before target: TestDatabase, cutting cut: Cut, times: Int = 1) throws {
        self.cut = cut
        self.target = "\(target.host)/.s.PGSQL.\(target.port)"
        state = Locked(State(left: times))
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { [listener] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else { throw SpawnError(description: "no port for a proxy") }
        let port = Int(UInt16(bigEndian: address.sin_port))
        database = TestDatabase(host: "127.0.0.1", port: port, user: target.user, name: target.name)
        Thread.detachNewThread { [self] in acceptAll() }
    }

    /// Ends every connection.
    public func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            return state.open
        }
        for socket in open { shutdown(socket, Int32(SHUT_RDWR)) }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            guard let server = dial() else {
                close(client)
                continue
            }
            let isStopped = state.withLock { state in
                state.open.formUnion([client, server])
                return state.isStopped
            }
            if isStopped { break }
            let wait = Locked(false)
            Thread.detachNewThread { [self] in
                pump(from: client, to: server) { goesOn($0, wait) }
            }
            Thread.detachNewThread { [self] in
                pump(from: server, to: client) { _ in !wait.withLock { $0 } }
                state.withLock { $0.open.subtract([client, server]) }
                close(client)
                close(server)
            }
        }
        close(listener)
    }

    /// Connects to the server's socket.
    private func dial() -> Int32? {
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: target.utf8.prefix($0.count - 1)) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isOpen = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, length) == 0 }
        }
        guard !isOpen else { return socket }
        close(socket)
        return nil
    }

    /// Passes bytes on as long as `goesOn` says so; then ends both ways.
    private func pump(from source: Int32, to sink: Int32, while goesOn: ([UInt8]) -> Bool) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        reading: while true {
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0, goesOn(Array(buffer[..<count])) else { break }
            var sent = 0
            while sent < count {
                let part = buffer[sent..<count].withUnsafeBytes {
                    send(sink, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard part > 0 else { break reading }
                sent += part
            }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(sink, Int32(SHUT_RDWR))
    }

    /// Whether what the client sends is passed on; notes whether an answer to it is to be lost.
    ///
    /// A statement comes in one piece as long as it is small.
    private func goesOn(_ bytes: [UInt8], _ wait: Locked<Bool>) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        let isWriting = state.withLock { state in
            if text.contains("READ WRITE") { writing.withLock { $0 = true } }
            return state.left > 0 && writing.withLock { $0 }
        }
        guard isWriting else { return true }
        let sign =
            switch cut {
            case .atBegin: "READ WRITE"
            case .atUpdate: "UPDATE "
            // With its end: BEGIN names READ COMMITTED.
            case .beforeCommit, .afterCommit: "COMMIT\u{0}"
            }
        guard text.contains(sign) else { return true }
        state.withLock { $0.left -= 1 }
        writing.withLock { $0 = false }
        guard cut == .afterCommit else { return false }
        wait.withLock { $0 = true }
        return true
    }

    /// Whether a transaction that writes has begun.
    private let writing = Locked(false)
}
