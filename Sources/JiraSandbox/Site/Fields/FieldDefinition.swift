/// A field as `/field` and the create screen describe it.
struct FieldDefinition: Sendable {
    let id: String
    let name: String
    let type: String
    var items: String?
    var custom: CustomField?
    /// Whether a create or an edit can set it.
    var isSettable = true
    var isOrderable = true
    var clauses: [String]

    var schema: JSONValue {
        var schema = JSONMembers()
        schema["type"] = .string(type)
        schema["items"] = items.map { .string($0) }
        if let custom {
            schema["custom"] = .string(custom.kind.schema.custom)
            schema["customId"] = Int(custom.id.drop { !$0.isNumber }).map { .integer($0) }
        } else {
            schema["system"] = .string(id)
        }
        return .object(schema)
    }

    var members: JSONMembers {
        var members = JSONMembers()
        members["id"] = .string(id)
        members["key"] = .string(id)
        members["name"] = .string(name)
        members["custom"] = .bool(custom != nil)
        members["orderable"] = .bool(isOrderable)
        members["navigable"] = .bool(id != "comment")
        members["searchable"] = .bool(!clauses.isEmpty)
        members["clauseNames"] = .array(clauses.map { .string($0) })
        members["schema"] = schema
        return members
    }

    static let system = [
        FieldDefinition(id: "summary", name: "Summary", type: "string", clauses: ["summary"]),
        FieldDefinition(
            id: "issuetype",
            name: "Issue Type",
            type: "issuetype",
            clauses: ["issuetype", "type"]
        ),
        FieldDefinition(id: "project", name: "Project", type: "project", clauses: ["project"]),
        FieldDefinition(id: "description", name: "Description", type: "string", clauses: ["description"]),
        FieldDefinition(id: "labels", name: "Labels", type: "array", items: "string", clauses: ["labels"]),
        FieldDefinition(id: "priority", name: "Priority", type: "priority", clauses: ["priority"]),
        FieldDefinition(id: "resolution", name: "Resolution", type: "resolution", clauses: ["resolution"]),
        FieldDefinition(
            id: "status",
            name: "Status",
            type: "status",
            isSettable: false,
            isOrderable: false,
            clauses: ["status"]
        ),
        FieldDefinition(
            id: "statusCategory",
            name: "Status Category",
            type: "statusCategory",
            isSettable: false,
            isOrderable: false,
            clauses: ["statusCategory"]
        ),
        FieldDefinition(
            id: "created",
            name: "Created",
            type: "datetime",
            isSettable: false,
            isOrderable: false,
            clauses: ["created", "createdDate"]
        ),
        FieldDefinition(
            id: "updated",
            name: "Updated",
            type: "datetime",
            isSettable: false,
            isOrderable: false,
            clauses: ["updated", "updatedDate"]
        ),
        FieldDefinition(
            id: "resolutiondate",
            name: "Resolved",
            type: "datetime",
            isSettable: false,
            isOrderable: false,
            clauses: ["resolved", "resolutiondate"]
        ),
        FieldDefinition(
            id: "comment",
            name: "Comment",
            type: "comments-page",
            isSettable: false,
            clauses: []
        ),
        FieldDefinition(
            id: "issuelinks",
            name: "Linked Issues",
            type: "array",
            items: "issuelinks",
            isSettable: false,
            clauses: []
        ),
        FieldDefinition(id: "assignee", name: "Assignee", type: "user", clauses: []),
        FieldDefinition(id: "reporter", name: "Reporter", type: "user", clauses: []),
        FieldDefinition(id: "duedate", name: "Due date", type: "date", clauses: []),
        FieldDefinition(id: "environment", name: "Environment", type: "string", clauses: []),
        FieldDefinition(id: "parent", name: "Parent", type: "issuelink", clauses: ["parent"]),
        FieldDefinition(
            id: "versions",
            name: "Affects versions",
            type: "array",
            items: "version",
            clauses: []
        ),
        FieldDefinition(id: "components", name: "Components", type: "array", items: "component", clauses: []),
        FieldDefinition(
            id: "fixVersions",
            name: "Fix versions",
            type: "array",
            items: "version",
            clauses: []
        ),
    ]
}

extension Site {
    /// The fields of the system, and those of the seed.
    var fieldDefinitions: [FieldDefinition] {
        FieldDefinition.system
            + catalog.customFields.map { field in
                FieldDefinition(
                    id: field.id,
                    name: field.name,
                    type: field.kind.schema.type,
                    items: field.kind.schema.items,
                    custom: field,
                    clauses: [field.name, "cf[\(field.id.drop { !$0.isNumber })]"]
                )
            }
    }

    /// A field as the list of all fields has it, with the project that alone has it.
    func render(field: FieldDefinition) -> JSONValue {
        var members = field.members
        if let project = field.custom?.scope.flatMap({ self.project($0) }) {
            members["scope"] = ["type": "PROJECT", "project": ["id": .string(String(project.id))]]
        }
        return .object(members)
    }

    /// The fields that a create in a project can set.
    func createScreen(of project: Project) -> [FieldDefinition] {
        fieldDefinitions.filter {
            $0.isSettable && $0.id != "resolution" && !project.hiddenFields.contains($0.id)
                && ($0.custom?.scope ?? project.key) == project.key
        }
    }

    /// A field with its rules, as the create screen and transitions describe it.
    func metadata(
        _ field: FieldDefinition,
        required: Bool,
        project: Project,
        _ version: APIVersion
    ) -> JSONMembers {
        var members = JSONMembers()
        members["required"] = .bool(required)
        members["schema"] = field.schema
        members["name"] = .string(field.name)
        members["key"] = .string(field.id)
        members["hasDefaultValue"] = .bool(
            field.id == "priority" || field.id == "reporter" || field.custom?.standard != nil
        )
        members["defaultValue"] = field.custom?.standard
        members["operations"] =
            field.type == "array" ? ["add", "set", "remove"] : ["set"]
        switch field.id {
        case "issuetype":
            members["allowedValues"] = .array(project.issueTypes.map { render(type: $0, version) })
        case "project": members["allowedValues"] = [render(projectReference: project, version)]
        case "priority":
            members["allowedValues"] = .array(catalog.priorities.map { render(priority: $0, version) })
            if catalog.priorities.count > 2 {
                members["defaultValue"] = render(priority: catalog.priorities[2], version)
            }
        case "resolution":
            members["allowedValues"] = .array(catalog.resolutions.map { render(resolution: $0, version) })
        case "components":
            members["allowedValues"] = .array(project.components.map { render(component: $0, version) })
        case "versions", "fixVersions":
            members["allowedValues"] = .array(project.versions.map { render(version: $0, version) })
        default:
            if let custom = field.custom {
                members["allowedValues"] = allowedValues(of: custom, project, version)
            }
        }
        return members
    }
}

extension Site {
    /// The values that a custom field offers; nil for one that is free.
    private func allowedValues(
        of field: CustomField,
        _ project: Project,
        _ version: APIVersion
    ) -> JSONValue? {
        func shown(_ option: FieldOption) -> JSONValue {
            var members = option.json.members ?? JSONMembers()
            members["self"] = .string(url("customFieldOption/\(option.id)", version))
            if field.kind == .cascade { members["children"] = .array(option.children.map(shown)) }
            return .object(members)
        }
        switch field.kind {
        case .option, .multiselect, .cascade: return .array(field.options.map(shown))
        case .version, .versions: return .array(project.versions.map { render(version: $0, version) })
        default: return nil
        }
    }
}
