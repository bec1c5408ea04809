extension Site {
    static let siteRoutes = [
        Route("GET", "serverInfo", anonymous: .answered) { (site, _, _) throws(RequestRefusal) in
            .json(site.serverInfo)
        },
        Route("GET", "myself") { (site, request, _) throws(RequestRefusal) in
            .json(site.myself(request.version))
        },
        Route("GET", "mypermissions", anonymous: .answered) { (site, request, _) throws(RequestRefusal) in
            .json(try site.permissions(request))
        },
        Route("GET", "field") { (site, _, _) throws(RequestRefusal) in
            .json(.array(site.fieldDefinitions.map { site.render(field: $0) }))
        },
        Route("GET", "priority") { (site, request, _) throws(RequestRefusal) in
            .json(.array(site.catalog.priorities.map { site.render(priority: $0, request.version) }))
        },
        Route("GET", "resolution") { (site, request, _) throws(RequestRefusal) in
            .json(.array(site.catalog.resolutions.map { site.render(resolution: $0, request.version) }))
        },
        Route("GET", "status") { (site, request, _) throws(RequestRefusal) in
            .json(.array(site.catalog.statuses.map { site.render(status: $0, request.version) }))
        },
        Route("GET", "issuetype") { (site, request, _) throws(RequestRefusal) in
            .json(.array(site.catalog.issueTypes.map { site.render(type: $0, request.version) }))
        },
        Route("GET", "issueLinkType") { (site, request, _) throws(RequestRefusal) in
            guard site.catalog.hasLinks else { throw .noLinking }
            return .json([
                "issueLinkTypes": .array(
                    site.catalog.linkTypes.map { site.render(linkType: $0, request.version) }
                )
            ])
        },
    ]

    private var serverInfo: JSONValue {
        let isCloud = configuration.deployment == .cloud
        return [
            "baseUrl": .string(baseURL),
            "version": isCloud ? "1001.0.0-SNAPSHOT" : "10.3.1",
            "versionNumbers": isCloud ? [1001, 0, 0] : [10, 3, 1],
            "deploymentType": isCloud ? "Cloud" : "Server",
            "buildNumber": isCloud ? 100_294 : 10_030_001,
            "buildDate": "2026-06-10T09:00:00.000+0000",
            "serverTime": .string(now.text),
            "serverTimeZone": "UTC",
            "scmInfo": "0000000000000000000000000000000000000000",
            "serverTitle": "Jira Sandbox",
        ]
    }

    /// The caller, as only the caller is told.
    private func myself(_ version: APIVersion) -> JSONValue {
        var members = account(version).members ?? JSONMembers()
        members["locale"] = "en_US"
        return .object(members)
    }

    /// The caller, as every answer names people.
    func account(_ version: APIVersion) -> JSONValue {
        let isCloud = configuration.deployment == .cloud
        var members = JSONMembers()
        if isCloud {
            members["self"] = .string(url("user?accountId=\(Account.id)", version))
            members["accountId"] = .string(Account.id)
            members["accountType"] = "atlassian"
        } else {
            members["self"] = .string(url("user?username=\(Account.name)", version))
            members["key"] = .string(Account.name)
            members["name"] = .string(Account.name)
        }
        members["emailAddress"] = .string(configuration.email)
        members["displayName"] = .string(Account.displayName)
        members["active"] = true
        members["timeZone"] = isCloud ? "Etc/UTC" : "UTC"
        return .object(members)
    }

    private func permissions(_ request: Request) throws(RequestRefusal) -> JSONValue {
        let asked = request.list("permissions")
        guard !asked.isEmpty || configuration.deployment == .datacenter else {
            throw RequestRefusal(400, message: "The 'permissions' query parameter is required.")
        }
        if let name = request.parameter("projectKey") ?? request.parameter("projectId"),
            project(name) == nil || !isAllowed("BROWSE_PROJECTS")
        {
            throw RequestRefusal(404, message: "No project could be found with key '\(name)'.")
        }
        if let name = request.parameter("issueKey") ?? request.parameter("issueId"), issue(name) == nil {
            throw .noSuchIssue
        }
        var permissions = JSONMembers()
        for key in asked.isEmpty ? Self.knownPermissions : asked {
            guard let place = Self.knownPermissions.firstIndex(of: key) else {
                throw RequestRefusal(400, message: "Unrecognized permission: \(key)")
            }
            let name = key.split(separator: "_").map { $0.prefix(1) + $0.dropFirst().lowercased() }
            permissions[key] = [
                "id": .string(String(10 + place)), "key": .string(key),
                "name": .string(name.joined(separator: " ")),
                "type": key == "ADMINISTER" || key == "BULK_CHANGE" ? "GLOBAL" : "PROJECT", "description": "",
                "havePermission": .bool(!request.isAnonymous && isAllowed(key)),
            ]
        }
        return ["permissions": .object(permissions)]
    }

    private static let knownPermissions = [
        "ADMINISTER", "ADMINISTER_PROJECTS", "BULK_CHANGE", "BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES",
        "DELETE_ISSUES", "TRANSITION_ISSUES", "RESOLVE_ISSUES", "CLOSE_ISSUES", "ADD_COMMENTS",
        "EDIT_OWN_COMMENTS", "EDIT_ALL_COMMENTS", "DELETE_OWN_COMMENTS", "DELETE_ALL_COMMENTS", "LINK_ISSUES",
        "MOVE_ISSUES", "ASSIGN_ISSUES", "MODIFY_REPORTER", "SET_ISSUE_SECURITY", "SCHEDULE_ISSUES",
        "USER_PICKER",
    ]
}
