internal import JSON
public import Reconciliation

/// A field that an issue of the project can be given at creation.
public struct JiraField: Hashable, Sendable {
    /// Its id, such as `summary` or `customfield_10010`.
    public var id: FieldName
    /// The name people see.
    public var name: String
    /// Whether a creation without it fails.
    public var isRequired: Bool
    /// The names of the values it takes; empty for free ones.
    public var allowedValues: [String]
    /// What sort of value it takes.
    public var kind: Kind

    /// What sort of value a field takes.
    public enum Kind: Hashable, Sendable {
        /// Plain text, a date or anything else that Jira takes as a string.
        case text
        /// Rich text.
        case richText
        /// A number.
        case number
        /// One of a field's own options, by its value.
        case option
        /// Something with a name, such as a priority or a version.
        case named
        /// A user, by account id.
        case user
        /// A list of such values.
        indirect case list(Kind)
    }

    init?(_ json: JSON, id key: String? = nil) {
        guard let id = key ?? json["fieldId"]?.string ?? json["key"]?.string else { return nil }
        self.id = id
        name = json["name"]?.string ?? id
        isRequired = json["required"]?.bool == true && json["hasDefaultValue"]?.bool != true
        allowedValues = (json["allowedValues"]?.array ?? []).compactMap {
            $0["name"]?.string ?? $0["value"]?.string
        }
        let schema = json["schema"]
        let isArea = schema?["custom"]?.string?.hasSuffix(":textarea") == true
        if isArea || ["description", "environment"].contains(schema?["system"]?.string) {
            kind = .richText
        } else if schema?["type"]?.string == "array" {
            kind = .list(Kind(type: schema?["items"]?.string))
        } else {
            kind = Kind(type: schema?["type"]?.string)
        }
    }
}

extension JiraField.Kind {
    fileprivate init(type: String?) {
        switch type {
        case "number": self = .number
        case "option": self = .option
        case "priority", "resolution", "version", "component", "group", "issuetype", "securitylevel":
            self = .named
        case "user": self = .user
        default: self = .text
        }
    }

    /// Returns a text as Jira takes it for such a field; nil when it cannot be one.
    func json(_ text: String, _ format: RichTextFormat) -> JSON? {
        switch self {
        case .text: .string(text)
        case .richText: format.value(text)
        case .number: Int(text).map(JSON.integer) ?? Double(text).map(JSON.double)
        case .option: ["value": .string(text)]
        case .named: ["name": .string(text)]
        case .user: ["accountId": .string(text)]
        case .list: nil
        }
    }

    /// Returns a value as Jira takes it for such a field; nil when it cannot be one.
    func json(_ value: FieldValue, _ format: RichTextFormat) -> JSON? {
        switch (self, value) {
        case (_, .none): return .null
        case (_, .digest): return nil
        case (.list(let kind), .list(let texts)):
            let elements = texts.compactMap { kind.json($0, format) }
            return elements.count == texts.count ? .array(elements) : nil
        case (.list(let kind), .text(let text)): return kind.json(text, format).map { .array([$0]) }
        case (_, .text(let text)): return json(text, format)
        case (_, .list(let texts)): return texts.count == 1 ? json(texts[0], format) : nil
        }
    }
}
