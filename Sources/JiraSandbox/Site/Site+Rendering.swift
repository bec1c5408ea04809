extension Site {
    /// The address of something in the API.
    func url(_ path: String, _ version: APIVersion) -> String {
        "\(baseURL)/rest/api/\(version.rawValue)/\(path)"
    }

    func render(category: StoredStatusCategory, _ version: APIVersion) -> JSONValue {
        [
            "self": .string(url("statuscategory/\(category.id)", version)), "id": .integer(category.id),
            "key": .string(category.rawValue), "colorName": .string(category.color),
            "name": .string(category.name),
        ]
    }

    func render(status: StoredStatus, _ version: APIVersion) -> JSONValue {
        [
            "self": .string(url("status/\(status.id)", version)), "description": "",
            "iconUrl": .string("\(baseURL)/"), "name": .string(status.name), "id": .string(status.id),
            "statusCategory": render(category: status.category, version),
        ]
    }

    func render(type: IssueType, _ version: APIVersion) -> JSONValue {
        let known: JSONValue = [
            "self": .string(url("issuetype/\(type.id)", version)), "id": .string(type.id), "description": "",
            "iconUrl": .string("\(baseURL)/images/icons/issuetypes/\(type.id).svg"),
            "name": .string(type.name),
            "subtask": .bool(type.isSubtask),
            "hierarchyLevel": type.isSubtask ? -1 : type.name == "Epic" ? 1 : 0,
        ]
        guard let project = type.project, var members = known.members else { return known }
        members["scope"] = ["type": "PROJECT", "project": ["id": .string(String(project))]]
        return .object(members)
    }

    func render(priority: NamedValue, _ version: APIVersion) -> JSONValue {
        [
            "self": .string(url("priority/\(priority.id)", version)),
            "description": .string(priority.description),
            "iconUrl": .string("\(baseURL)/images/icons/priorities/\(priority.id).svg"),
            "name": .string(priority.name), "id": .string(priority.id),
        ]
    }

    func render(resolution: NamedValue, _ version: APIVersion) -> JSONValue {
        [
            "self": .string(url("resolution/\(resolution.id)", version)), "id": .string(resolution.id),
            "description": .string(resolution.description), "name": .string(resolution.name),
        ]
    }

    func render(component: NamedValue, _ version: APIVersion) -> JSONValue {
        [
            "self": .string(url("component/\(component.id)", version)), "id": .string(component.id),
            "name": .string(component.name),
        ]
    }

    func render(version named: NamedValue, _ version: APIVersion) -> JSONValue {
        [
            "self": .string(url("version/\(named.id)", version)), "id": .string(named.id),
            "name": .string(named.name), "archived": false, "released": false,
        ]
    }

    /// A person as issues and searches show one.
    func render(person: Person, _ version: APIVersion) -> JSONValue {
        var members = JSONMembers()
        if configuration.deployment == .cloud {
            members["self"] = .string(url("user?accountId=\(person.id)", version))
            members["accountId"] = .string(person.id)
            members["accountType"] = "atlassian"
        } else {
            members["self"] = .string(url("user?username=\(person.name)", version))
            members["key"] = .string(person.name)
            members["name"] = .string(person.name)
        }
        // Cloud gives the member without a text where the person hides the address.
        members["emailAddress"] = .string(person.isHidden ? "" : person.email)
        members["displayName"] = .string(person.displayName)
        members["active"] = .bool(person.isActive)
        return .object(members)
    }

    func render(linkType type: StoredLinkType, _ version: APIVersion) -> JSONValue {
        [
            "id": .string(type.id), "name": .string(type.name), "inward": .string(type.inward),
            "outward": .string(type.outward), "self": .string(url("issueLinkType/\(type.id)", version)),
        ]
    }

    func render(text: RichText, _ version: APIVersion) -> JSONValue {
        version == .three ? text.document : .string(text.wiki)
    }

    func render(comment: Comment, of issue: Int, _ version: APIVersion) -> JSONValue {
        let account = account(version)
        return [
            "self": .string(url("issue/\(issue)/comment/\(comment.id)", version)),
            "id": .string(String(comment.id)),
            "author": account, "body": render(text: comment.body, version), "updateAuthor": account,
            "created": .string(comment.created.text), "updated": .string(comment.updated.text),
            "jsdPublic": true,
        ]
    }

    /// A project as issues name it.
    func render(projectReference project: Project, _ version: APIVersion) -> JSONValue {
        [
            "self": .string(url("project/\(project.id)", version)), "id": .string(String(project.id)),
            "key": .string(project.key), "name": .string(project.name), "projectTypeKey": "software",
            "simplified": .bool(project.isTeamManaged),
        ]
    }
}
