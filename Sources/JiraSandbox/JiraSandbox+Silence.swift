internal import NIOCore
internal import NIOPosix

extension JiraSandbox {
    /// Waits until all that clients have sent is done, and they are gone.
    ///
    /// A client that was killed leaves requests behind: under way to the server, or in a connection that the server has not
    /// taken yet. Connections are taken in their order, so those before one of ours are known when ours was answered.
    public func waitForSilence() async throws {
        let last = try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port).get()
        let farewell = "GET /sandbox/none HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\r\n"
        try await last.writeAndFlush(ByteBuffer(string: farewell)).get()
        try await last.closeFuture.get()
        while connections.withLock({ $0 }) > 0 { try await Task.sleep(for: .milliseconds(1)) }
    }
}

/// Counts the connections that a server has taken and that are still open.
final class ConnectionCount: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let count: SharedValue<Int>

    init(_ count: SharedValue<Int>) { self.count = count }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let count = count
        count.withLock { $0 += 1 }
        unwrapInboundIn(data).closeFuture.whenComplete { _ in count.withLock { $0 -= 1 } }
        context.fireChannelRead(data)
    }
}
