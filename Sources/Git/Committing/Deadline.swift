internal import Glibc

/// The time until which something is tried, with longer and longer pauses in between.
struct Deadline {
    private let deadline: ContinuousClock.Instant
    private var pause: Duration = .milliseconds(2)

    init(_ limit: Duration) { deadline = .now + limit }

    /// Waits a little; returns false, at once, when the time is over.
    ///
    /// It blocks the thread: everything in this module does, and runs on an executor of its own.
    mutating func waits() -> Bool {
        guard ContinuousClock.now + pause < deadline else { return false }
        let (seconds, attoseconds) = pause.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        unsafe nanosleep(&time, nil)
        pause = min(pause * 2, .milliseconds(100)) + .microseconds(Int.random(in: 0..<1000))
        return true
    }
}
