import Foundation
import SerialExecution

/// A server of plain sockets that answers exactly what a test tells it to, byte by byte.
final class RawServer: Sendable {
    /// What happens to one connection, which closes at the script's end; `number` counts the connections from 0.
    typealias Script = @Sendable (_ connection: Connection, _ number: Int) -> Void

    let port: UInt16
    private let listener: Int32
    private let script: Script
    private let state = Locked(State())
    private let threads = DispatchGroup()

    private struct State {
        var open: Set<Int32> = []
        var count = 0
        var requests: [String] = []
        var isStopped = false
    }

    init(_ script: @escaping Script) throws {
        self.script = script
        // Processes that other tests start must not hold these connections open.
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { [listener] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 512) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        port = UInt16(bigEndian: address.sin_port)
        inThread { [self] in acceptAll() }
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// Every request seen so far, head and body; the parts of unfinished ones begin with "incomplete".
    var requests: [String] { state.withLock { $0.requests } }

    var connectionCount: Int { state.withLock { $0.count } }

    /// Ends every connection and waits for the threads; a second call does nothing.
    func stop() {
        let open: Set<Int32>? = state.withLock { state in
            defer { state.isStopped = true }
            return state.isStopped ? nil : state.open
        }
        guard let open else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        for socket in open { shutdown(socket, Int32(SHUT_RDWR)) }
        threads.wait()
        close(listener)
    }

    private func acceptAll() {
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else { return }
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            let number: Int? = state.withLock { state in
                guard !state.isStopped else { return nil }
                state.open.insert(socket)
                defer { state.count += 1 }
                return state.count
            }
            guard let number else {
                close(socket)
                return
            }
            inThread { [self] in
                let connection = Connection(socket) { [self] request in
                    state.withLock { $0.requests.append(request) }
                }
                script(connection, number)
                state.withLock { _ = $0.open.remove(socket) }
                // A process that was started before the flag was set may hold the socket too.
                if !connection.isReset { shutdown(socket, Int32(SHUT_RDWR)) }
                close(socket)
            }
        }
    }

    private func inThread(_ body: @escaping @Sendable () -> Void) {
        threads.enter()
        Thread.detachNewThread { [threads] in
            body()
            threads.leave()
        }
    }
}

/// One accepted connection.
final class Connection {
    private let socket: Int32
    private let record: (String) -> Void
    private var buffer: [UInt8] = []
    /// A flag that ends the connection by a reset.
    private(set) var isReset = false

    init(_ socket: Int32, record: @escaping (String) -> Void) {
        self.socket = socket
        self.record = record
        var one: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Waits for a whole request and returns it; nil when the client has gone.
    @discardableResult func readRequest() -> String? {
        while true {
            let text = String(decoding: buffer, as: UTF8.self)
            if let head = text.range(of: "\r\n\r\n") {
                let headLength = text[..<head.upperBound].utf8.count
                let length = headLength + (contentLength(text[..<head.lowerBound]) ?? 0)
                if buffer.count >= length {
                    let request = String(decoding: buffer[..<length], as: UTF8.self)
                    buffer.removeFirst(length)
                    record(request)
                    return request
                }
            }
            guard fill() else {
                if !buffer.isEmpty { record("incomplete " + String(decoding: buffer, as: UTF8.self)) }
                return nil
            }
        }
    }

    /// Waits until the client closes the connection.
    func waitForEnd() { while fill() {} }

    func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let sent = bytes.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return }
            bytes = bytes.dropFirst(sent)
        }
    }

    func answer(_ status: Int = 200, _ body: String = "", headers: [String] = []) {
        let lines = ["HTTP/1.1 \(status) Status", "Content-Length: \(body.utf8.count)"] + headers
        write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Makes the close that follows a reset instead of an end.
    func reset() {
        isReset = true
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    }

    private func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk[..<count]
        return true
    }

    private func contentLength(_ head: Substring) -> Int? {
        for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length:") {
            return Int(line.dropFirst("content-length:".count).trimmingCharacters(in: .whitespaces))
        }
        return nil
    }
}
