internal import Curl
internal import JiraAPI
internal import Workflow

extension JiraFailure {
    /// The failure as people read it.
    var problem: Problem {
        var problem = Problem(kind.problem, "\(message) (\(call))", hint: advice ?? specialHint ?? hint)
        if kind == .cancelled { problem = .interrupted }
        return problem
    }

    /// The failure as seen from an issue.
    func problem(about issue: String) -> Problem { problem.about(issue) }

    /// The hint that goes for all failures of the kind; nil for none.
    private var hint: String? {
        switch kind {
        case .credentials:
            return
                "Check JIRA_EMAIL and JIRA_API_TOKEN (or JIRA_PAT): the token may be mistyped, expired or scoped"
        case .forbidden: return "Give the account the permission in Jira's project settings"
        case .unreachable: return "Check the address of Jira, the network and the proxy"
        case .rateLimited, .unavailable:
            let time = retryAfter.map { "in \($0.inSeconds), as Jira asks" } ?? "later"
            return "Run the command again \(time); what was done is not done twice"
        case .nonsense: return "Check jira.url and JIRA_URL; a proxy or a login page may stand before Jira"
        case .notFound, .rejected, .conflict, .cancelled: return nil
        }
    }

    /// The hint about a redirect or a network that does not play along; nil where there is no more to say than goes for all of
    /// the kind.
    private var specialHint: String? {
        if let network { return network.hint }
        guard isRedirect, kind == .nonsense else { return nil }
        return "If Jira has moved, write its new address into jira.url (or JIRA_URL); "
            + "if that is a page to log in, something stands before Jira"
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
    /// The hint about a network that does not play along; nil where the kind of the failure says enough.
    fileprivate var hint: String? {
        switch reason {
        case .untrusted where isAboutBundle:
            "SSL_CERT_FILE must name a file that can be read and holds certificates in PEM form"
        case .untrusted where message.contains("target host name"):
            "The certificate is for another host: check the address of Jira in jira.url or JIRA_URL"
        case .untrusted where isAboutCertificate:
            "If an authority of your own signs for Jira, or a proxy opens the connection, "
                + "let SSL_CERT_FILE name a file with its certificate"
        case .untrusted: "Jira, or what stands before it, must speak TLS 1.2 or newer"
        case .proxyRefused(407):
            "Check the user name and password in HTTPS_PROXY; signs such as @ and : in them are written %40 and %3A"
        case .proxyRefused:
            "Ask those who run the proxy that HTTPS_PROXY names to let it through, or name Jira's host in NO_PROXY"
        case .cannotResolve:
            "Check the address of Jira in jira.url or JIRA_URL, and HTTPS_PROXY if it is set"
        case .timedOut: "Check the network and the proxy; jira.timeout says how long a call may take"
        case .responseTooLarge: "Check jira.url and JIRA_URL: Jira gives no such answers"
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
