package import Curl
package import JSON

/// The answer to a call that Jira did.
package struct JiraAnswer: Sendable {
    /// The status, a 2xx.
    package let status: Int
    /// The body; nil when it is empty.
    package let json: JSON?
    /// The account that Jira took the caller for; nil when it does not say.
    package let account: String?
    /// Method and path, for messages.
    package let call: String

    /// Tells a call that was done from one that was not.
    ///
    /// - Parameters:
    ///   - response: What came back.
    ///   - call: Method and path, for messages.
    /// - Throws: A failure for everything but a 2xx of JSON by a caller who was recognised.
    package init(_ response: HTTPResponse, call: String) throws(JiraFailure) {
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
    package func list(_ name: String) throws(JiraFailure) -> [JSON] {
        if let list = json?[name]?.array { return list }
        throw JiraFailure(.nonsense, "Jira's answer has no list of \(name).", call: call)
    }

    /// Returns the failure of a caller who was not recognised; nil for one who was.
    ///
    /// A bad token can come with a status of 200.
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
