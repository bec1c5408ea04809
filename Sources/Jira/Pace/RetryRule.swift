/// When a failed call is made again, and when it is given up: a function of the failure alone.
public struct RetryRule: Hashable, Sendable {
    /// The wait before the first repetition; it doubles with each.
    public var firstWait: Duration = .seconds(2)
    /// The longest wait that doubling leads to; what Jira asks for may be longer.
    public var longestWait: Duration = .seconds(30)
    /// How often a call is repeated after faults.
    public var repetitions = 4
    /// How often a call is repeated after Jira asked to slow down.
    public var slowdowns = 12
    /// How long a call may wait in all.
    public var budget: Duration = .seconds(600)

    /// How often the calls of a run are repeated after faults, all together; what succeeds gives one back.
    public var repetitionsInRun = 100

    /// The rule that Atlassian's page on rate limits recommends.
    public init() {}

    /// What a wait holds up.
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

    enum Decision: Hashable, Sendable {
        case wait(Duration, Scope)
        case giveUp
    }

    /// Returns what to do about a failed call.
    ///
    /// - Parameters:
    ///   - failure: What went wrong.
    ///   - isRepeatable: Whether the call may be carried out twice.
    ///   - attempt: How often the call was made, this one included.
    ///   - waited: How long it has waited so far.
    ///   - random: A number from 0 up to 1, for the jitter.
    /// - Returns: How long to wait and what for, or to give up.
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

extension JiraFailure {
    /// What a wait after the failure holds up.
    var scope: RetryRule.Scope {
        guard kind == .rateLimited else { return retryAfter == nil ? .call : .endpoint }
        return switch rateLimit {
        case "jira-per-issue-on-write": .issue
        case let reason? where reason.hasPrefix("jira-quota") || reason == Self.bucketOfAccount: .everything
        default: .endpoint
        }
    }

    /// What stands for a Data Center's limit, which gives no reason of its own.
    static let bucketOfAccount = "data-center-account"

    /// Whether Jira asks to slow down.
    var isSlowdown: Bool { kind == .rateLimited || (kind == .unavailable && retryAfter != nil) }

    /// Whether Jira or the way to it is out of order.
    var isFault: Bool { [.unavailable, .unreachable].contains(kind) || (kind == .nonsense && mayPass) }

    /// Whether Jira itself answered, and is in order.
    var isAnswer: Bool { [.forbidden, .notFound, .rejected, .conflict, .rateLimited].contains(kind) }

    /// What stops a run whose every call fails.
    static func outage(_ last: JiraFailure, calls: Int) -> JiraFailure {
        JiraFailure(
            .unavailable,
            "Jira failed \(calls) such calls in a row, and no more are made. The last one: \(last.message)",
            call: last.call
        )
    }
}
