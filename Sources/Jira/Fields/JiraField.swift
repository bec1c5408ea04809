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
    /// The sort of value that it takes.
    public var kind: Kind
    /// The values it takes, with their ids; nil for free ones.
    public var values: [AllowedValue]?

    /// The names of the values it takes; empty for free ones.
    public var allowedValues: [String] { values?.map(\.name) ?? [] }

    /// A sort of values.
    public enum Kind: Hashable, Sendable {
        /// Plain text, a link or anything else that Jira takes as a string.
        case text
        /// Rich text.
        case richText
        /// A number.
        case number
        /// A day.
        case date
        /// A moment.
        case dateTime
        /// A label: a text without spaces.
        case label
        /// One of a field's own options, by its value or id.
        case option
        /// One of a field's own options with one below it: `A > B`.
        case cascade
        /// Something with a name, such as a priority or a version, by its name or id.
        case named
        /// A group, by its name.
        case group
        /// A user, by account, by name on Data Center, or by e-mail address.
        case user
        /// Another issue, such as a parent, by its key or id.
        case issue
        /// The key of another issue, as the field Epic Link of Data Center takes it.
        case issueKey
        /// A list of such values.
        indirect case list(Kind)
    }

    /// Describes a field.
    public init(
        id: FieldName,
        name: String,
        isRequired: Bool = false,
        allowedValues: [String]? = nil,
        kind: Kind
    ) {
        self.id = id
        self.name = name
        self.isRequired = isRequired
        values = allowedValues?.map { AllowedValue(id: nil, name: $0) }
        self.kind = kind
    }

    init?(_ json: JSON, id key: String? = nil) {
        guard let id = key ?? json["fieldId"]?.string ?? json["key"]?.string else { return nil }
        self.id = id
        name = json["name"]?.string ?? id
        isRequired = json["required"]?.bool == true && json["hasDefaultValue"]?.bool != true
        kind = Kind(json["schema"])
        values = kind.isChosen ? json["allowedValues"]?.array?.compactMap(AllowedValue.init) : nil
    }

    /// Returns a value as Jira takes it for the field.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - format: The form of rich text.
    ///   - people: The names of people, and the accounts behind e-mail addresses.
    /// - Returns: The JSON.
    /// - Throws: The fault of a value that the field does not take.
    func json(
        _ value: FieldValue,
        _ format: RichTextFormat,
        people: People = People()
    ) throws(FieldFault) -> JSON {
        try kind.json(value, format, values: values, people: people)
    }
}

extension JiraField.Kind {
    /// Reads the schema of a field, as Jira describes it.
    init(_ schema: JSON?) {
        let custom = schema?["custom"]?.string ?? ""
        let system = schema?["system"]?.string
        if custom.hasSuffix(":textarea") || ["description", "environment"].contains(system) {
            self = .richText
        } else if custom.hasSuffix(":gh-epic-link") {
            self = .issueKey
        } else if schema?["type"]?.string == "array" {
            let isLabels = custom.hasSuffix(":labels") || system == "labels"
            self = .list(isLabels ? .label : Self(type: schema?["items"]?.string))
        } else {
            self = Self(type: schema?["type"]?.string)
        }
    }

    private init(type: String?) {
        switch type {
        case "number": self = .number
        case "date": self = .date
        case "datetime": self = .dateTime
        case "option": self = .option
        case "option-with-child": self = .cascade
        case "priority", "resolution", "version", "component", "project", "issuetype", "securitylevel":
            self = .named
        case "group": self = .group
        case "user": self = .user
        case "issuelink": self = .issue
        default: self = .text
        }
    }

    /// The kind of a list's elements, and of a single value.
    var element: Self { if case .list(let kind) = self { kind } else { self } }

    /// Whether its values are those that Jira lists, and no others.
    var isChosen: Bool { [.option, .cascade, .named].contains(element) }
}
