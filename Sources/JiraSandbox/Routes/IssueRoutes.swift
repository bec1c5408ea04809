extension Site {
    static let issueRoutes = [
        Route("POST", "issue") { (site, request, _) throws(RequestRefusal) in
            let created = try site.create(try request.json(), request.version)
            return .json(created, status: 201)
        },
        Route("GET", "issue/{issue}", anonymous: .answered) {
            (site, request, values) throws(RequestRefusal) in
            let issue = try site.visibleIssue(values[0], request)
            let fields = FieldSelection(request.list("fields"), default: "*all")
            var answer = site.render(
                issue,
                fields: fields,
                properties: request.list("properties"),
                request.version
            )
            if request.list("expand").contains("changelog"), var members = answer.members {
                members["changelog"] = site.expandedChangelog(issue, request.version)
                answer = .object(members)
            }
            return .json(answer)
        },
        Route("PUT", "issue/{issue}") { (site, request, values) throws(RequestRefusal) in
            let issue = try site.visibleIssue(values[0], request)
            guard request.parameter("notifyUsers") != "false" || site.isAllowed("ADMINISTER_PROJECTS") else {
                throw RequestRefusal(
                    400,
                    message:
                        "To discard the user notification either admin or project admin permissions are required."
                )
            }
            try site.edit(issue, try request.json(), version: request.version)
            guard request.parameter("returnIssue") == "true", let edited = site.issue(values[0]) else {
                return .empty(204)
            }
            return .json(site.render(edited, fields: FieldSelection([], default: "*all"), request.version))
        },
        Route("DELETE", "issue/{issue}") { (site, request, values) throws(RequestRefusal) in
            let issue = try site.visibleIssue(values[0], request)
            guard site.isAllowed("DELETE_ISSUES") else {
                throw RequestRefusal(
                    403,
                    message: "You do not have permission to delete issues in this project."
                )
            }
            site.remove(issue.id)
            return .empty(204)
        },
        Route("GET", "issue/{issue}/changelog", only: .cloud) {
            (site, request, values) throws(RequestRefusal) in
            .json(site.changelog(try site.visibleIssue(values[0], request), request))
        },
    ]

    /// The issue of that id or key, if the caller may see it.
    func visibleIssue(_ name: String, _ request: Request) throws(RequestRefusal) -> StoredIssue {
        guard !request.isAnonymous, let issue = issue(name) else { throw .noSuchIssue }
        guard isAllowed("BROWSE_PROJECTS") else {
            // A Data Center lets on that there is one.
            guard configuration.deployment == .datacenter else { throw .noSuchIssue }
            throw RequestRefusal(403, message: "You do not have the permission to see the specified issue.")
        }
        return issue
    }

    /// Starts an edit of an issue's fields.
    mutating func fieldEdit(_ issue: StoredIssue, _ version: APIVersion) -> FieldEdit {
        let start = nextNumber()
        let count = Counter()
        return FieldEdit(issue, in: self, version) {
            let digits = String(start * 1000 + count.next(), radix: 16)
            return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        }
    }

    /// Edits an issue by a request's body.
    ///
    /// As in Jira, a status or transition in it is ignored.
    private mutating func edit(
        _ issue: StoredIssue,
        _ body: JSONValue,
        version: APIVersion
    ) throws(RequestRefusal) {
        guard isAllowed("EDIT_ISSUES") else {
            throw RequestRefusal(400, message: "You do not have permission to edit issues in this project.")
        }
        var edit = fieldEdit(issue, version)
        let fields = body["fields"]?.members ?? JSONMembers()
        // Cloud asks for no screen when a field is edited.
        let hidden = configuration.deployment == .datacenter ? configuration.dataCenter.offEditScreen : []
        let readOnly = Set(FieldDefinition.system.filter { !$0.isSettable }.map(\.id)).union([
            "project", "issuetype",
        ]).union(hidden)
        for (name, value) in fields.entries where name != "status" {
            if readOnly.contains(name) { edit.refuseUnknown(name) } else { set(name, value, on: &edit) }
        }
        for (name, operations) in body["update"]?.members?.entries ?? [] where name != "comment" {
            if fields[name] != nil {
                edit.refuse(name, "Field '\(name)' cannot be in both 'fields' and 'update'.")
            } else if hidden.contains(name) {
                edit.refuseUnknown(name)
            } else {
                update(name, operations, on: &edit)
            }
        }
        try edit.finish()
        let properties = try properties(body["properties"])
        let comments = try comments(in: body["update"]?["comment"], issue, version)
        let edited = edit.issue
        change(issue.id, items: edit.items) { stored in
            stored = edited
            stored.properties.merge(properties) { $1 }
            stored.comments += comments
        }
    }

    /// The history as an issue shows it when asked to.
    private func expandedChangelog(_ issue: StoredIssue, _ version: APIVersion) -> JSONValue {
        let histories = issue.history.map { change(of: $0, version) }
        return [
            "startAt": 0, "maxResults": .integer(histories.count), "total": .integer(histories.count),
            "histories": .array(histories),
        ]
    }

    private func change(of change: IssueHistoryChange, _ version: APIVersion) -> JSONValue {
        [
            "id": .string(String(change.id)), "author": account(version),
            "created": .string(change.moment.text), "items": .array(change.items.map { $0.json }),
        ]
    }

    private func changelog(_ issue: StoredIssue, _ request: Request) -> JSONValue {
        let page = Page(request, standard: 100, cap: 100)
        let values = page.slice(issue.history).map { change(of: $0, request.version) }
        return [
            "self": .string(url("issue/\(issue.id)/changelog", request.version)),
            "maxResults": .integer(page.size),
            "startAt": .integer(page.start), "total": .integer(issue.history.count),
            "isLast": .bool(page.start + values.count >= issue.history.count), "values": .array(values),
        ]
    }
}

extension IssueHistoryChange.Item {
    var json: JSONValue {
        var members = JSONMembers()
        members["field"] = .string(field)
        members["fieldtype"] = .string(fieldId?.hasPrefix("customfield_") == true ? "custom" : "jira")
        members["fieldId"] = fieldId.map { .string($0) }
        for (name, value) in [("from", from), ("fromString", fromText), ("to", to), ("toString", toText)] {
            members[name] = value.map { .string($0) }
        }
        return .object(members)
    }
}

/// Counts up; for the local ids of one edit, which never leaves its thread.
private final class Counter {
    private var value = 0

    func next() -> Int {
        value += 1
        return value
    }
}
