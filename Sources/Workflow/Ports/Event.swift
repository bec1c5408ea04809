/// Something a run tells while it goes on, for progress lines and logs.
public enum Event: Hashable, Sendable {
    /// A new part of the run began, such as `Reading the table`.
    case began(String)
    /// So many of so many are done in the present part.
    case progress(done: Int, total: Int)
    /// The run waits, and why, such as a rate limit; in seconds.
    case waiting(reason: String, seconds: Double)
    /// Something a person should know that does not stop the run.
    case warning(String)
}

/// The sink of a run's events.
public typealias EventSink = @Sendable (Event) -> Void
