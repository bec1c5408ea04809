extension FieldEdit {
    /// The value as a custom field keeps it, or nil after refusing it.
    mutating func accepted(_ value: JSONValue, for field: CustomField) -> JSONValue? {
        if value.isNull { return value }
        switch field.kind {
        case .text, .url:
            guard let text = value.text else { return refused(field.id, "Operation value must be a string") }
            guard text.utf16.count <= 255 else {
                return refused(
                    field.id,
                    "The entered text is too long. It exceeds the allowed limit of 255 characters."
                )
            }
            return value
        case .textarea: return document(value, field.id)
        case .number:
            switch value {
            // As in Jira, where every number is a floating one.
            case .integer(let number): return .double(Double(number))
            case .double: return value
            default: return refused(field.id, "Specify a number")
            }
        case .option: return option(value, of: field.options, field.id)?.json
        case .cascade: return cascade(value, of: field)
        case .multiselect:
            return elements(value, field.id) { edit, element in
                edit.option(element, of: field.options, field.id)?.json
            }
        case .labels:
            guard let labels = value.texts, !labels.contains(where: { $0.contains(where: \.isWhitespace) })
            else { return refused(field.id, "The label contains spaces which is invalid.") }
            return value
        case .date: return date(value, field.id)
        case .datetime: return time(value, field.id)
        case .user: return person(value, field.id, "Specify a valid value for \(field.name)")
        case .users:
            return elements(value, field.id) { edit, element in
                edit.person(element, field.id, "Specify a valid value for \(field.name)")
            }
        case .group: return group(value, field.id)
        case .groups: return elements(value, field.id) { edit, element in edit.group(element, field.id) }
        case .version: return named(value, of: versions, field.id, "Version")
        case .versions:
            return elements(value, field.id) { edit, element in
                edit.named(element, of: edit.versions, field.id, "Version")
            }
        // Issues are found by the site.
        case .epic: return refused(field.id, "Operation value must be a string")
        }
    }

    private mutating func option(
        _ value: JSONValue,
        of options: [FieldOption],
        _ field: String
    )
        -> FieldOption?
    {
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
