/// System fields beside those that every issue has.
enum SystemField: String, CaseIterable {
    case assignee
    case reporter
    case duedate
    case environment
    case components
    case versions
    case fixVersions
}

/// The forms of values that system fields and custom fields share; each gives nil after refusing a value.
extension FieldEdit {
    /// The value as a system field keeps it.
    mutating func accepted(_ value: JSONValue, for field: SystemField) -> JSONValue? {
        if value.isNull { return value }
        let name = field.rawValue
        switch field {
        case .assignee, .reporter:
            return person(value, for: name, else: "User '\(value["accountId"]?.text ?? "")' does not exist.")
        case .duedate: return date(value, name)
        case .environment: return document(value, name)
        case .components:
            return elements(value, for: name) { edit, element in
                edit.named(element, of: edit.components, for: name, as: "Component")
            }
        case .versions, .fixVersions:
            return elements(value, for: name) { edit, element in
                edit.named(element, of: edit.versions, for: name, as: "Version")
            }
        }
    }

    mutating func elements(
        _ value: JSONValue,
        for field: String,
        _ accept: (inout FieldEdit, JSONValue) -> JSONValue?
    ) -> JSONValue? {
        guard let elements = value.elements else { return refused(field, "data was not an array") }
        var kept: [JSONValue] = []
        for element in elements {
            guard element.members != nil else { return refused(field, "expected Object") }
            guard let value = accept(&self, element) else { return nil }
            if !kept.contains(value) { kept.append(value) }
        }
        return .array(kept)
    }

    mutating func document(_ value: JSONValue, _ field: String) -> JSONValue? {
        guard let text = try? richText(value, field: field) else {
            return refused(
                field,
                "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
            )
        }
        return version == .three ? text.document : .string(text.wiki)
    }

    /// Something of the project's, by its id or name.
    mutating func named(
        _ value: JSONValue,
        of offered: [NamedValue],
        for field: String,
        as sort: String
    ) -> JSONValue? {
        let id = value["id"]?.identifier
        let name = value["name"]?.text
        guard let found = offered.first(where: { id == nil ? $0.name == name : $0.id == id }) else {
            return refused(field, "\(sort) \(id == nil ? "name" : "id") '\(id ?? name ?? "")' is not valid")
        }
        return ["id": .string(found.id), "name": .string(found.name)]
    }

    mutating func group(_ value: JSONValue, _ field: String) -> JSONValue? {
        let name = value["name"]?.text ?? ""
        guard catalog.groups.contains(name) else { return refused(field, "Could not find groups: \(name)") }
        return ["name": .string(name)]
    }

    /// A person, kept by the account alone; reads show what there is to show.
    mutating func person(_ value: JSONValue, for field: String, else reason: String) -> JSONValue? {
        let isCloud = configuration.deployment == .cloud
        let wanted = isCloud ? value["accountId"]?.text ?? value["id"]?.text : value["name"]?.text
        let found = catalog.people.first { $0.isActive && (isCloud ? $0.id : $0.name) == wanted }
        guard let found else { return refused(field, reason) }
        return ["accountId": .string(found.id)]
    }

    mutating func date(_ value: JSONValue, _ field: String) -> JSONValue? {
        guard let text = value.text else { return refused(field, "Operation value must be a string") }
        guard Self.fits(text, "dddd-dd-dd") else {
            return refused(field, "Error parsing date string: \(text)")
        }
        return value
    }

    mutating func time(_ value: JSONValue, _ field: String) -> JSONValue? {
        guard let text = value.text else { return refused(field, "Operation value must be a string") }
        let offset = text.contains("Z") ? "" : "sdddd"
        guard Self.fits(text, "dddd-dd-ddTdd:dd:dd.ddd\(offset.isEmpty ? "Z" : offset)") else {
            return refused(field, "Error parsing time: \(text)")
        }
        return value
    }

    /// Whether a text has a form: `d` stands for a digit, `s` for a sign, all else for itself.
    private static func fits(_ text: String, _ form: String) -> Bool {
        text.utf8.count == form.utf8.count
            && zip(text, form).allSatisfy { character, sort in
                switch sort {
                case "d": character.isASCII && character.isNumber
                case "s": character == "+" || character == "-"
                default: character == sort
                }
            }
    }

    mutating func refused(_ field: String, _ reason: String) -> JSONValue? {
        refuse(field, reason)
        return nil
    }
}
