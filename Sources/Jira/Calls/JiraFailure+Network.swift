internal import Curl

extension JiraFailure {
    /// No answer at all.
    init(_ error: HTTPError, call: String) {
        let effect: Effect = error.outcome == .notSent ? .none : .unknown
        let kind: Kind =
            switch error.reason {
            case .cancelled: .cancelled
            case .proxyRefused(407): .credentials
            default: .unreachable
            }
        let mayPass =
            switch error.reason {
            case .invalidRequest, .untrusted, .cancelled, .responseTooLarge: false
            case .proxyRefused(let status): status >= 500
            case .cannotResolve, .cannotConnect, .timedOut, .connectionLost, .malformedResponse, .other: true
            }
        self.init(kind, "Jira did not answer: \(error.message)", effect: effect, mayPass: mayPass, call: call)
        hint = Self.hint(error)
    }

    /// What to do about a network that does not play along.
    private static func hint(_ error: HTTPError) -> String? {
        switch error.reason {
        case .untrusted where error.isAboutBundle:
            "SSL_CERT_FILE must name a file that can be read and holds certificates in PEM form."
        case .untrusted where error.message.contains("target host name"):
            "The certificate is for another host: check the address of Jira in jira.url or JIRA_URL."
        case .untrusted where error.isAboutCertificate:
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

    /// Where a redirect leads, without what may be secret in an address: the host, or the path on the same one.
    static func place(_ location: String) -> String? {
        let line = location.onOneLine
        let address = line.prefix { !"?#".contains($0) }
        guard let mark = address.firstRange(of: "://") else {
            return address.isEmpty ? nil : String(address.prefix(100))
        }
        let host = address[mark.upperBound...].prefix { $0 != "/" }.split(separator: "@").last ?? ""
        return host.isEmpty ? nil : "\(address[..<mark.lowerBound])://\(host)".prefix(200).description
    }

    /// What to do about a redirect.
    static let moved =
        "If Jira has moved, write its new address into jira.url (or JIRA_URL); "
        + "if that is a page to log in, something stands before Jira."
}
