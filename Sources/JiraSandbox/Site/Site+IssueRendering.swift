extension Site {
    /// An issue as reads and searches answer it.
    func render(
        _ issue: StoredIssue,
        fields: FieldSelection,
        properties: [String] = [],
        _ version: APIVersion
    ) -> JSONValue {
        var members = JSONMembers()
        if !fields.isIdOnly { members.append("expand", "") }
        members.append("id", .string(String(issue.id)))
        if !fields.isIdOnly {
            members.append("self", .string(url("issue/\(issue.id)", version)))
            members.append("key", .string(issue.key))
        }
        if !properties.isEmpty {
            var found = JSONMembers()
            for key in properties.contains("*all") ? issue.properties.keys.sorted() : properties {
                found[key] = issue.properties[key]
            }
            members.append("properties", .object(found))
        }
        if !fields.isIdentityOnly { members.append("fields", .object(values(of: issue, fields, version))) }
        return .object(members)
    }

    private func values(of issue: StoredIssue, _ fields: FieldSelection, _ version: APIVersion) -> JSONMembers
    {
        var values = JSONMembers()
        func add(_ name: String, _ value: @autoclosure () -> JSONValue) {
            if fields.contains(name) { values.append(name, value()) }
        }
        let status = status(of: issue)
        add("summary", .string(issue.summary))
        add("status", render(status: status, version))
        if configuration.deployment == .cloud {
            add("statusCategory", render(category: status.category, version))
            add("statuscategorychangedate", .string(issue.statusChanged.text))
        }
        add("issuetype", render(type: issue.type, version))
        add("project", project(id: issue.project).map { render(projectReference: $0, version) } ?? .null)
        add("description", issue.description.map { render(text: $0, version) } ?? .null)
        add("labels", .array(issue.labels.map { .string($0) }))
        add("resolution", issue.resolution.map { render(resolution: $0, version) } ?? .null)
        add("resolutiondate", issue.resolved.map { .string($0.text) } ?? .null)
        add("priority", issue.priority.map { render(priority: $0, version) } ?? .null)
        add("created", .string(issue.created.text))
        add("updated", .string(issue.updated.text))
        add("creator", account(version))
        add("reporter", shown("reporter", of: issue, version: version) ?? account(version))
        add("issuelinks", .array(issue.links.compactMap { render(link: $0, from: issue.id, version) }))
        add(
            "comment",
            [
                "comments": .array(issue.comments.map { render(comment: $0, of: issue.id, version) }),
                "self": .string(url("issue/\(issue.id)/comment", version)),
                "maxResults": .integer(issue.comments.count), "total": .integer(issue.comments.count),
                "startAt": 0,
            ]
        )
        for (name, empty) in Self.plainFields { add(name, shown(name, of: issue, version: version) ?? empty) }
        // As in Jira, which leaves it out of what has none.
        if let parent = shown("parent", of: issue, version: version) { add("parent", parent) }
        for field in catalog.customFields {
            add(field.id, shown(field.id, kind: field.kind, of: issue, version: version) ?? .null)
        }
        return values
    }

    /// System fields that the sandbox only keeps, with what they are when nobody has set them.
    static let plainFields: [(name: String, empty: JSONValue)] = [
        ("assignee", .null), ("duedate", .null), ("environment", .null), ("components", []),
        ("fixVersions", []),
        ("versions", []), ("subtasks", []),
    ]

    /// A link as one of its issues shows it.
    private func render(link id: Int, from issue: Int, _ version: APIVersion) -> JSONValue? {
        guard let link = links[id] else { return nil }
        let isInward = link.inward == issue
        guard let other = issues[isInward ? link.outward : link.inward] else { return nil }
        return [
            "id": .string(String(id)), "self": .string(url("issueLink/\(id)", version)),
            "type": render(linkType: link.type, version),
            isInward ? "outwardIssue" : "inwardIssue": render(linked: other, version),
        ]
    }

    /// An issue as links show it.
    func render(linked issue: StoredIssue, _ version: APIVersion) -> JSONValue {
        var fields: JSONMembers = JSONMembers()
        fields["summary"] = .string(issue.summary)
        fields["status"] = render(status: status(of: issue), version)
        fields["priority"] = issue.priority.map { render(priority: $0, version) }
        fields["issuetype"] = render(type: issue.type, version)
        return [
            "id": .string(String(issue.id)), "key": .string(issue.key),
            "self": .string(url("issue/\(issue.id)", version)), "fields": .object(fields),
        ]
    }
}
