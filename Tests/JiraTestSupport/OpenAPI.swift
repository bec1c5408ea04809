internal import Foundation
internal import JSON
public import JiraSandbox

/// Atlassian's description of the API, which requests are held against.
///
/// The document is not part of the package: the variable `AUDIT_JIRA_TEST_DATA` names the folder that it stands in, and
/// without it nothing is checked.
public struct OpenAPI: Sendable {
    /// That of Jira Cloud, version 3; nil where it is not there.
    public static let cloud = OpenAPI(file: "reference/jira/openapi/jira-cloud-platform-v3.json", root: "")
    /// That of Jira Data Center; nil where it is not there.
    public static let dataCenter = OpenAPI(
        file: "reference/jira/dc/jira-dc-10-swagger.v3.json",
        root: "/rest"
    )

    private let document: JSON
    /// The prefix of the document's paths.
    private let root: String
    /// The operations by method and number of the path's parts.
    private let operations: [Shape: [Operation]]

    private struct Shape: Hashable, Sendable {
        var method: String
        var parts: Int
    }

    private struct Operation: Sendable {
        var pattern: [Substring]
        var description: JSON

        /// How many parts of the path stand for something.
        var variables: Int { pattern.count { $0.hasPrefix("{") } }
    }

    private init?(file: String, root: String) {
        guard let folder = ProcessInfo.processInfo.environment["AUDIT_JIRA_TEST_DATA"],
            let data = FileManager.default.contents(atPath: "\(folder)/\(file)"),
            let json = try? JSON(parsing: [UInt8](data))
        else { return nil }
        self.document = json
        self.root = root
        var operations: [Shape: [Operation]] = [:]
        for (path, methods) in json["paths"]?.object ?? [:] {
            let pattern = path.split(separator: "/")
            for (method, description) in methods.object ?? [:] {
                let shape = Shape(method: method.uppercased(), parts: pattern.count)
                operations[shape, default: []].append(Operation(pattern: pattern, description: description))
            }
        }
        self.operations = operations.mapValues { $0.sorted { $0.variables < $1.variables } }
    }

    /// Returns what the document does not allow in the requests.
    public func faults(in requests: [RecordedRequest]) throws -> [String] {
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
        let shape = Shape(method: request.method, parts: parts.count)
        return operations[shape]?.first { operation in
            zip(operation.pattern, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }?.description
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
