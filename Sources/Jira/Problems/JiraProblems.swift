internal import Curl
internal import JiraAPI
internal import Workflow

extension JiraFailure {
    /// The failure as people read it.
    var problem: Problem {
        guard kind != .cancelled else { return .interrupted }
        let remedy = login.map(Problem.Remedy.jira) ?? network?.remedy ?? remedy
        return Problem(
            kind.problem,
            "\(message) (\(call))",
            hints: (login?.expiry.map { [$0] } ?? []) + (remedy == nil ? [hint].compactMap(\.self) : []),
            remedy: remedy
        )
    }

    /// The failure as seen from an issue.
    func problem(about issue: String) -> Problem { problem.about(issue) }

    /// The hint that goes for all failures of the kind; nil for none.
    private var hint: String? {
        switch kind {
        case .forbidden: return "Give the account the permission in Jira's project settings"
        case .unreachable: return "Check the address of Jira, the network and the proxy"
        case .rateLimited, .unavailable:
            let time = retryAfter.map { "in \($0.inSeconds), as Jira asks" } ?? "later"
            return "Run the command again \(time); what was done is not done twice"
        case .credentials, .nonsense, .notFound, .rejected, .conflict, .cancelled: return nil
        }
    }

    /// The way out that goes for all failures of the kind, and that names options or variables; nil for none.
    private var remedy: Problem.Remedy? {
        switch kind {
        case .credentials: .jiraLogin(isPersonalToken: nil, host: "")
        case .nonsense: isRedirect ? .movedJira : .jiraAddress
        case .forbidden, .unreachable, .rateLimited, .unavailable, .notFound, .rejected, .conflict,
            .cancelled:
            nil
        }
    }
}

extension Problem.Remedy {
    /// The way out where Jira does not accept a login.
    fileprivate static func jira(_ login: JiraLogin) -> Problem.Remedy {
        .jiraLogin(isPersonalToken: login.isPersonalToken, host: login.host)
    }
}

extension JiraFailure.Kind {
    /// The sort of problem that a failure is to people.
    fileprivate var problem: Problem.Kind {
        switch self {
        case .credentials, .forbidden: .credentials
        case .cancelled: .interrupted
        case .notFound, .rejected, .conflict, .rateLimited, .unavailable, .nonsense, .unreachable: .failure
        }
    }
}

extension HTTPError {
    /// The way out where a network does not play along; nil where the kind of the failure says enough.
    fileprivate var remedy: Problem.Remedy? {
        switch reason {
        case .untrusted where isAboutBundle: .certificateFile
        case .untrusted where message.contains("target host name"): .certificateHost
        case .untrusted where isAboutCertificate: .certificateAuthority
        case .untrusted: .oldEncryption
        case .proxyRefused(407): .proxyPassword
        case .proxyRefused: .proxyRefusal
        case .cannotResolve: .jiraHost
        case .timedOut: .slowNetwork
        case .responseTooLarge: .largeAnswers
        default: nil
        }
    }
}

extension Problem {
    /// The end of what is being done since the run is to stop.
    static let interrupted = Problem(.interrupted, "The run was interrupted")

    /// The problem as seen from a row or an issue.
    func about(_ subject: String) -> Problem {
        guard kind != .interrupted else { return self }
        var problem = self
        problem.summary = "\(subject): \(summary)"
        return problem
    }

    /// The problem that an error of any type is.
    static func of(_ error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let failure as JiraFailure: failure.problem
        default: Problem(.failure, "\(error)")
        }
    }
}
