internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// A running Jira to try things on: an HTTP server on the loopback address, over a site in memory.
public final class JiraSandbox: Sendable {
    /// The address that clients are given, without a slash at its end.
    public let url: String
    /// The port on 127.0.0.1.
    public let port: Int

    let group: MultiThreadedEventLoopGroup
    let connections: SharedValue<Int>
    let arrivals: Arrivals
    let hanging: SharedValue<[@Sendable () -> Void]>
    private let site: SharedValue<Site>

    /// Starts a sandbox; port 0 takes any free one.
    ///
    /// - Throws: `SandboxError` for a bad seed or a port that is taken.
    public static func start(
        _ configuration: SandboxConfiguration = SandboxConfiguration(),
        port: Int = 0
    ) async throws -> JiraSandbox {
        try await start(configuration, port: port, onRequest: nil)
    }

    static func start(
        _ configuration: SandboxConfiguration,
        port: Int,
        onRequest: (@Sendable (RecordedRequest) -> Void)?
    ) async throws -> JiraSandbox {
        let site = try Site(configuration)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let box = Box()
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        ConnectionCount(box.connections, box.arrivals)
                    )
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(box.connection(onRequest))
                }
            }
        do {
            let channel = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
            let sandbox = JiraSandbox(site, group: group, port: channel.localAddress?.port ?? port, box)
            box.sandbox.withLock { $0 = sandbox }
            return sandbox
        } catch {
            try? await group.shutdownGracefully()
            throw SandboxError("The sandbox cannot listen on port \(port): \(error).")
        }
    }

    private init(_ site: Site, group: MultiThreadedEventLoopGroup, port: Int, _ box: Box) {
        (connections, arrivals, hanging) = (box.connections, box.arrivals, box.hanging)
        self.group = group
        self.port = port
        url = "http://127.0.0.1:\(port)\(site.configuration.contextPath)"
        self.site = SharedValue(site)
        let url = url
        self.site.withLock { $0.baseURL = url }
    }

    /// Ends the sandbox and all its connections.
    public func stop() async {
        try? await group.shutdownGracefully()
        // What hangs holds its connection, which holds the list: nothing of it would ever be freed.
        dropHanging()
    }

    fileprivate func reply(to request: Request, _ onRequest: (@Sendable (RecordedRequest) -> Void)?) -> Reply
    {
        let (reply, record) = site.withLock { site in
            let before = site.requests.count
            let reply = site.reply(to: request)
            return (reply, site.requests.count > before ? site.requests.last : nil)
        }
        if let record { onRequest?(record) }
        arrivals.add()
        return reply
    }

    /// Runs something on the site, alone.
    func withSite<Result: Sendable, Failure>(
        _ work: (inout Site) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try site.withLock { site throws(Failure) in try work(&site) }
    }
}

/// Lets the connections find the sandbox, which is made after the port is known; breaks no cycle, as both live as long
/// as the event loops.
private final class Box: Sendable {
    let sandbox = SharedValue<JiraSandbox?>(nil)
    let connections = SharedValue(0)
    let arrivals = Arrivals()
    let hanging = SharedValue<[@Sendable () -> Void]>([])

    /// Makes a connection of the sandbox.
    func connection(_ onRequest: (@Sendable (RecordedRequest) -> Void)?) -> SandboxConnection {
        SandboxConnection(onHang: { release in self.hanging.withLock { $0.append(release) } }) { request in
            self.sandbox.withLock { $0 }?.reply(to: request, onRequest) ?? Reply(answer: .empty(503))
        }
    }
}
