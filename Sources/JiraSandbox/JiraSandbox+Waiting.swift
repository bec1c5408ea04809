internal import NIOCore
internal import NIOPosix

extension JiraSandbox {
    /// Waits until a condition holds, which is looked at now and after each request.
    public func wait(until isReached: (JiraSandbox) throws -> Bool) async rethrows {
        while true {
            let count = arrivals.count
            if try isReached(self) { return }
            await arrivals.next(after: count)
        }
    }

    /// Waits until all that clients have sent is done, and they are gone.
    ///
    /// A client that was killed leaves requests behind: under way to the server, or in a connection that the server has not
    /// taken yet. Connections are taken in their order, so those before one of ours are known when ours was answered.
    public func waitForSilence() async throws {
        let last = try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port).get()
        let farewell = "GET /sandbox/none HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\r\n"
        try await last.writeAndFlush(ByteBuffer(string: farewell)).get()
        try await last.closeFuture.get()
        await wait { $0.connections.withLock { $0 } == 0 }
    }

    /// Lets the requests go on that hang: those that were done are answered, and the connections of the others are closed.
    public func releaseHanging() {
        for release in dropHanging() { release() }
    }

    /// Forgets the requests that hang, and returns what would let each go on.
    @discardableResult
    func dropHanging() -> [@Sendable () -> Void] {
        hanging.withLock { hanging in
            defer { hanging = [] }
            return hanging
        }
    }

    /// Looks at all conditions again that somebody waits for.
    public func lookAgain() { arrivals.add() }
}

/// A count of requests and closed connections, and the tasks that wait for the next one.
final class Arrivals: Sendable {
    private let state = SharedValue<(count: Int, waiters: [CheckedContinuation<Void, Never>])>((0, []))

    var count: Int { state.withLock { $0.count } }

    /// Counts one, and wakes those who wait.
    func add() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            state.count += 1
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns once there were more than `count`.
    func next(after count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.count == count { state.waiters.append(continuation) }
                return state.count != count
            }
            if isThere { continuation.resume() }
        }
    }
}

/// Counts the connections that a server has taken and that are still open.
final class ConnectionCount: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let count: SharedValue<Int>
    private let arrivals: Arrivals

    init(_ count: SharedValue<Int>, _ arrivals: Arrivals) { (self.count, self.arrivals) = (count, arrivals) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let (count, arrivals) = (count, arrivals)
        count.withLock { $0 += 1 }
        unwrapInboundIn(data).closeFuture.whenComplete { _ in
            count.withLock { $0 -= 1 }
            arrivals.add()
        }
        context.fireChannelRead(data)
    }
}
