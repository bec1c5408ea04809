internal import Curl
internal import JSON

/// A call that Jira did.
struct JiraAnswer: Sendable {
    var status: Int
    /// The body; nil when it is empty.
    var json: JSON?
    /// The account that Jira took the caller for; nil when it does not say.
    var account: String?
    /// Method and path, for messages.
    let call: String

    /// Tells a call that was done from one that was not.
    ///
    /// - Parameters:
    ///   - response: What came back.
    ///   - call: Method and path, for messages.
    /// - Throws: A failure for everything but a 2xx of JSON by a caller who was recognised.
    init(_ response: HTTPResponse, call: String) throws(JiraFailure) {
        let isJSON = response.headers["Content-Type"]?.lowercased().contains("json") == true
        let json = isJSON ? try? JSON(parsing: response.body) : nil
        if let refusal = Self.refusal(of: response, json, call) { throw refusal }
        guard (200..<300).contains(response.status) else {
            throw JiraFailure(response, json, call: call)
        }
        // Jira says 200 only when it has something to say: 201 and 204 may come alone.
        guard json != nil || (response.body.isEmpty && response.status != 200) else {
            throw JiraFailure(unexpected: response, isJSON: isJSON, call: call)
        }
        self.call = call
        status = response.status
        self.json = json
        account = response.headers["X-AAccountId"] ?? response.headers["X-AUSERNAME"]
    }

    /// Returns the list that the answer holds under a name.
    ///
    /// - Throws: A failure when there is none: an answer of another shape must not be taken for one that lists nothing.
    func list(_ name: String) throws(JiraFailure) -> [JSON] {
        if let list = json?[name]?.array { return list }
        throw JiraFailure(.nonsense, "Jira's answer has no list of \(name).", call: call)
    }

    /// Returns why the caller was not recognised, if so; a bad token can come with a status of 200.
    private static func refusal(of response: HTTPResponse, _ json: JSON?, _ call: String) -> JiraFailure? {
        let reasons = response.headers.values(of: "X-Seraph-LoginReason").flatMap { $0.split(separator: ",") }
            .map(\.description.onOneLine)
        let isDenied =
            reasons.contains("AUTHENTICATION_DENIED")
            || response.headers["X-Authentication-Denied-Reason"]?.contains("CAPTCHA_CHALLENGE") == true
        // Who was let in and is still told 401 is known, and may not do this one thing.
        let isStranger = response.status == 401 && !reasons.contains("OK")
        // So a Data Center calls whom it does not know, whatever the status.
        let isNobody = response.headers["X-AUSERNAME"]?.onOneLine == "anonymous"
        let hasFailed = reasons.contains("AUTHENTICATED_FAILED")
        guard isStranger || isDenied || isNobody || hasFailed else { return nil }
        var message = "Jira does not accept the credentials: status \(response.status)"
        if json == nil, WebPage(response.body).isPage {
            message += " and \(WebPage(response.body).name), as for somebody who is not logged in"
        }
        if isDenied { message += ", and it wants the account to solve a CAPTCHA in the browser first" }
        let errors = JiraErrors(json)
        message += errors.isEmpty ? "." : ", \(errors.text)"
        var failure = JiraFailure(.credentials, status: response.status, message.closed, call: call)
        failure.body = json
        return failure
    }
}

extension JiraFailure {
    /// The failure that a status other than 2xx is.
    fileprivate init(_ response: HTTPResponse, _ json: JSON?, call: String) {
        let status = response.status
        let (kind, mayPass): (Kind, Bool) =
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
        var text: String
        let errors = JiraErrors(json)
        if !errors.isEmpty {
            text = errors.text
        } else if (300..<400).contains(status) {
            let place = response.headers["Location"].flatMap(Self.place).map { " to \($0)" } ?? ""
            text = "it redirects\(place), which its API never does; is the address of Jira right?"
        } else if json != nil {
            text = "it gives no reason"
        } else if WebPage(response.body).isPage {
            text = WebPage(response.body).name
        } else {
            let words = String(decoding: response.body.prefix(300), as: UTF8.self).onOneLine
            let isText = response.headers["Content-Type"]?.lowercased().hasPrefix("text/plain") == true
            text = isText && !words.isEmpty ? String(words.prefix(120)) : "no reason that can be read"
        }
        text = "Jira answered with status \(status): \(text)".closed
        self.init(
            kind,
            status: status,
            text,
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
        if (300..<400).contains(status) { hint = Self.moved }
    }

    /// A success that cannot be one: not JSON where only JSON will do.
    fileprivate init(unexpected response: HTTPResponse, isJSON: Bool, call: String) {
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
}

extension String {
    /// The sentence with a full stop.
    var closed: String {
        guard let last, !".!?…".contains(last) else { return self }
        return self + "."
    }
}
