import FoundationEssentials

@testable import JiraSandbox

/// Atlassian's description of its API, against which every answer in the tests is held.
///
/// It is not part of this repository: the variable `AUDIT_JIRA_TEST_DATA` names the folder that it stands in. Without
/// it nothing is checked here.
struct OpenAPIDocument: Sendable {
    static let shared = ProcessInfo.processInfo.environment["AUDIT_JIRA_TEST_DATA"].flatMap {
        OpenAPIDocument(file: "\($0)/reference/jira/openapi/jira-cloud-platform-v3.json")
    }

    private struct Operation: Sendable {
        let method: String
        let parts: [Substring]
        let responses: JSONValue
    }

    private var operations: [Operation] = []
    private var schemas: [String: JSONValue] = [:]

    private init?(file: String) {
        guard let data = try? Data(contentsOf: URL(filePath: file)),
            let document = try? JSONValue(parsing: [UInt8](data))
        else { return nil }
        for (path, methods) in document["paths"]?.members?.entries ?? [] {
            for (method, operation) in methods.members?.entries ?? [] {
                guard let responses = operation["responses"] else { continue }
                operations.append(
                    Operation(
                        method: method.uppercased(),
                        parts: path.split(separator: "/"),
                        responses: responses
                    )
                )
            }
        }
        for (name, schema) in document["components"]?["schemas"]?.members?.entries ?? [] {
            schemas[name] = schema
        }
    }

    /// The fault of an answer; nil for none.
    func problem(method: String, path: String, status: Int, body: JSONValue) -> String? {
        let segments = path.split(separator: "?")[0].split(separator: "/")
        let candidates = operations.filter { operation in
            operation.method == method && operation.parts.count == segments.count
                && zip(operation.parts, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        let found = candidates.min { left, right in variables(left) < variables(right) }
        guard let responses = found?.responses else {
            return status >= 400
                ? check(body, ["$ref": "#/components/schemas/ErrorCollection"], "error") : "unknown path"
        }
        guard let response = responses[String(status)] else {
            return status >= 400
                ? check(body, ["$ref": "#/components/schemas/ErrorCollection"], "error")
                : "undocumented status \(status)"
        }
        guard let schema = response["content"]?["application/json"]?["schema"] else { return nil }
        return check(body, schema, "body")
    }

    private func variables(_ operation: Operation) -> Int {
        operation.parts.filter { $0.hasPrefix("{") }.count
    }

    private func check(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> String? {
        if let name = schema["$ref"]?.text?.split(separator: "/").last {
            guard let target = schemas[String(name)] else { return "\(place): no schema \(name)" }
            return check(value, target, place)
        }
        for part in schema["allOf"]?.elements ?? [] {
            if let problem = check(value, part, place) { return problem }
        }
        for word in ["anyOf", "oneOf"] {
            guard let parts = schema[word]?.elements else { continue }
            if !parts.contains(where: { check(value, $0, place) == nil }) {
                return "\(place): none of \(word)"
            }
        }
        if let allowed = schema["enum"]?.elements, !allowed.contains(value) {
            return "\(place): \(value.serialized) is none of \(schema["enum"]?.serialized ?? "")"
        }
        if value.isNull, schema["nullable"] == true { return nil }
        return switch schema["type"]?.text {
        case "object": checkObject(value, schema, place)
        case "array": checkArray(value, schema, place)
        case "string": value.text == nil ? "\(place): no string" : nil
        case "integer": value.whole == nil ? "\(place): no integer" : nil
        case "boolean": value.truth == nil ? "\(place): no boolean" : nil
        default: nil
        }
    }

    private func checkArray(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> String? {
        guard let elements = value.elements else { return "\(place): no array" }
        for (index, element) in elements.enumerated() {
            if let problem = check(element, schema["items"] ?? [:], "\(place)[\(index)]") { return problem }
        }
        return nil
    }

    private func checkObject(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> String? {
        guard let members = value.members else { return "\(place): no object" }
        for name in schema["required"]?.texts ?? [] where members[name] == nil {
            return "\(place): no \(name)"
        }
        let more = schema["additionalProperties"]
        for (name, member) in members.entries {
            let here = "\(place).\(name)"
            if let known = schema["properties"]?[name] {
                if let problem = check(member, known, here) { return problem }
            } else if more == false {
                return "\(here): not in the schema"
            } else if let more, more.members != nil, let problem = check(member, more, here) {
                return problem
            }
        }
        return nil
    }
}
