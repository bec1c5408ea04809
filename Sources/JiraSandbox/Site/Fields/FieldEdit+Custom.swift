extension FieldEdit {
    /// The value as a custom field keeps it, or nil after refusing it.
    mutating func accepted(_ value: JSONValue, for field: CustomField) -> JSONValue? {
        if value.isNull { return value }
        switch field.kind {
        case .text, .url: return line(value, field.id)
        case .textarea: return document(value, field.id)
        case .number: return number(value, field.id)
        case .option: return option(value, of: field.options, field.id)?.json
        case .cascade: return cascade(value, of: field)
        case .multiselect:
            return elements(value, for: field.id) { edit, element in
                edit.option(element, of: field.options, field.id)?.json
            }
        case .labels: return labels(value, field.id)
        case .date: return date(value, field.id)
        case .datetime: return time(value, field.id)
        case .user: return person(value, for: field.id, else: "Specify a valid value for \(field.name)")
        case .users:
            return elements(value, for: field.id) { edit, element in
                edit.person(element, for: field.id, else: "Specify a valid value for \(field.name)")
            }
        case .group: return group(value, field.id)
        case .groups:
            return elements(value, for: field.id) { edit, element in edit.group(element, field.id) }
        case .version: return named(value, of: versions, for: field.id, as: "Version")
        case .versions:
            return elements(value, for: field.id) { edit, element in
                edit.named(element, of: edit.versions, for: field.id, as: "Version")
            }
        // Issues are found by the site.
        case .epic: return refused(field.id, "Operation value must be a string")
        }
    }

    private mutating func line(_ value: JSONValue, _ field: String) -> JSONValue? {
        guard let text = value.text else { return refused(field, "Operation value must be a string") }
        guard text.utf16.count <= 255 else {
            return refused(
                field,
                "The entered text is too long. It exceeds the allowed limit of 255 characters."
            )
        }
        return value
    }

    /// As in Jira, every number is a floating one.
    private mutating func number(_ value: JSONValue, _ field: String) -> JSONValue? {
        switch value {
        case .integer(let number): .double(Double(number))
        case .double: value
        default: refused(field, "Specify a number")
        }
    }

    private mutating func labels(_ value: JSONValue, _ field: String) -> JSONValue? {
        guard let labels = value.texts, !labels.contains(where: { $0.contains(where: \.isWhitespace) })
        else { return refused(field, "The label contains spaces which is invalid.") }
        return value
    }

    private mutating func option(
        _ value: JSONValue,
        of options: [FieldOption],
        _ field: String
    ) -> FieldOption? {
        let id = value["id"]?.identifier
        guard let name = value["value"]?.text ?? id else {
            _ = refused(field, "Could not find valid 'id' or 'value' in the Parent Option object.")
            return nil
        }
        let found = options.first { id == nil ? $0.name == name : $0.id == id }
        if found == nil {
            _ = refused(field, "Option \(id == nil ? "value" : "id") '\(id ?? name)' is not valid")
        }
        return found
    }

    private mutating func cascade(_ value: JSONValue, of field: CustomField) -> JSONValue? {
        guard let parent = option(value, of: field.options, field.id) else { return nil }
        guard let below = value["child"], !below.isNull else { return parent.json }
        guard let child = option(below, of: parent.children, field.id) else { return nil }
        var members = parent.json.members ?? JSONMembers()
        members["child"] = child.json
        return .object(members)
    }
}
