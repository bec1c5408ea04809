import Synchronization

/// Stops what a connection is doing, from any thread.
///
/// It only raises a flag; the thread that waits for the server sees it within a tenth of a second, tells the
/// server, and waits for its answer. So `cancel()` never blocks and no cancel request can hit a later statement.
public final class Canceller: Sendable {
    private let flag = Atomic(false)

    /// Makes one whose flag is down.
    public init() {}

    /// Asks to stop; the connection starts no further statement.
    public func cancel() { flag.store(true, ordering: .relaxed) }

    /// Whether somebody asked to stop.
    public var isRequested: Bool { flag.load(ordering: .relaxed) }
}
