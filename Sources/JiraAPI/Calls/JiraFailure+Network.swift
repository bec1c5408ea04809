package import Curl

extension JiraFailure {
    /// The failure of a call that got no answer at all.
    package init(_ error: HTTPError, call: String) {
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
        network = error
    }
}
