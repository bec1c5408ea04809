extension Site {
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
            answer["transition"] = nestedTransition(issue.id, body, version: version)
        }
        return .object(answer)
    }

    /// A transition as part of a create: its failure is told within the success.
    private mutating func nestedTransition(
        _ id: Int,
        _ body: JSONValue,
        version: APIVersion
    ) -> JSONValue {
        guard let issue = issue(String(id)) else { return .null }
        do {
            try transition(issue, ["transition": body["transition"] ?? .null], version: version)
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
        var issue = blank(in: project, type: try createType(fields["issuetype"], in: project))
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
        requireFields(of: project, given: fields, on: &edit)
        try edit.finish()
        return edit.issue
    }

    /// An issue as it is before its fields are set.
    private func blank(in project: Project, type: IssueType) -> StoredIssue {
        let moment = now
        return StoredIssue(
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
    }

    /// Refuses a create that lacks what its type or its project asks for.
    private func requireFields(of project: Project, given fields: JSONMembers, on edit: inout FieldEdit) {
        if edit.issue.type.isSubtask, edit.issue.others["parent"] == nil, edit.errors["parent"] == nil {
            edit.refuse("issuetype", "Issue type is a sub-task but parent issue key or id not specified.")
        }
        if edit.issue.summary.isEmpty, edit.errors["summary"] == nil {
            edit.refuse("summary", "You must specify a summary of the issue.")
        }
        for field in project.requiredFields.sorted() where edit.errors[field] == nil {
            let isGiven =
                switch field {
                case "description": edit.issue.description != nil
                case "labels": !edit.issue.labels.isEmpty
                case "priority": fields[field] != nil
                default: edit.issue.others[field] != nil
                }
            let name = fieldDefinitions.first { $0.id == field }?.name ?? field
            if !isGiven { edit.refuse(field, "\(name) is required.") }
        }
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
}
