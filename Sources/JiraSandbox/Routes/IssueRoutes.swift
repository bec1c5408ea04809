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
            try site.edit(issue, try request.json(), request.version)
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

    /// Makes an issue of a request's body.
    mutating func create(_ body: JSONValue, _ version: APIVersion) throws(RequestRefusal) -> JSONValue {
        var issue = try draft(body, version)
        issue.id = nextIssueId()
        issue.key = nextKey(inProject: issue.project)
        insert(issue)
        var answer = JSONMembers()
        answer["id"] = .string(String(issue.id))
        answer["key"] = .string(issue.key)
        answer["self"] = .string(url("issue/\(issue.id)", version))
        if let transition = body["transition"], transition != [:] {
            answer["transition"] = nestedTransition(issue.id, body, version)
        }
        return .object(answer)
    }

    /// A transition as part of a create: its failure is told within the success.
    private mutating func nestedTransition(_ id: Int, _ body: JSONValue, _ version: APIVersion) -> JSONValue {
        guard let issue = issue(String(id)) else { return .null }
        do {
            try transition(issue, ["transition": body["transition"] ?? .null], version)
            return ["status": 204, "errorCollection": RequestRefusal(204).collection]
        } catch {
            return ["status": .integer(error.status), "errorCollection": error.collection]
        }
    }

    /// Checks a create and gives the issue it would make, with neither id nor key.
    private mutating func draft(
        _ body: JSONValue,
        _ version: APIVersion
    ) throws(RequestRefusal) -> StoredIssue {
        guard let fields = body["fields"]?.members ?? (body["update"] == nil ? nil : JSONMembers()) else {
            throw RequestRefusal(400, message: "Field 'fields' is required.")
        }
        let project = try createProject(fields["project"])
        let type = try createType(fields["issuetype"], in: project)
        let moment = now
        var issue = StoredIssue(
            id: 0,
            key: "",
            project: project.id,
            type: type,
            summary: "",
            status: project.workflow.initial,
            priority: project.hiddenFields.contains("priority") ? nil : catalog.priorities.dropFirst(2).first,
            created: moment,
            updated: moment,
            statusChanged: moment
        )
        let takesProperties =
            configuration.deployment == .cloud || configuration.dataCenter.takesPropertiesAtCreation
        issue.properties = takesProperties ? try properties(body["properties"]) : [:]
        var edit = fieldEdit(issue, version)
        let screen = Set(createScreen(of: project).map(\.id))
        for (name, value) in fields.entries where name != "project" && name != "issuetype" {
            if screen.contains(name) { set(name, value, on: &edit) } else { edit.refuseUnknown(name) }
        }
        let given = Set(fields.names + (body["update"]?.members?.names ?? []))
        setStandards(of: project, except: given, on: &edit)
        for (name, operations) in body["update"]?.members?.entries ?? [] {
            if fields[name] != nil {
                edit.refuse(name, "Field '\(name)' cannot be in both 'fields' and 'update'.")
            } else if screen.contains(name) {
                update(name, operations, on: &edit)
            } else {
                edit.refuseUnknown(name)
            }
        }
        if type.isSubtask, edit.issue.others["parent"] == nil, edit.errors["parent"] == nil {
            edit.refuse("issuetype", "Issue type is a sub-task but parent issue key or id not specified.")
        }
        if edit.issue.summary.isEmpty, edit.errors["summary"] == nil {
            edit.refuse("summary", "You must specify a summary of the issue.")
        }
        for field in project.requiredFields.sorted() where edit.errors[field] == nil {
            let isGiven =
                field == "description"
                ? edit.issue.description != nil
                : field == "labels"
                    ? !edit.issue.labels.isEmpty
                    : field == "priority" ? fields[field] != nil : edit.issue.others[field] != nil
            let name = fieldDefinitions.first { $0.id == field }?.name ?? field
            if !isGiven { edit.refuse(field, "\(name) is required.") }
        }
        try edit.finish()
        return edit.issue
    }

    private func createProject(_ value: JSONValue?) throws(RequestRefusal) -> Project {
        guard let value, !value.isNull else {
            throw RequestRefusal(field: "project", "Specify a valid project ID or key")
        }
        guard let name = value["key"]?.text ?? value["id"]?.identifier, let project = project(name),
            isAllowed("BROWSE_PROJECTS")
        else { throw RequestRefusal(field: "project", "valid project is required") }
        guard isAllowed("CREATE_ISSUES") else {
            throw RequestRefusal(
                field: "project",
                "You do not have permission to create issues in this project."
            )
        }
        return project
    }

    private func createType(_ value: JSONValue?, in project: Project) throws(RequestRefusal) -> IssueType {
        guard let value, !value.isNull else {
            throw RequestRefusal(field: "issuetype", "Specify an issue type")
        }
        let type = project.issueTypes.first {
            $0.id == value["id"]?.identifier || $0.name == value["name"]?.text
        }
        guard let type else { throw RequestRefusal(field: "issuetype", "Specify a valid issue type") }
        return type
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
        _ version: APIVersion
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
