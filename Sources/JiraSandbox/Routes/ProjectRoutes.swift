extension Site {
    static let projectRoutes = [
        Route("GET", "project/search", anonymous: .answered, only: .cloud) {
            (site, request, _) throws(RequestRefusal) in
            .json(site.searchProjects(request))
        },
        Route("GET", "project") { (site, request, _) throws(RequestRefusal) in
            .json(.array(site.visibleProjects(request).map { site.render(project: $0, request.version) }))
        },
        Route("GET", "project/{project}", anonymous: .answered) {
            (site, request, values) throws(RequestRefusal) in
            .json(site.render(project: try site.visibleProject(values[0], request), request.version))
        },
        Route("GET", "project/{project}/statuses") { (site, request, values) throws(RequestRefusal) in
            .json(site.statuses(of: try site.visibleProject(values[0], request), request.version))
        },
        Route("GET", "project/{project}/components") { (site, request, values) throws(RequestRefusal) in
            let project = try site.visibleProject(values[0], request)
            return .json(.array(project.components.map { site.render(component: $0, request.version) }))
        },
        Route("GET", "project/{project}/versions") { (site, request, values) throws(RequestRefusal) in
            let project = try site.visibleProject(values[0], request)
            return .json(.array(project.versions.map { site.render(version: $0, request.version) }))
        },
        Route("GET", "issue/createmeta/{project}/issuetypes") {
            (site, request, values) throws(RequestRefusal) in
            .json(try site.createTypes(try site.creatableProject(values[0], request), request))
        },
        Route("GET", "issue/createmeta/{project}/issuetypes/{type}") {
            (site, request, values) throws(RequestRefusal) in
            .json(
                try site.createFields(try site.creatableProject(values[0], request), type: values[1], request)
            )
        },
    ]

    func visibleProjects(_ request: Request) -> [Project] {
        request.isAnonymous || !isAllowed("BROWSE_PROJECTS") ? [] : projects
    }

    func visibleProject(_ name: String, _ request: Request) throws(RequestRefusal) -> Project {
        guard let project = project(name), !visibleProjects(request).isEmpty else {
            throw RequestRefusal(404, message: "No project could be found with key '\(name)'.")
        }
        return project
    }

    private func creatableProject(_ name: String, _ request: Request) throws(RequestRefusal) -> Project {
        guard configuration.deployment == .cloud || !configuration.dataCenter.hidesCreateMetadata else {
            throw RequestRefusal(403, message: "This resource is blocked by the administrator.")
        }
        let project = try visibleProject(name, request)
        guard isAllowed("CREATE_ISSUES") else {
            throw RequestRefusal(404, message: "No project could be found with key '\(name)'.")
        }
        return project
    }

    func render(project: Project, _ version: APIVersion) -> JSONValue {
        [
            "expand": "description,lead,issueTypes,url,projectKeys,permissions,insight",
            "self": .string(url("project/\(project.id)", version)), "id": .string(String(project.id)),
            "key": .string(project.key), "name": .string(project.name), "description": "",
            "lead": account(version),
            "components": .array(project.components.map { render(component: $0, version) }),
            "issueTypes": .array(project.issueTypes.map { render(type: $0, version) }),
            "assigneeType": "UNASSIGNED",
            "versions": .array(project.versions.map { render(version: $0, version) }),
            "projectTypeKey": "software", "simplified": .bool(project.isTeamManaged),
            "style": project.isTeamManaged ? "next-gen" : "classic", "isPrivate": false, "properties": [:],
        ]
    }

    private func searchProjects(_ request: Request) -> JSONValue {
        let keys = request.list("keys")
        let query = request.parameter("query")?.lowercased()
        let found = visibleProjects(request).filter { project in
            (keys.isEmpty || keys.contains(project.key))
                && (query.map {
                    project.key.lowercased().contains($0) || project.name.lowercased().contains($0)
                } ?? true)
                && (request.parameter("action") != "create" || isAllowed("CREATE_ISSUES"))
        }
        let page = Page(request, standard: 50, cap: 100)
        let values = page.slice(found).map { render(project: $0, request.version) }
        return [
            "self": .string(url("project/search", request.version)), "maxResults": .integer(page.size),
            "startAt": .integer(page.start), "total": .integer(found.count),
            "isLast": .bool(page.start + values.count >= found.count), "values": .array(values),
        ]
    }

    private func statuses(of project: Project, _ version: APIVersion) -> JSONValue {
        let statuses = project.workflow.statuses.compactMap { catalog.status($0) }
        return .array(
            project.issueTypes.map { type in
                [
                    "self": .string(url("issuetype/\(type.id)", version)), "id": .string(type.id),
                    "name": .string(type.name), "subtask": .bool(type.isSubtask),
                    "statuses": .array(statuses.map { render(status: $0, version) }),
                ]
            }
        )
    }

    private func createTypes(_ project: Project, _ request: Request) throws(RequestRefusal) -> JSONValue {
        let page = try createPage(request)
        let values = page.slice(project.issueTypes).map { render(type: $0, request.version) }
        return createAnswer(values, name: "issueTypes", page, total: project.issueTypes.count)
    }

    private func createFields(
        _ project: Project,
        type: String,
        _ request: Request
    ) throws(RequestRefusal) -> JSONValue {
        guard project.issueTypes.contains(where: { $0.id == type }) else {
            throw RequestRefusal(
                404,
                message: "The issue type with id '\(type)' does not exist in the project."
            )
        }
        let page = try createPage(request)
        let required: Set = ["summary", "issuetype", "project"]
        let screen = createScreen(of: project)
        let values = page.slice(screen).map { field -> JSONValue in
            let isSubtask = project.issueTypes.first { $0.id == type }?.isSubtask == true
            let isRequired =
                required.contains(field.id) || project.requiredFields.contains(field.id)
                || (isSubtask && field.id == "parent")
            var members = metadata(field, required: isRequired, project: project, request.version)
            members["fieldId"] = .string(field.id)
            return .object(members)
        }
        return createAnswer(values, name: "fields", page, total: screen.count)
    }

    private func createPage(_ request: Request) throws(RequestRefusal) -> Page {
        if let size = request.parameter("maxResults").flatMap({ Int($0) }), size > 200 {
            throw RequestRefusal(400, message: "The maxResults parameter must not be more than 200.")
        }
        return Page(request, standard: 50, cap: 200)
    }

    private func createAnswer(_ values: [JSONValue], name: String, _ page: Page, total: Int) -> JSONValue {
        let isCloud = configuration.deployment == .cloud
        var members = JSONMembers()
        members["maxResults"] = .integer(page.size)
        members["startAt"] = .integer(page.start)
        members["total"] = .integer(total)
        if !isCloud { members["isLast"] = .bool(page.start + values.count >= total) }
        members[isCloud ? name : "values"] = .array(values)
        return .object(members)
    }
}

/// The page that `startAt` and `maxResults` ask for.
struct Page: Sendable {
    let start: Int
    let size: Int

    init(_ request: Request, standard: Int, cap: Int) {
        start = max(0, request.parameter("startAt").flatMap { Int($0) } ?? 0)
        size = min(cap, max(0, request.parameter("maxResults").flatMap { Int($0) } ?? standard))
    }

    func slice<Element>(_ elements: [Element]) -> ArraySlice<Element> {
        elements.dropFirst(start).prefix(size)
    }
}
