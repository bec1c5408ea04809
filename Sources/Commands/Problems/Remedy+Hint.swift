import Workflow

// What only the edge knows: the names of options and variables.
extension Problem {
    /// The same problem with the hint that its remedy stands for.
    var advised: Problem {
        guard let remedy else { return self }
        var problem = adding(hint: remedy.hint)
        problem.remedy = nil
        return problem
    }
}

extension Problem.Remedy {
    /// The hint, with the options and variables.
    fileprivate var hint: String {
        switch self {
        case .databaseSettings: "Check DATABASE_URL and the PG* variables"
        case .databaseAddress: "Check DATABASE_URL"
        case .databaseHost: "Check the host in DATABASE_URL or PGHOST, and the network"
        case .databaseName: "Check its name in DATABASE_URL or PGDATABASE"
        case .databasePassword: "Set DATABASE_URL or PGPASSWORD, or a PGPASSFILE"
        case .jiraLogin(let isPersonalToken, let host): Self.login(isPersonalToken, at: host)
        case .jiraAddress: "Check jira.url and JIRA_URL; a proxy or a login page may stand before Jira"
        case .movedJira:
            "If Jira has moved, write its new address into jira.url (or JIRA_URL); "
                + "if that is a page to log in, something stands before Jira"
        case .jiraHost: "Check the address of Jira in jira.url or JIRA_URL, and HTTPS_PROXY if it is set"
        case .largeAnswers: "Check jira.url and JIRA_URL: Jira gives no such answers"
        case .slowNetwork: "Check the network and the proxy; jira.timeout says how long a call may take"
        case .certificateFile:
            "SSL_CERT_FILE must name a file that can be read and holds certificates in PEM form"
        case .certificateHost:
            "The certificate is for another host: check the address of Jira in jira.url or JIRA_URL"
        case .certificateAuthority:
            "If an authority of your own signs for Jira, or a proxy opens the connection, "
                + "let SSL_CERT_FILE name a file with its certificate"
        case .oldEncryption: "Jira, or what stands before it, must speak TLS 1.2 or newer"
        case .proxyPassword:
            "Check the user name and password in HTTPS_PROXY; signs such as @ and : in them are written %40 and %3A"
        case .proxyRefusal:
            "Ask those who run the proxy that HTTPS_PROXY names to let it through, or name Jira's host in NO_PROXY"
        case .savedPlan: "Make one with audit-jira plan --out FILE"
        case .skippingStale: "Plan again, or apply without --strict to skip what is stale"
        case .lineage: "Name the one to rebuild: --lineage UUID"
        }
    }
    /// The hint about a login that Jira does not accept.
    ///
    /// A scoped token looks like any other; at the address of the site Jira knows none.
    /// Source: https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account
    private static func login(_ isPersonalToken: Bool?, at host: String) -> String {
        let isSite = host.hasSuffix(".atlassian.net")
        switch isPersonalToken {
        case true? where isSite:
            return
                "Jira Cloud takes no personal access token at this address: give JIRA_EMAIL and JIRA_API_TOKEN in place of "
                + "JIRA_PAT"
        case true?: return "Check JIRA_PAT: the token may be mistyped, expired or revoked"
        case false? where host == "api.atlassian.com":
            return
                "Check JIRA_EMAIL, JIRA_API_TOKEN and the cloudId in jira.api_url: the token may be mistyped or expired, or "
                + "lack the scopes read:jira-work, write:jira-work and read:jira-user"
        case false? where isSite:
            return
                "Check JIRA_EMAIL and JIRA_API_TOKEN: the token may be mistyped or expired. A scoped token works only with "
                + "jira.api_url: https://api.atlassian.com/ex/jira/<cloudId>; the cloudId is at "
                + "https://\(host)/_edge/tenant_info"
        case false?, nil:
            return
                "Check JIRA_EMAIL and JIRA_API_TOKEN (or JIRA_PAT): the token may be mistyped, expired or scoped"
        }
    }
}
