/// A request that the sandbox has answered.
public struct RecordedRequest: Sendable, Equatable {
    /// The HTTP method.
    public let method: String
    /// The path, without the query.
    public let path: String
    /// The query, as sent.
    public let query: String
    /// The headers by lower-case name; credentials are left out but for their kind.
    public let headers: [String: String]
    /// The body as text.
    public let body: String
    /// The status of the answer; 0 where none was sent.
    public internal(set) var status: Int

    init(_ request: Request) {
        method = request.method
        path = request.path
        query = request.uri.split(separator: "?", maxSplits: 1).dropFirst().joined()
        var headers: [String: String] = [:]
        for (name, value) in request.headers {
            let name = name.lowercased()
            let isSecret = name == "authorization" || name == "cookie"
            headers[name] = isSecret ? "\(value.split(separator: " ").first ?? "") (hidden)" : value
        }
        self.headers = headers
        body = String(decoding: request.body, as: UTF8.self)
        status = 0
    }

    var json: JSONValue {
        var headers = JSONMembers()
        for name in self.headers.keys.sorted() { headers[name] = self.headers[name].map { .string($0) } }
        return [
            "method": .string(method), "path": .string(path), "query": .string(query),
            "status": .integer(status),
            "headers": .object(headers), "body": .string(body),
        ]
    }
}
