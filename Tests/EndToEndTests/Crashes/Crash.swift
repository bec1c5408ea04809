/// The outcome of the runs after a disturbed one.
struct CrashRecovery: Sendable {
    /// Their exit codes.
    var statuses: [Int32] = []
    /// All that is wrong then.
    var problems: [String] = []
}

/// The outcome of one killed run.
struct Crash: Sendable, CustomStringConvertible {
    let mode: CrashMode
    let number: Int
    /// The call that the program was about to make, or had just made.
    let name: String?
    /// Whether the run came as far as the point.
    var wasKilled = true
    /// The outcome of the runs after it.
    var recovery = CrashRecovery()

    var description: String {
        """
        killed at point \(number) (\(mode)): \(name ?? "unknown"); the runs of sync after it ended with \(recovery.statuses)
        \(recovery.problems.joined(separator: "\n"))
        Alone: AUDIT_JIRA_CRASH_AT=\(number) AUDIT_JIRA_CRASH_MODE=\(mode) swift test --disable-xctest --filter CrashSweepTests
        """
    }
}
