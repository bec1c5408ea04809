internal import Curl
internal import JSON

extension JiraFailure {
    /// The failure of an answer whose status is other than 2xx.
    init(_ response: HTTPResponse, _ json: JSON?, call: String) {
        let (kind, mayPass) = Self.kind(of: response.status)
        self.init(
            kind,
            status: response.status,
            "Jira answered with status \(response.status): \(Self.reason(response, json))".closed,
            // A conflict is documented for edits and steps alone; elsewhere nobody says what was done.
            effect: kind == .unavailable || kind == .conflict ? .unknown : .none,
            mayPass: mayPass,
            call: call
        )
        body = json
        retryAfter = response.headers["Retry-After"].flatMap {
            Duration(retryAfter: $0, sent: response.headers["Date"])
        }
        rateLimit = response.headers["RateLimit-Reason"]
        // A Data Center counts all calls of an account together, and fills up its bucket once in an interval.
        if rateLimit == nil, let interval = response.headers["X-RateLimit-Interval-Seconds"] {
            rateLimit = Self.bucketOfAccount
            if retryAfter ?? .zero == .zero { retryAfter = Duration(retryAfter: interval, sent: nil) }
        }
    }

    /// The failure of a success that cannot be one: not JSON where only JSON will do.
    init(unexpected response: HTTPResponse, isJSON: Bool, call: String) {
        let page = WebPage(response.body)
        let what = response.body.isEmpty ? "nothing" : isJSON ? "broken JSON" : page.name
        self.init(
            page.isLogin ? .credentials : .nonsense,
            status: response.status,
            "Jira answered with \(what) (status \(response.status)); is the address of Jira right?",
            effect: .unknown,
            mayPass: isJSON,
            call: call
        )
    }

    private static func kind(of status: Int) -> (kind: Kind, mayPass: Bool) {
        switch status {
        case 401, 403: (.forbidden, false)
        case 404, 410: (.notFound, false)
        case 409: (.conflict, true)
        case 429: (.rateLimited, true)
        case 300..<400: (.nonsense, false)
        // What a server does not know how to do it has not done, and will not.
        case 501: (.rejected, false)
        case 408, 500...: (.unavailable, true)
        default: (.rejected, false)
        }
    }

    /// The reason that an answer gives, as far as it can be read.
    private static func reason(_ response: HTTPResponse, _ json: JSON?) -> String {
        let errors = JiraErrors(json)
        if !errors.isEmpty { return errors.text }
        if (300..<400).contains(response.status) {
            let place = response.headers["Location"].flatMap(place).map { " to \($0)" } ?? ""
            return "it redirects\(place), which its API never does; is the address of Jira right?"
        }
        if json != nil { return "it gives no reason" }
        let page = WebPage(response.body)
        if page.isPage { return page.name }
        let words = String(decoding: response.body.prefix(300), as: UTF8.self).onOneLine
        let isText = response.headers["Content-Type"]?.lowercased().hasPrefix("text/plain") == true
        return isText && !words.isEmpty ? String(words.prefix(120)) : "no reason that can be read"
    }

    /// The target of a redirect without what may be secret in an address: the host, or the path on the same one.
    private static func place(_ location: String) -> String? {
        let line = location.onOneLine
        let address = line.prefix { !"?#".contains($0) }
        guard let mark = address.firstRange(of: "://") else {
            return address.isEmpty ? nil : String(address.prefix(100))
        }
        let host = address[mark.upperBound...].prefix { $0 != "/" }.split(separator: "@").last ?? ""
        return host.isEmpty ? nil : "\(address[..<mark.lowerBound])://\(host)".prefix(200).description
    }
}

extension String {
    /// The sentence with a full stop.
    var closed: String {
        guard let last, !".!?…".contains(last) else { return self }
        return self + "."
    }
}
