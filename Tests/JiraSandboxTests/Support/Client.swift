import Testing

@testable import JiraSandbox

/// Asks a site without a socket between.
struct Client {
    struct Response {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: JSONValue
        let delivery: Reply.Delivery

        subscript(_ name: String) -> JSONValue? { body[name] }

        func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    }

    var site: Site
    var authorization: String? = "Basic ZGV2QGV4YW1wbGUuY29tOnNhbmRib3gtdG9rZW4="
    var agent = "tests/1"
    var base = "/rest/api/3/"

    init(_ configuration: SandboxConfiguration = SandboxConfiguration()) throws {
        site = try Site(configuration)
        site.baseURL = "http://127.0.0.1:1"
    }

    /// A site with a seed.
    init(seed: String, _ change: (inout SandboxConfiguration) -> Void = { _ in }) throws {
        var configuration = SandboxConfiguration()
        configuration.seed = seed
        change(&configuration)
        try self.init(configuration)
    }

    mutating func send(_ method: String, _ path: String, _ body: JSONValue? = nil) -> Response {
        var headers = [(name: "User-Agent", value: agent)]
        if let authorization { headers.append(("Authorization", authorization)) }
        if body != nil { headers.append(("Content-Type", "application/json")) }
        let reply = site.reply(
            to: Request(
                method: method,
                uri: path.hasPrefix("/") ? path : base + path,
                headers: headers,
                body: body?.bytes ?? []
            )
        )
        let answer = reply.answer
        let json = (try? JSONValue(parsing: answer.body)) ?? .null
        let target = path.hasPrefix("/") ? path : base + path
        if target.hasPrefix("/rest/api/3/"), !isPlain(answer),
            let problem = OpenAPIDocument.shared?.problem(
                method: method,
                path: target,
                status: answer.status,
                body: json
            )
        {
            Issue.record(
                "\(method) \(target) answers \(answer.status) against Atlassian's document: \(problem)"
            )
        }
        return Response(status: answer.status, headers: answer.headers, body: json, delivery: reply.delivery)
    }

    private func isPlain(_ answer: Answer) -> Bool {
        answer.headers.contains { $0.name == "Content-Type" && $0.value.hasPrefix("text/html") }
    }

    mutating func get(_ path: String) -> Response { send("GET", path) }
    mutating func post(_ path: String, _ body: JSONValue) -> Response { send("POST", path, body) }
    mutating func put(_ path: String, _ body: JSONValue) -> Response { send("PUT", path, body) }
    mutating func delete(_ path: String) -> Response { send("DELETE", path) }

    /// Creates an issue in CCS and gives its key.
    mutating func create(_ summary: String, _ more: [(String, JSONValue)] = []) -> String {
        post("issue", ["fields": Self.fields(summary, more)])["key"]?.text ?? "none"
    }

    static func fields(_ summary: String, _ more: [(String, JSONValue)] = []) -> JSONValue {
        var members = JSONMembers()
        members["project"] = ["key": "CCS"]
        members["issuetype"] = ["name": "Task"]
        members["summary"] = .string(summary)
        for (name, value) in more { members[name] = value }
        return .object(members)
    }

    /// The keys that a query finds, in order.
    mutating func keys(_ query: String, reconcile: [JSONValue] = []) -> [String] {
        let found = post(
            "search/jql",
            [
                "jql": .string(query), "fields": ["key"], "maxResults": 5000,
                "reconcileIssues": .array(reconcile),
            ]
        )
        return (found["issues"]?.elements ?? []).compactMap { $0["key"]?.text }
    }
}

/// A document of one paragraph.
func paragraph(_ text: String) -> JSONValue {
    [
        "type": "doc", "version": 1,
        "content": [["type": "paragraph", "content": [["type": "text", "text": .string(text)]]]],
    ]
}
