/// The rule by which a failed call is made again or given up: a function of the failure alone.
public struct RetryRule: Hashable, Sendable {
    /// The wait before the first repetition; it doubles with each.
    public var firstWait: Duration = .seconds(2)
    /// The longest wait that doubling leads to; what Jira asks for may be longer.
    public var longestWait: Duration = .seconds(30)
    /// The most repetitions of a call after faults.
    public var repetitions = 4
    /// The most repetitions of a call after Jira asked to slow down.
    public var slowdowns = 12
    /// The longest that a call may wait in all.
    public var budget: Duration = .seconds(600)

    /// The most repetitions after faults of all calls of a run together; what succeeds gives one back.
    public var repetitionsInRun = 100

    /// The rule that Atlassian's page on rate limits recommends.
    public init() {}

    /// The calls that a wait holds up.
    enum Scope: Hashable, Sendable {
        /// This call alone.
        case call
        /// All writes to the issue.
        case issue
        /// All calls of the endpoint.
        case endpoint
        /// All calls.
        case everything
    }

    /// The outcome of a failed call.
    enum Decision: Hashable, Sendable {
        case wait(Duration, Scope)
        case giveUp
    }

    /// Returns the outcome of a failed call.
    ///
    /// - Parameters:
    ///   - failure: The failure.
    ///   - isRepeatable: Whether the call may be carried out twice.
    ///   - attempt: The number of times that the call was made, this one included.
    ///   - waited: The time that it has waited so far.
    ///   - random: A number from 0 up to 1, for the jitter.
    /// - Returns: The wait and what it holds up, or to give up.
    func decision(
        _ failure: JiraFailure,
        isRepeatable: Bool,
        attempt: Int,
        waited: Duration,
        random: Double
    ) -> Decision {
        guard failure.mayPass, failure.effect == .none || isRepeatable else { return .giveUp }
        let isSlowdown = failure.kind == .rateLimited
        guard attempt <= (isSlowdown ? slowdowns : repetitions) else { return .giveUp }
        var wait = min(longestWait, firstWait * (1 << min(attempt - 1, 20))) * (0.7 + 0.6 * random)
        if let least = failure.retryAfter, least > .zero {
            // What Jira asks for is the least; the jitter goes on top, so that callers do not come back all at once.
            wait = least + min(least, .seconds(10)) * (0.3 * random)
        }
        guard waited + wait <= budget else { return .giveUp }
        return .wait(wait, failure.scope)
    }
}
