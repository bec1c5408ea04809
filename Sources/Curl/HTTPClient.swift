/// An HTTP client: one thread that drives libcurl, behind `async` functions.
///
/// Any number of tasks may send at once; connections are kept and shared. A client that nobody holds any more ends its
/// thread at once: calls in flight hold it, so nothing is left to do.
public final class HTTPClient: Sendable {
    private let thread: LoopThread

    /// Starts a client; nil when libcurl or the system refuses, for want of memory or threads.
    public init?(_ configuration: HTTPClientConfiguration) {
        guard let multi = MultiHandle() else { return nil }
        guard let thread = LoopThread(TransferLoop(multi, configuration)) else { return nil }
        self.thread = thread
    }

    /// Sends a request and returns the complete answer, whatever its status.
    ///
    /// A cancelled task gets its error at once, and the connection is dropped.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let loop = thread.loop
        let ticket = TransferLoop.Ticket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.submit(.init(ticket: ticket, request: request, continuation: continuation))
            }
        } onCancel: {
            loop.cancel(ticket)
        }
        return try result.get()
    }
}
