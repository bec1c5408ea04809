/// What the runs after a disturbed one came to.
struct Aftermath: Sendable {
    /// How they ended.
    var endings: [Int32] = []
    /// All that is wrong then.
    var problems: [String] = []
}

/// What came of one killed run.
struct Crash: Sendable, CustomStringConvertible {
    let mode: CrashMode
    let number: Int
    /// What the program was about to do, or had just done.
    let name: String?
    /// Whether the run came as far as the point.
    var wasKilled = true
    /// What came then.
    var aftermath = Aftermath()

    var description: String {
        """
        killed at point \(number) (\(mode)): \(name ?? "unknown"); the runs of sync after it ended with \(aftermath.endings)
        \(aftermath.problems.joined(separator: "\n"))
        Alone: AUDIT_JIRA_CRASH_AT=\(number) AUDIT_JIRA_CRASH_MODE=\(mode) swift test --disable-xctest --filter CrashTests
        """
    }
}
