/// The pace of an endpoint: calls in a second, and calls at once.
///
/// Both are halved when Jira asks to slow down, and grow back step by step with what succeeds. Calls that were on their way
/// already when it was slowed down say nothing new.
struct EndpointPace: Hashable, Sendable {
    /// Calls in a second, as they are now.
    private(set) var perSecond: Double
    /// Calls under way at once, as they are now.
    private(set) var atOnce: Double
    /// Calls under way.
    private(set) var underWay = 0

    private let fastest: Double
    private let widest: Double
    /// A bucket that holds a second's calls and fills steadily.
    private var calls: Double
    private var filledAt: Duration
    private var slowedAt: Duration?

    /// The fewest calls in a second.
    private static let slowest = 1.0
    /// The number of successes that lead from nothing to the full pace.
    private static let steps = 50.0

    init(perSecond: Double, atOnce: Int, at now: Duration) {
        fastest = perSecond
        widest = max(1, Double(atOnce))
        self.perSecond = perSecond
        self.atOnce = widest
        calls = perSecond
        filledAt = now
    }

    /// Whether one more call may be under way.
    var hasRoom: Bool { Double(underWay) < atOnce.rounded(.down) }

    mutating func begin() { underWay += 1 }

    mutating func end() { underWay -= 1 }

    /// Takes the next call's place, and returns the time that it has to wait.
    mutating func reserve(at now: Duration) -> Duration {
        calls = min(perSecond, calls + (now - filledAt) / .seconds(1) * perSecond)
        filledAt = now
        calls -= 1
        return calls >= 0 ? .zero : .seconds(-calls / perSecond)
    }

    /// Takes note that Jira asked to slow down.
    ///
    /// - Parameters:
    ///   - start: The moment when the call was made that it said so to.
    ///   - now: The present.
    mutating func slowDown(after start: Duration, at now: Duration) {
        if let slowedAt, start <= slowedAt { return }
        slowedAt = now
        perSecond = max(min(Self.slowest, fastest), perSecond / 2)
        atOnce = max(1, (atOnce / 2).rounded(.down))
        calls = min(calls, perSecond)
    }

    /// Takes note of a call that Jira did.
    mutating func speedUp() {
        perSecond = min(fastest, perSecond + fastest / Self.steps)
        // As many calls as fit at once make room for one more.
        atOnce = min(widest, atOnce + 1 / atOnce)
    }
}
