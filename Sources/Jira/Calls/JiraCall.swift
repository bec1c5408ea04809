internal import Curl
internal import JSON
internal import Reconciliation

/// One call of the REST API.
struct JiraCall: Sendable {
    var method: HTTPRequest.Method
    /// The path below the API's version.
    var path: String
    /// The root of the API, where it is another one than Jira's own; nil for that.
    var root: String?
    var query: [(name: String, value: String)] = []
    var body: JSON?
    /// Whether a second call does no harm when the first one was carried out unseen.
    var isRepeatable: Bool
    /// The path with a placeholder for each id: what Jira counts calls by.
    var endpoint: String
    /// The issue that is written; Jira counts writes by issue, too.
    var issue: String?

    static func get(
        _ path: String,
        _ query: [(name: String, value: String)] = [],
        endpoint: String? = nil
    ) -> JiraCall {
        JiraCall(method: .get, path: path, query: query, isRepeatable: true, endpoint: endpoint ?? path)
    }

    /// A search or the like, which changes nothing although it is a POST.
    static func query(_ path: String, _ body: JSON) -> JiraCall {
        JiraCall(method: .post, path: path, body: body, isRepeatable: true, endpoint: path)
    }

    /// A write that must not happen twice.
    static func post(_ path: String, _ body: JSON, endpoint: String? = nil, issue: IssueID? = nil) -> JiraCall
    {
        JiraCall(
            method: .post,
            path: path,
            body: body,
            isRepeatable: false,
            endpoint: endpoint ?? path,
            issue: issue?.description
        )
    }

    /// A write that leads to the same however often it happens.
    static func put(_ path: String, _ body: JSON, endpoint: String, issue: IssueID) -> JiraCall {
        JiraCall(
            method: .put,
            path: path,
            body: body,
            isRepeatable: true,
            endpoint: endpoint,
            issue: issue.description
        )
    }

    /// Method and path, for messages.
    var name: String { "\(method.rawValue) \(path)" }

    /// What Jira's burst limit counts: the endpoint by method.
    var bucket: String { "\(method.rawValue) \(endpoint)" }

    /// Path and query, percent-encoded.
    var target: String {
        let pairs = query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }
}

extension String {
    /// The text with every byte but the unreserved ones of RFC 3986 as %XX.
    var percentEncoded: String {
        HTTPRequest.percentEncoded(self)
    }
}
