import Glibc

@testable import JiraSandbox

/// A bare socket to a sandbox, so that tests see what truly comes over the wire.
struct RawConnection: ~Copyable {
    /// The outcome of a connection.
    enum Outcome: Equatable {
        /// These bytes came, and then the end.
        case closed(String)
        case reset
        /// Nothing came within the time that was waited.
        case silent
    }

    private let descriptor: Int32

    init(_ sandbox: JiraSandbox) throws(SandboxError) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(sandbox.port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            Glibc.close(descriptor)
            throw SandboxError("No connection.")
        }
        self.descriptor = descriptor
    }

    deinit { Glibc.close(descriptor) }

    /// Sends a request that ends the connection unless told otherwise.
    func send(
        _ method: String,
        _ path: String,
        body: String = "",
        keepAlive: Bool = false,
        authorized: Bool = true
    ) {
        let lines = [
            "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "User-Agent: tests/1",
            authorized ? "Authorization: Basic ZGV2QGV4YW1wbGUuY29tOnNhbmRib3gtdG9rZW4=" : "X-None: 1",
            "Content-Type: application/json", "Content-Length: \(body.utf8.count)",
            "Connection: \(keepAlive ? "keep-alive" : "close")", "", "",
        ]
        let bytes = Array((lines.joined(separator: "\r\n") + body).utf8)
        _ = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// Reads until the end, a reset, or a silence of so many milliseconds; -1 bears any silence.
    func outcome(patience: Int32 = -1) -> Outcome {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, patience) > 0 else { return .silent }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0 { return .reset }
            if count == 0 { return .closed(String(decoding: received, as: UTF8.self)) }
            received += buffer[..<count]
        }
    }
}
