import Foundation
import Glibc
import SerialExecution

/// An HTTP proxy that opens tunnels by CONNECT, as those of companies do.
public final class ConnectProxy: Sendable {
    private struct State {
        var targets: [String] = []
        var logins: [String?] = []
        var open: Set<Int32> = []
    }

    /// Where it listens, on 127.0.0.1.
    public let port: Int
    private let listener: Int32
    private let login: String?
    private let refusal: Int?
    private let state = Locked(State())

    /// The hosts and ports that tunnels were opened to, oldest first.
    public var targets: [String] { state.withLock { $0.targets } }

    /// The logins that came with the requests for tunnels, `name:password`; nil for those without.
    public var logins: [String?] { state.withLock { $0.logins } }

    /// Starts a proxy.
    ///
    /// - Parameters:
    ///   - login: The `name:password` that it wants; nil for none.
    ///   - refusal: The status with which it refuses every tunnel; nil for one that opens them.
    /// - Throws: `SpawnError` when there is no port.
    public init(login: String? = nil, refusing refusal: Int? = nil) throws {
        (self.login, self.refusal) = (login, refusal)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = Self.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { [listener] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else { throw SpawnError(description: "no port for a proxy") }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in acceptAll() }
    }

    /// Ends every tunnel.
    public func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        for socket in state.withLock({ $0.open }) { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = UInt16(port).bigEndian
        return address
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            state.withLock { _ = $0.open.insert(client) }
            Thread.detachNewThread { [self] in
                serve(client)
                state.withLock { _ = $0.open.remove(client) }
                close(client)
            }
        }
        close(listener)
    }

    /// Reads what a client asks for, and opens the tunnel or refuses it.
    private func serve(_ client: Int32) {
        guard let head = head(client), let first = head.split(separator: "\r\n").first else { return }
        let words = first.split(separator: " ").map(String.init)
        guard words.count == 3, words[0] == "CONNECT", let port = words[1].split(separator: ":").last,
            let number = Int(port)
        else { return write("HTTP/1.1 405 Method Not Allowed\r\n\r\n", to: client) }
        let login = login(in: head)
        state.withLock { $0.logins.append(login) }
        if let refusal { return write("HTTP/1.1 \(refusal) Refused\r\n\r\n", to: client) }
        guard self.login == nil || login == self.login else {
            let challenge = "Proxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n"
            return write("HTTP/1.1 407 Proxy Authentication Required\r\n\(challenge)", to: client)
        }
        // Whatever the name, this machine is meant.
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(server) }
        let address = Self.loopback(number)
        let isOpen = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                connect(server, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isOpen else { return write("HTTP/1.1 502 Bad Gateway\r\n\r\n", to: client) }
        state.withLock { $0.targets.append(words[1]) }
        write("HTTP/1.1 200 Connection established\r\n\r\n", to: client)
        let back = DispatchGroup()
        back.enter()
        Thread.detachNewThread { [self] in
            pump(from: server, to: client)
            back.leave()
        }
        pump(from: client, to: server)
        back.wait()
    }

    /// The head of a request; nil when the connection ends before it does.
    private func head(_ client: Int32) -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < 1 << 16, recv(client, &byte, 1, 0) == 1 {
            bytes.append(byte)
            if bytes.suffix(4) == [13, 10, 13, 10] { return String(decoding: bytes, as: UTF8.self) }
        }
        return nil
    }

    private func login(in head: String) -> String? {
        let name = "proxy-authorization: basic "
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name) }
        let data = line.flatMap { Data(base64Encoded: String($0.dropFirst(name.count))) }
        return data.map { String(decoding: $0, as: UTF8.self) }
    }

    private func write(_ text: String, to client: Int32) {
        _ = Array(text.utf8).withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    private func pump(from source: Int32, to sink: Int32) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        reading: while true {
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0 else { break }
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
}
