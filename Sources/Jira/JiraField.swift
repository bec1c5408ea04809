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
        /// A label: a text without spaces.
        case label
        /// One of a field's own options, by its value or id.
        case option
        /// Something with a name, such as a priority or a version, by its name or id.
        case named
        /// A user, by account id.
        case user
        /// A list of such values.
        indirect case list(Kind)
    }

    /// Describes a field.
    public init(
        id: FieldName,
        name: String,
        isRequired: Bool = false,
        allowedValues: [String] = [],
        kind: Kind
    ) {
        self.id = id
        self.name = name
        self.isRequired = isRequired
        self.allowedValues = allowedValues
        self.kind = kind
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
            let isLabels =
                schema?["custom"]?.string?.hasSuffix(":labels") == true
                || schema?["system"]?.string == "labels"
            kind = .list(isLabels ? .label : Kind(type: schema?["items"]?.string))
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
    private func json(_ text: String, _ format: RichTextFormat, allowed: [String]) -> JSON? {
        switch self {
        case .text: .string(text)
        case .richText: format.value(text)
        case .number: Self.number(text.onOneLine)
        case .label: .string(text.split(whereSeparator: \.isWhitespace).joined(separator: "-"))
        case .option: [text.isNumeric && !allowed.contains(text) ? "id" : "value": .string(text)]
        case .named: [text.isNumeric && !allowed.contains(text) ? "id" : "name": .string(text)]
        case .user: ["accountId": .string(text)]
        case .list: nil
        }
    }

    private static func number(_ text: String) -> JSON? {
        if let whole = Int(text) { return .integer(whole) }
        // JSON knows no infinity.
        return Double(text).flatMap { $0.isFinite ? .double($0) : nil }
    }

    /// Returns a value as Jira takes it for such a field; nil when it cannot be one.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - format: How rich text travels.
    ///   - allowed: The names of the values that there are: a number that is none of them is an id.
    /// - Returns: The JSON.
    func json(_ value: FieldValue, _ format: RichTextFormat, allowed: [String] = []) -> JSON? {
        switch (self, value) {
        case (_, .none): return .null
        case (_, .digest): return nil
        case (.list(let kind), .list(let texts)):
            let elements = texts.compactMap { kind.json($0, format, allowed: allowed) }
            return elements.count == texts.count ? .array(elements) : nil
        case (.list(let kind), .text(let text)):
            return kind.json(text, format, allowed: allowed).map { .array([$0]) }
        case (_, .text(let text)): return json(text, format, allowed: allowed)
        case (_, .list(let texts)): return texts.count == 1 ? json(texts[0], format, allowed: allowed) : nil
        }
    }
}

extension String {
    /// Whether the text is digits alone, as ids are.
    var isNumeric: Bool { !isEmpty && utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } }
}
