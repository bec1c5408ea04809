internal import Curl
internal import JiraAPI
internal import Workflow

extension JiraFailure {
    /// The failure as people read it.
    var problem: Problem {
        var problem = problemOfKind
        if let hint = advice ?? networkHint ?? redirectHint, problem.kind != .interrupted {
            problem.hint = hint
        }
        return problem
    }

    /// The failure as seen from an issue.
    func problem(about issue: String) -> Problem { problem.about(issue) }

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

    /// The hint about a network that does not play along; nil where there is no more to say than goes for all of the kind.
    private var networkHint: String? {
        guard let network else { return nil }
        return switch network.reason {
        case .untrusted where network.isAboutBundle:
            "SSL_CERT_FILE must name a file that can be read and holds certificates in PEM form."
        case .untrusted where network.message.contains("target host name"):
            "The certificate is for another host: check the address of Jira in jira.url or JIRA_URL."
        case .untrusted where network.isAboutCertificate:
            "If an authority of your own signs for Jira, or a proxy opens the connection, "
                + "let SSL_CERT_FILE name a file with its certificate."
        case .untrusted: "Jira, or what stands before it, must speak TLS 1.2 or newer."
        case .proxyRefused(407):
            "Check the user name and password in HTTPS_PROXY; signs such as @ and : in them are written %40 and %3A."
        case .proxyRefused:
            "Ask those who run the proxy that HTTPS_PROXY names to let it through, or name Jira's host in NO_PROXY."
        case .cannotResolve:
            "Check the address of Jira in jira.url or JIRA_URL, and HTTPS_PROXY if it is set."
        case .timedOut: "Check the network and the proxy; jira.timeout says how long a call may take."
        case .responseTooLarge: "Check jira.url and JIRA_URL: Jira gives no such answers."
        default: nil
        }
    }

    private var redirectHint: String? {
        guard isRedirect, kind == .nonsense else { return nil }
        return "If Jira has moved, write its new address into jira.url (or JIRA_URL); "
            + "if that is a page to log in, something stands before Jira."
    }
}

extension JiraConfiguration {
    /// The hint about credentials that Jira does not accept.
    ///
    /// A scoped token looks like any other; at the address of the site Jira knows none.
    /// Source: https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account
    var credentialHint: String {
        let host = apiURL.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        let hint =
            switch credentials {
            case .bearer where host.hasSuffix(".atlassian.net"):
                "Jira Cloud takes no personal access token at this address: give JIRA_EMAIL and JIRA_API_TOKEN in place of "
                    + "JIRA_PAT."
            case .bearer: "Check JIRA_PAT: the token may be mistyped, expired or revoked."
            case .basic where host == "api.atlassian.com":
                "Check JIRA_EMAIL, JIRA_API_TOKEN and the cloudId in jira.api_url: the token may be mistyped or expired, or "
                    + "lack the scopes read:jira-work, write:jira-work and read:jira-user."
            case .basic where host.hasSuffix(".atlassian.net"):
                "Check JIRA_EMAIL and JIRA_API_TOKEN: the token may be mistyped or expired. A scoped token works only with "
                    + "jira.api_url: https://api.atlassian.com/ex/jira/<cloudId>; the cloudId is at "
                    + "https://\(host)/_edge/tenant_info."
            case .basic:
                "Check JIRA_EMAIL and JIRA_API_TOKEN (or JIRA_PAT): the token may be mistyped, expired or scoped."
            }
        return expiry.map { "\($0) \(hint)" } ?? hint
    }
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
