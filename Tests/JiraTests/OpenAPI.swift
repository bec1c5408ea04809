import Curl
import Foundation
import JSON
import JiraSandbox
import Testing

/// Atlassian's description of the API, which requests are held against.
///
/// The document is not part of the package: the variable `AUDIT_JIRA_TEST_DATA` names the folder that it stands in, and
/// without it nothing is checked.
struct OpenAPI: Sendable {
    static let cloud = OpenAPI(file: "reference/jira/openapi/jira-cloud-platform-v3.json", root: "")
    static let dataCenter = OpenAPI(file: "reference/jira/dc/jira-dc-10-swagger.v3.json", root: "/rest")

    let document: JSON
    /// What stands before the document's paths.
    let root: String

    private init?(file: String, root: String) {
        guard let folder = ProcessInfo.processInfo.environment["AUDIT_JIRA_TEST_DATA"],
            let data = FileManager.default.contents(atPath: "\(folder)/\(file)"),
            let json = try? JSON(parsing: [UInt8](data))
        else { return nil }
        self.document = json
        self.root = root
    }

    /// Returns what the document does not allow in the requests.
    func faults(in requests: [RecordedRequest]) throws -> [String] {
        try requests.flatMap { request -> [String] in
            let name = "\(request.method) \(request.path)"
            guard let operation = operation(request) else { return ["\(name) is no operation of the API"] }
            let allowed = Set(
                (operation["parameters"]?.array ?? []).compactMap { resolved($0)["name"]?.string }
            )
            var faults: [String] = []
            // The Data Center's document leaves out what its own words explain.
            let isCloud = root.isEmpty
            for pair in request.query.split(separator: "&") {
                let parameter = String(pair.prefix { $0 != "=" })
                if !isCloud, parameter == "expand" { continue }
                if !allowed.contains(parameter) { faults.append("knows no parameter \(parameter)") }
            }
            if !request.body.isEmpty {
                let schema = operation["requestBody"]?["content"]?["application/json"]?["schema"]
                let body = try JSON(parsing: request.body)
                faults += schema.map { self.faults(body, $0, at: "body") } ?? ["takes no body"]
            }
            return faults.map { "\(name): \($0)" }
        }
    }

    private func operation(_ request: RecordedRequest) -> JSON? {
        let parts = request.path.dropFirst(root.count).split(separator: "/")
        let fitting = (document["paths"]?.object ?? [:]).filter { path, _ in
            let pattern = path.split(separator: "/")
            return pattern.count == parts.count
                && zip(pattern, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }
        let exact = fitting.min { $0.key.count(where: { $0 == "{" }) < $1.key.count(where: { $0 == "{" }) }
        return exact?.value[request.method.lowercased()]
    }

    private func resolved(_ schema: JSON) -> JSON {
        guard let reference = schema["$ref"]?.string else { return schema }
        var found: JSON? = document
        for part in reference.split(separator: "/").dropFirst() { found = found?[String(part)] }
        return found ?? .null
    }

    /// Returns where a value departs from a schema; enough of JSON Schema for what requests hold.
    private func faults(_ value: JSON, _ schema: JSON, at place: String) -> [String] {
        let schema = resolved(schema)
        // There a field's value is called an object, and a property's a string, whatever they are.
        let isLoose =
            schema["format"]?.string == "json" || place.hasSuffix("].value") || place.contains(".update.")
        if !root.isEmpty, isLoose || place.split(separator: ".").dropLast().last == "fields" { return [] }
        if let parts = schema["allOf"]?.array { return parts.flatMap { faults(value, $0, at: place) } }
        switch (schema["type"]?.string, value) {
        case ("object"?, .object(let members)):
            let properties = schema["properties"]
            var result = (schema["required"]?.array ?? []).compactMap(\.string).filter { members[$0] == nil }
                .map { "\(place) lacks \($0)" }
            for (name, member) in members {
                if let property = properties?[name] {
                    result += faults(member, property, at: "\(place).\(name)")
                } else if let rest = schema["additionalProperties"], rest.object != nil {
                    result += faults(member, rest, at: "\(place).\(name)")
                } else if properties != nil {
                    result.append("\(place) knows no \(name)")
                }
            }
            return result
        case ("array"?, .array(let elements)):
            guard let items = schema["items"] else { return [] }
            return elements.enumerated().flatMap { faults($1, items, at: "\(place)[\($0)]") }
        case ("string"?, .string), ("integer"?, .integer), ("boolean"?, .bool), ("number"?, .double),
            ("number"?, .integer),
            (nil, _), (_, .null):
            return []
        default: return ["\(place) is not \(schema["type"]?.string ?? "")"]
        }
    }
}

@Suite struct OpenAPITests {
    @Test(.enabled(if: OpenAPI.cloud != nil)) func `requests that Jira does not know are told`() async throws
    {
        let sandbox = try await JiraSandbox.start()
        let client = try #require(HTTPClient(HTTPClientConfiguration(userAgent: "audit-jira-tests")))
        for (path, body) in [
            ("/issue/bulkfetch", #"{"issues":["1"]}"#),
            ("/issue/bulkfetch?page=2", #"{"issueIdsOrKeys":["1"]}"#),
            ("/issue/bulkfetch", #"{"issueIdsOrKeys":"1"}"#), ("/issue/all", "{}"),
        ] {
            let url = sandbox.url + "/rest/api/3" + path
            _ = try await client.send(HTTPRequest(.post, url, body: Array(body.utf8)))
        }
        let faults = try OpenAPI.cloud?.faults(in: sandbox.requests)
        await sandbox.stop()
        #expect(
            faults == [
                "POST /rest/api/3/issue/bulkfetch: body lacks issueIdsOrKeys",
                "POST /rest/api/3/issue/bulkfetch: body knows no issues",
                "POST /rest/api/3/issue/bulkfetch: knows no parameter page",
                "POST /rest/api/3/issue/bulkfetch: body.issueIdsOrKeys is not array",
                "POST /rest/api/3/issue/all is no operation of the API",
            ]
        )
    }
}
