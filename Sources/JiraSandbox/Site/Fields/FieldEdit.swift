/// Fields being set on an issue: collects the values, what changed, and every reason against it.
struct FieldEdit {
    let catalog: Catalog
    let configuration: SandboxConfiguration
    let version: APIVersion
    /// The components and versions of the issue's project.
    let components, versions: [NamedValue]
    let nextLocalId: () -> String
    private(set) var issue: StoredIssue
    private(set) var items: [IssueHistoryChange.Item] = []
    private(set) var errors = JSONMembers()
    private(set) var messages: [String] = []

    init(_ issue: StoredIssue, in site: Site, _ version: APIVersion, nextLocalId: @escaping () -> String) {
        self.issue = issue
        catalog = site.catalog
        configuration = site.configuration
        self.version = version
        let project = site.project(id: issue.project)
        components = project?.components ?? []
        versions = project?.versions ?? []
        self.nextLocalId = nextLocalId
    }

    /// Says no to a field.
    mutating func refuse(_ field: String, _ reason: String) { errors[field] = .string(reason) }

    /// Says no to a field that is not on the screen.
    mutating func refuseUnknown(_ field: String) {
        refuse(field, "Field '\(field)' cannot be set. It is not on the appropriate screen, or unknown.")
    }

    /// Ends the edit; throws everything that speaks against it at once.
    func finish() throws(RequestRefusal) {
        if !errors.isEmpty || !messages.isEmpty {
            throw RequestRefusal(400, messages: messages, errors: errors)
        }
    }

    /// Sets one field as `fields` names it.
    mutating func set(_ field: String, _ value: JSONValue) {
        switch field {
        case "summary": setSummary(value)
        case "description": setDescription(value)
        case "labels": setLabels(value)
        case "priority": setPriority(value)
        case "resolution": setResolution(value)
        default: setOther(field, value)
        }
    }

    /// Applies the operations that `update` lists for one field.
    mutating func update(_ field: String, _ operations: JSONValue) {
        guard let operations = operations.elements, operations.allSatisfy({ $0.members != nil }) else {
            messages.append("The operations on the field '\(field)' must be a list of objects.")
            return
        }
        var labels = issue.labels.map { JSONValue.string($0) }
        for (verb, value) in operations.flatMap({ $0.members?.entries ?? [] }) {
            switch (field, verb) {
            case ("labels", "set"): labels = value.elements ?? []
            case ("labels", "add"): labels.append(value)
            case ("labels", "remove"): labels.removeAll { $0 == value }
            case (_, "set"): set(field, value)
            default: return refuse(field, "Field '\(field)' does not support operation '\(verb)'.")
            }
        }
        // At once, so that the history has one entry for however many operations.
        if field == "labels" { set(field, .array(labels)) }
    }

    private mutating func setSummary(_ value: JSONValue) {
        guard let text = value.text, !text.allSatisfy(\.isWhitespace) else {
            return refuse(
                "summary",
                value.text == nil && !value.isNull
                    ? "Operation value must be a string" : "You must specify a summary of the issue."
            )
        }
        guard !text.contains(where: \.isNewline) else {
            return refuse("summary", "The summary is invalid because it contains newline characters.")
        }
        guard text.utf16.count <= 255 else {
            return refuse("summary", "Summary can't exceed 255 characters.")
        }
        let trimmed = text.trimmed
        note("summary", was: issue.summary, is: trimmed)
        issue.summary = trimmed
    }

    private mutating func setDescription(_ value: JSONValue) {
        let before = issue.description
        do {
            issue.description = value.isNull ? nil : try richText(value, field: "description")
        } catch {
            if error.errors.isEmpty { messages += error.messages }
            for (name, reason) in error.errors.entries { errors[name] = reason }
            return
        }
        if before != issue.description {
            note("description", was: before?.plain, is: issue.description?.plain)
        }
    }

    private mutating func setLabels(_ value: JSONValue) {
        guard let labels = value.isNull ? [] : value.texts else {
            return refuse("labels", "Specify the value for labels in an array of strings")
        }
        for label in labels {
            if label.contains(where: \.isWhitespace) || label.isEmpty {
                return refuse("labels", "The label '\(label)' contains spaces which is invalid.")
            }
            if label.utf16.count > 255 {
                return refuse(
                    "labels",
                    "The label '\(label)' exceeds the maximum length for a single label of 255 characters"
                )
            }
        }
        let sorted = Set(labels).sorted()
        note("labels", was: issue.labels.joined(separator: " "), is: sorted.joined(separator: " "))
        issue.labels = sorted
    }

    private mutating func setPriority(_ value: JSONValue) {
        let wanted = catalog.priorities.first {
            $0.id == value["id"]?.identifier || $0.name == value["name"]?.text
        }
        guard let wanted else {
            return refuse("priority", "Specify the Priority (id or name) in the string format")
        }
        note("priority", was: issue.priority?.name, is: wanted.name, from: issue.priority?.id, to: wanted.id)
        issue.priority = wanted
    }

    private mutating func setResolution(_ value: JSONValue) {
        if value.isNull {
            note("resolution", was: issue.resolution?.name, is: nil, from: issue.resolution?.id)
            issue.resolution = nil
            return
        }
        let wanted = catalog.resolutions.first {
            $0.id == value["id"]?.identifier || $0.name == value["name"]?.text
        }
        guard let wanted else {
            return refuse("resolution", "Specify a valid 'id' or 'name' for Resolution")
        }
        note(
            "resolution",
            was: issue.resolution?.name,
            is: wanted.name,
            from: issue.resolution?.id,
            to: wanted.id
        )
        issue.resolution = wanted
    }

    private mutating func setOther(_ field: String, _ value: JSONValue) {
        let name: String
        let stored: JSONValue?
        if let custom = catalog.customFields.first(where: { $0.id == field }) {
            (name, stored) = (custom.name, accepted(value, for: custom))
        } else {
            guard let sort = SystemField(rawValue: field) else { return refuseUnknown(field) }
            (name, stored) = (field, accepted(value, for: sort))
        }
        guard let stored else { return }
        keep(stored, as: field, named: name)
    }

    /// Sets a field that names another issue; nil where there is none of that key or id.
    mutating func setIssue(_ field: String, _ value: JSONValue, naming other: StoredIssue?) {
        if value.isNull { return keep(.null, as: field, named: field) }
        guard field != "parent" || value.members != nil else {
            return refuse(field, "data was not an object")
        }
        guard let other else { return refuse(field, "Could not find issue by id or key.") }
        let isBelow = issue.type.isSubtask ? !other.type.isSubtask : other.type.name == "Epic"
        guard isBelow else {
            return refuse(
                field == "parent" ? "parentId" : field,
                "Given parent work item does not belong to appropriate hierarchy."
            )
        }
        keep(.string(String(other.id)), as: field, named: field)
    }

    private mutating func keep(_ stored: JSONValue, as field: String, named name: String) {
        note(
            name,
            was: issue.others[field]?.serialized,
            is: stored.isNull ? nil : stored.serialized,
            id: field
        )
        if stored.isNull { issue.others.removeValue(forKey: field) } else { issue.others[field] = stored }
    }

    private mutating func note(
        _ field: String,
        was before: String?,
        is after: String?,
        id: String? = nil,
        from: String? = nil,
        to: String? = nil
    ) {
        guard before != after else { return }
        items.append(
            IssueHistoryChange.Item(
                field: field,
                fieldId: id ?? field,
                from: from,
                fromText: before,
                to: to,
                toText: after
            )
        )
    }
}

extension String {
    /// The text without white space at its ends.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
