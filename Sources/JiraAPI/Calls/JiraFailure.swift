package import Curl
package import JSON

/// A call that was not done, as far as one can know.
package struct JiraFailure: Error, Hashable, Sendable {
    /// A sort of failure.
    package enum Kind: Hashable, Sendable {
        /// Jira does not know the caller.
        case credentials
        /// The caller may not do this.
        case forbidden
        /// There is no such thing, or it is hidden.
        case notFound
        /// Jira does not accept what was sent.
        case rejected
        /// Somebody else changed the issue at the same time.
        case conflict
        /// Jira asks to slow down.
        case rateLimited
        /// Jira or something before it is out of order.
        case unavailable
        /// The answer is not what the API gives.
        case nonsense
        /// No answer came.
        case unreachable
        /// The run was cancelled.
        case cancelled
    }

    /// The effect of the call, as far as it is known.
    package enum Effect: Hashable, Sendable {
        /// Nothing was changed.
        case none
        /// The call may have been carried out.
        case unknown
    }

    /// The sort of failure.
    package var kind: Kind
    /// The status of the answer; nil when there was none.
    package var status: Int?
    /// The failure in a sentence.
    package var message: String
    /// The effect of the call, as far as it is known.
    package var effect: Effect
    /// Whether the same call may well succeed later.
    package var mayPass: Bool
    /// The least time to wait, by Jira's word; nil where it gives none.
    package var retryAfter: Duration?
    /// Jira's `RateLimit-Reason`.
    package var rateLimit: String?
    /// The answer's body, where it was JSON.
    package var body: JSON?
    /// The network's error, where no answer came.
    package var network: HTTPError?
    /// The login that Jira does not accept; nil where that is not what failed.
    package var login: JiraLogin?
    /// Method and path.
    package var call: String

    /// Describes a failure.
    package init(
        _ kind: Kind,
        status: Int? = nil,
        _ message: String,
        effect: Effect = .none,
        mayPass: Bool = false,
        call: String
    ) {
        self.kind = kind
        self.status = status
        self.message = message
        self.effect = effect
        self.mayPass = mayPass
        self.call = call
    }

    /// The errors that Jira's answer lists; none without such an answer.
    package var errors: JiraErrors { JiraErrors(body) }

    /// Whether the answer sends the caller to another address.
    package var isRedirect: Bool { status.map { (300..<400).contains($0) } ?? false }

    /// The calls that a wait after the failure holds up.
    var scope: RetryRule.Scope {
        guard kind == .rateLimited else { return retryAfter == nil ? .call : .endpoint }
        return switch rateLimit {
        case "jira-per-issue-on-write": .issue
        case let reason? where reason.hasPrefix("jira-quota") || reason == Self.bucketOfAccount: .everything
        default: .endpoint
        }
    }

    /// The stand-in for the reason of a Data Center's limit, which gives none of its own.
    static let bucketOfAccount = "data-center-account"

    /// Whether Jira asks to slow down.
    var isSlowdown: Bool { kind == .rateLimited || (kind == .unavailable && retryAfter != nil) }

    /// Whether Jira or the way to it is out of order.
    var isFault: Bool { [.unavailable, .unreachable].contains(kind) || (kind == .nonsense && mayPass) }

    /// Whether Jira itself answered, and is in order.
    var isAnswer: Bool { [.forbidden, .notFound, .rejected, .conflict, .rateLimited].contains(kind) }

    /// The failure of a call that is not made since so many of its endpoint failed in a row.
    static func outage(_ last: JiraFailure, calls: Int) -> JiraFailure {
        JiraFailure(
            .unavailable,
            "Jira failed \(calls) such calls in a row, and no more are made. The last one: \(last.message)",
            call: last.call
        )
    }

    /// The failure of a call that was not made since the run is to stop.
    static func interrupted(_ call: JiraCall) -> JiraFailure {
        JiraFailure(.cancelled, "The run was interrupted.", call: call.name)
    }
}
