/// An event in the life of a call, for logs and the progress line; headers and bodies never enter.
public enum JiraEvent: Hashable, Sendable {
    /// A call was answered, or failed, after so long; the status is nil without an answer.
    case called(method: String, path: String, status: Int?, took: Duration)
    /// A call waits before it is made (again), for a reason.
    case waits(method: String, path: String, wait: Duration, reason: String)
}
