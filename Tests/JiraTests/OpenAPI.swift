import Foundation
import JSON
import JiraSandbox
import Testing

/// Atlassian's description of the API, which requests are held against.
///
/// The document is not part of the package: the variable `AUDIT_JIRA_TEST_DATA` names the folder that it stands in, and
/// without it nothing is checked.
struct OpenAPI: Sendable {
    static let shared: OpenAPI? = {
        let file = "reference/jira/openapi/jira-cloud-platform-v3.json"
        guard let folder = ProcessInfo.processInfo.environment["AUDIT_JIRA_TEST_DATA"],
            let data = FileManager.default.contents(atPath: "\(folder)/\(file)"),
            let json = try? JSON(parsing: [UInt8](data))
        else { return nil }
        return OpenAPI(document: json)
    }()

    let document: JSON

    /// Records an issue for each request that the document does not allow.
    func check(_ requests: [RecordedRequest]) throws {
        for request in requests {
            let name = "\(request.method) \(request.path)"
            guard let operation = operation(request) else {
                Issue.record("\(name) is no operation of the API")
                continue
            }
            let allowed = Set(
                (operation["parameters"]?.array ?? []).compactMap { resolved($0)["name"]?.string }
            )
            for pair in request.query.split(separator: "&") {
                let parameter = String(pair.prefix { $0 != "=" })
                #expect(allowed.contains(parameter), "\(name) knows no parameter \(parameter)")
            }
            guard !request.body.isEmpty else { continue }
            let schema = operation["requestBody"]?["content"]?["application/json"]?["schema"]
            let body = try JSON(parsing: request.body)
            let faults = schema.map { self.faults(body, $0, at: "body") } ?? ["it takes no body"]
            #expect(
                faults.isEmpty,
                "\(name): \(faults.joined(separator: ", ")) in \(request.body.prefix(300))"
            )
        }
    }

    private func operation(_ request: RecordedRequest) -> JSON? {
        let parts = request.path.split(separator: "/")
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
