public import JSON
public import Reconciliation

extension Link {
    /// The link for programs, without the base of its fields.
    var outline: JSONObject {
        [
            "row": .string(row.text),
            "path": .string(path),
            "issue": .string(key),
            "issue_id": .string(issue.description),
            "kind": .string(kind.rawValue),
            "agreed": .string(agreed.rawValue),
            "category": .string(category.rawValue),
            "decision": decision.map { .string($0.rawValue) } ?? .null,
        ]
    }

    /// The link for programs, with everything that the base holds.
    public var json: JSON {
        var members = outline
        members["operation"] = operation.map(JSON.string) ?? .null
        members["content"] = content.map { .string($0.description) } ?? .null
        members["text"] = text.map { .string($0.description) } ?? .null
        members["fields"] = .array(fields.map(\.json))
        return .object(members)
    }
}

extension FieldBase {
    fileprivate var json: JSON {
        let flip = flip.map { JSON.object(["value": $0.value.json, "count": .integer($0.count)]) }
        return ["name": .string(name), "sent": sent.json, "read": read.json, "flip": flip ?? .null]
    }
}

extension FieldValue {
    fileprivate var json: JSON {
        switch self {
        case .none: .null
        case .text(let text): .string(text)
        case .list(let list): .array(list.map(JSON.string))
        case .digest(let digest): .string(digest.description)
        }
    }
}
