/// The looks for something that Jira may come to show: at once, then after waits that grow, and once at the very end.
struct LookSchedule: Hashable, Sendable {
    /// The time after the first look in which it may still turn up.
    let limit: Duration
    private var step: Duration = .seconds(1)

    /// The longest wait between two looks.
    static let longestStep: Duration = .seconds(15)

    /// A schedule that ends so long after the first look; not above zero for one look alone.
    init(limit: Duration) { self.limit = limit }

    /// Returns the wait for the next look; nil when the last one was made.
    mutating func next(after elapsed: Duration) -> Duration? {
        guard elapsed < limit else { return nil }
        defer { step = min(step * 2, Self.longestStep) }
        return min(step, limit - elapsed)
    }
}
