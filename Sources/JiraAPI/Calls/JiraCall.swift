package import Curl
package import JSON

/// One call of the REST API.
package struct JiraCall: Sendable {
    /// The method.
    package var method: HTTPRequest.Method
    /// The path below the API's version.
    package var path: String
    /// The root of the API, where it is another one than Jira's own; nil for that.
    package var root: String?
    /// The query's names and values, not yet percent-encoded.
    package var query: [(name: String, value: String)] = []
    /// The body; nil for none.
    package var body: JSON?
    /// Whether a second call does no harm when the first one was carried out unseen.
    package var isRepeatable: Bool
    /// The path with a placeholder for each id: what Jira counts calls by.
    package var endpoint: String
    /// The id of the issue that is written, since Jira counts writes by issue, too; nil for a call of another sort.
    package var issue: String?

    /// A read.
    package static func get(
        _ path: String,
        _ query: [(name: String, value: String)] = [],
        endpoint: String? = nil
    ) -> JiraCall {
        JiraCall(method: .get, path: path, query: query, isRepeatable: true, endpoint: endpoint ?? path)
    }

    /// A search or the like, which changes nothing although it is a POST.
    package static func query(_ path: String, _ body: JSON) -> JiraCall {
        JiraCall(method: .post, path: path, body: body, isRepeatable: true, endpoint: path)
    }

    /// A write that must not happen twice.
    package static func post(
        _ path: String,
        _ body: JSON,
        endpoint: String? = nil,
        issue: String? = nil
    ) -> JiraCall {
        JiraCall(
            method: .post,
            path: path,
            body: body,
            isRepeatable: false,
            endpoint: endpoint ?? path,
            issue: issue
        )
    }

    /// A write that leads to the same however often it happens.
    package static func put(_ path: String, _ body: JSON, endpoint: String, issue: String) -> JiraCall {
        JiraCall(method: .put, path: path, body: body, isRepeatable: true, endpoint: endpoint, issue: issue)
    }

    /// Method and path, for messages.
    package var name: String { "\(method.rawValue) \(path)" }

    /// The unit of Jira's burst limit: the endpoint by method.
    var bucket: String { "\(method.rawValue) \(endpoint)" }

    /// Path and query, percent-encoded.
    package var target: String {
        let pairs = query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }
}

extension String {
    /// The text with every byte but the unreserved ones of RFC 3986 as %XX.
    package var percentEncoded: String {
        HTTPRequest.percentEncoded(self)
    }
}
