/// How often an endpoint may be called: a bucket that holds a second's calls and fills steadily.
struct Pace: Sendable {
    private let perSecond: Double
    private var calls: Double
    private var filledAt: Duration

    init(perSecond: Double, at now: Duration) {
        self.perSecond = perSecond
        calls = perSecond
        filledAt = now
    }

    /// Takes the next call's place, and returns how long that call has to wait for it.
    mutating func reserve(at now: Duration) -> Duration {
        calls = min(perSecond, calls + (now - filledAt) / .seconds(1) * perSecond)
        filledAt = now
        calls -= 1
        return calls >= 0 ? .zero : .seconds(-calls / perSecond)
    }
}
