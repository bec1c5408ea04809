extension FieldEdit {
    /// The value as a custom field keeps it, or nil after refusing it.
    mutating func accepted(_ value: JSONValue, for field: CustomField) -> JSONValue? {
        if value.isNull { return value }
        switch field.kind {
        case .text:
            guard let text = value.text else { return refused(field, "Operation value must be a string") }
            guard text.utf16.count <= 255 else {
                return refused(
                    field,
                    "The entered text is too long. It exceeds the allowed limit of 255 characters."
                )
            }
            return value
        case .textarea:
            guard let text = try? richText(value, field: field.id) else {
                return refused(
                    field,
                    "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
                )
            }
            return version == .three ? text.document : .string(text.wiki)
        case .number:
            switch value {
            // As in Jira, where every number is a floating one.
            case .integer(let number): return .double(Double(number))
            case .double: return value
            default: return refused(field, "Specify a number")
            }
        case .option: return option(value, of: field)
        case .multiselect:
            guard let elements = value.elements else { return refused(field, "data was not an array") }
            var options: [JSONValue] = []
            for element in elements {
                guard let option = option(element, of: field) else { return nil }
                options.append(option)
            }
            return .array(options)
        case .labels:
            guard let labels = value.texts, !labels.contains(where: { $0.contains(where: \.isWhitespace) })
            else {
                return refused(field, "The label contains spaces which is invalid.")
            }
            return value
        case .date:
            let parts = value.text?.split(separator: "-", omittingEmptySubsequences: false).map(\.count)
            guard parts == [4, 2, 2] else {
                return refused(field, "Error parsing date string: \(value.text ?? value.serialized)")
            }
            return value
        case .user:
            guard configuration.deployment == .cloud else {
                guard value["name"]?.text == Account.name else {
                    return refused(field, "User '\(value["name"]?.text ?? "")' does not exist.")
                }
                return [
                    "name": .string(Account.name), "key": .string(Account.name), "active": true,
                    "displayName": .string(Account.displayName),
                ]
            }
            guard value["accountId"]?.text == Account.id else {
                return refused(field, "Specify a valid value for \(field.name)")
            }
            return [
                "accountId": .string(Account.id), "accountType": "atlassian", "active": true,
                "displayName": .string(Account.displayName),
            ]
        }
    }

    private mutating func option(_ value: JSONValue, of field: CustomField) -> JSONValue? {
        let option = field.options.first {
            $0.name == value["value"]?.text || $0.id == value["id"]?.identifier
        }
        guard let option else {
            return refused(field, "Specify a valid 'id' or 'name' for \(field.name)")
        }
        return ["id": .string(option.id), "value": .string(option.name)]
    }

    private mutating func refused(_ field: CustomField, _ reason: String) -> JSONValue? {
        refuse(field.id, reason)
        return nil
    }
}
