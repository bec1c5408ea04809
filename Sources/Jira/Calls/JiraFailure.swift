internal import JSON
internal import Workflow

/// A call that was not done, as far as one can know.
struct JiraFailure: Error, Hashable, Sendable {
    enum Kind: Hashable, Sendable {
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

    /// What is known of the call's effect.
    enum Effect: Hashable, Sendable {
        case none
        case unknown
    }

    var kind: Kind
    /// The status of the answer; nil when there was none.
    var status: Int?
    /// What happened, in a sentence.
    var message: String
    var effect: Effect
    /// Whether the same call may well succeed later.
    var mayPass: Bool
    /// What Jira says is the least to wait.
    var retryAfter: Duration?
    /// Jira's `RateLimit-Reason`.
    var rateLimit: String?
    /// The answer's body, where it was JSON.
    var body: JSON?
    /// Why it was not even tried, where the run itself was in the way.
    var obstacle: Problem?
    /// What to do, where there is more to say than goes for all of the kind.
    var hint: String?
    /// Method and path.
    var call: String

    /// A call that is not sent since the run cannot keep a note of it.
    init(unsent obstacle: Problem, call: String) {
        self.init(.cancelled, obstacle.summary, call: call)
        self.obstacle = obstacle
    }

    init(
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
}

extension JiraFailure {
    /// The failure as people read it.
    var problem: Problem {
        if let obstacle { return obstacle }
        var problem = problemOfKind
        if let hint, problem.kind != .interrupted { problem.hint = hint }
        return problem
    }

    private var problemOfKind: Problem {
        let summary = "\(message) (\(call))"
        switch kind {
        case .credentials:
            let hint =
                "Check JIRA_EMAIL and JIRA_API_TOKEN (or JIRA_PAT): the token may be mistyped, expired or scoped."
            return Problem(.credentials, summary, hint: hint)
        case .forbidden:
            let hint =
                "Give the account the permission in Jira's project settings."
            return Problem(.credentials, summary, hint: hint)
        case .cancelled:
            return .interrupted
        case .unreachable:
            return Problem(.failure, summary, hint: "Check the address of Jira, the network and the proxy.")
        case .rateLimited, .unavailable:
            let time = retryAfter.map { "in \($0.inSeconds), as Jira asks" } ?? "later"
            return Problem(
                .failure,
                summary,
                hint: "Run the command again \(time); what was done is not done twice."
            )
        case .nonsense:
            let hint = "Check jira.url and JIRA_URL; a proxy or a login page may stand before Jira."
            return Problem(.failure, summary, hint: hint)
        case .notFound, .rejected, .conflict:
            return Problem(.failure, summary)
        }
    }

    /// The failure as seen from an issue.
    func problem(about issue: String) -> Problem { problem.about(issue) }
}

extension Problem {
    /// The problem as seen from a row or an issue.
    func about(_ subject: String) -> Problem {
        guard kind != .interrupted else { return self }
        var problem = self
        problem.summary = "\(subject): \(summary)"
        return problem
    }
}
