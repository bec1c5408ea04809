internal import Foundation
internal import JSON

/// Atlassian's schema of documents, which descriptions and comments are held against; as much of JSON Schema as it uses.
struct DocumentSchema: Sendable {
    /// The schema; nil where it is not there.
    static let shared = DocumentSchema()

    private let root: JSON

    private init?() {
        guard let folder = ProcessInfo.processInfo.environment["AUDIT_JIRA_TEST_DATA"],
            let data = FileManager.default.contents(atPath: "\(folder)/reference/jira/adf/adf-full.json"),
            let json = try? JSON(parsing: [UInt8](data))
        else { return nil }
        root = json
    }

    /// Returns where a document departs from the schema; nil where it does not.
    func fault(in document: JSON) -> String? { fault(document, root, "document") }

    private func resolved(_ schema: JSON) -> JSON {
        guard let reference = schema["$ref"]?.string else { return schema }
        var found: JSON? = root
        for part in reference.split(separator: "/").dropFirst() { found = found?[String(part)] }
        return found.map(resolved) ?? .null
    }

    private func fault(_ value: JSON, _ schema: JSON, _ place: String) -> String? {
        let schema = resolved(schema)
        for part in schema["allOf"]?.array ?? [] {
            if let fault = fault(value, part, place) { return fault }
        }
        if let parts = schema["anyOf"]?.array, !parts.contains(where: { fault(value, $0, place) == nil }) {
            // Of a node the fault of its own kind tells more than that no kind fits.
            let own = parts.first {
                resolved($0)["properties"]?["type"]?["enum"]?.array?.first == value["type"]
            }
            return own.flatMap { fault(value, $0, place) } ?? "\(place) is none of what may stand there"
        }
        if let values = schema["enum"]?.array, !values.contains(value) {
            return "\(place) is \(value.text())"
        }
        switch (schema["type"]?.string, value) {
        case ("object"?, .object(let members)): return fault(members, schema, place)
        case ("array"?, .array(let elements)): return fault(elements, schema, place)
        case ("string"?, .string(let text)):
            return text.utf16.count < schema["minLength"]?.integer ?? 0 ? "\(place) is empty" : nil
        case ("number"?, .integer(let number)), ("integer"?, .integer(let number)):
            let (least, most) = (schema["minimum"]?.integer ?? .min, schema["maximum"]?.integer ?? .max)
            return (least...most).contains(number) ? nil : "\(place) is \(number)"
        case ("number"?, .double), ("boolean"?, .bool), (nil, _): return nil
        default: return "\(place) is no \(schema["type"]?.string ?? "")"
        }
    }

    private func fault(_ members: JSONObject, _ schema: JSON, _ place: String) -> String? {
        for name in (schema["required"]?.array ?? []).compactMap(\.string) where members[name] == nil {
            return "\(place) lacks \(name)"
        }
        for (name, member) in members {
            if let property = schema["properties"]?[name] {
                if let fault = fault(member, property, "\(place).\(name)") { return fault }
            } else if schema["additionalProperties"] == .bool(false) {
                return "\(place) knows no \(name)"
            }
        }
        return nil
    }

    private func fault(_ elements: [JSON], _ schema: JSON, _ place: String) -> String? {
        let (least, most) = (schema["minItems"]?.integer ?? 0, schema["maxItems"]?.integer ?? .max)
        guard (least...most).contains(elements.count) else {
            return "\(place) has \(elements.count) elements"
        }
        guard let items = schema["items"] else { return nil }
        for (index, element) in elements.enumerated() {
            // A list of schemas is one for each place; the last counts for the rest.
            let own = items.array.map { $0[min(index, $0.count - 1)] } ?? items
            if let fault = fault(element, own, "\(place)[\(index)]") { return fault }
        }
        return nil
    }
}
