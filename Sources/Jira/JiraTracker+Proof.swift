internal import JSON
internal import Reconciliation
internal import Workflow

extension JiraTracker {
    /// Asks who the caller is, what server this is and whether the project can be seen, all at once; and for the fields'
    /// ids when the configuration names some as people do.
    func prove() async throws -> Proof {
        let key = configuration.project
        async let myself = connection.send(.get("/myself"))
        async let serverInfo = connection.send(.get("/serverInfo"))
        async let project = connection.send(
            .get("/project/\(key.percentEncoded)", endpoint: "/project/{key}")
        )
        async let fields = fieldList()
        do {
            let caller = try await myself
            let names = ["displayName", "emailAddress", "accountId", "name"]
            guard let name = names.lazy.compactMap({ caller.json?[$0]?.string }).first else {
                throw JiraFailure(.nonsense, "Jira does not say who the caller is.", call: "GET /myself")
            }
            let server = try await serverInfo.json
            if let deployment = server?["deploymentType"]?.string, deployment != "Cloud" {
                throw Problem(
                    .usage,
                    "The Jira at \(configuration.apiURL) is a \(deployment), not Jira Cloud.",
                    hint: "Set `jira.deployment` to what it is."
                )
            }
            let found = try await project.json
            guard let id = found?["id"]?.string, id.isJiraID,
                let foundKey = found?["key"]?.string, foundKey.isProjectKey
            else {
                let message = "Jira's answer names no project."
                throw JiraFailure(.nonsense, message, call: "GET /project/\(key)")
            }
            // Atlassian's document requires neither of them of an answer.
            let url = server?["baseUrl"]?.string ?? configuration.apiURL
            let time = server?["serverTime"]?.string.flatMap { JiraTimestamp($0)?.milliseconds } ?? 0
            let site = Site(
                url: url.withoutTrailingSlash,
                project: foundKey,
                projectID: id,
                account: name,
                time: time
            )
            let types = (found?["issueTypes"]?.array ?? []).compactMap {
                type -> (id: String, name: String, isSubtask: Bool)? in
                guard let id = type["id"]?.string, id.isJiraID,
                    let name = type["name"]?.string, !name.isEmpty
                else { return nil }
                return (id, name, type["subtask"]?.bool == true)
            }
            let ids = try fieldIDs(try await fields, project: id)
            return Proof(site: site, account: caller.account, fieldIDs: ids, issueTypes: types)
        } catch let failure as JiraFailure {
            guard failure.kind == .notFound else { throw failure.problem }
            guard failure.call.contains("/project/") else {
                throw Problem(
                    .usage,
                    "At \(configuration.apiURL) there is no version 3 of Jira's API. \(failure.message) (\(failure.call))",
                    hint: "Check `jira.url`, and `jira.deployment` if this is a Data Center."
                )
            }
            throw Problem.hiddenProject(key, failure.call)
        }
    }

    /// Proves the caller and the project once more, so that what was not found before that can be believed to be gone.
    func proveAgain() async throws {
        let key = configuration.project
        let id = try await proved().site.projectID
        let call = JiraCall.get("/project/\(key.percentEncoded)", endpoint: "/project/{key}")
        async let myself = connection.send(.get("/myself"))
        async let project = connection.send(call)
        do {
            let caller = try await myself
            guard caller.json?.object != nil else {
                throw JiraFailure(.nonsense, "Jira does not say who the caller is.", call: "GET /myself")
            }
            guard try await project.json?["id"]?.string == id else {
                throw JiraFailure(.nonsense, "Jira's answer names another project.", call: call.name)
            }
        } catch let failure as JiraFailure {
            guard failure.kind == .notFound, failure.call == call.name else { throw failure.problem }
            throw Problem.hiddenProject(key, failure.call)
        }
    }

    /// Asks for all fields when a mapped one goes by its name; nil when none does.
    private func fieldList() async throws(JiraFailure) -> JSON? {
        guard !configuration.fields.allSatisfy(FieldDirectory.isID) else { return nil }
        return try await connection.send(.get("/field")).json ?? .null
    }

    private func fieldIDs(_ list: JSON?, project: String) throws -> [FieldName: FieldName] {
        guard let list else { return [:] }
        guard let directory = FieldDirectory(list, project: project) else {
            throw JiraFailure(.nonsense, "Jira's answer lists no fields.", call: "GET /field")
        }
        return try directory.ids(of: configuration.fields)
    }

    /// Makes sure that an answer with nothing in it was given to the proved caller and not to nobody: a token that
    /// expired can lead to empty answers of status 200.
    func confirm(_ answer: JiraAnswer) async throws {
        let proof = try await proved()
        guard answer.account == nil || answer.account != proof.account else { return }
        _ = try await send(.get("/myself"))
    }

    /// Returns the issue type that is configured, as a new issue's field names it: by name where the project does not tell
    /// its types.
    func issueType() async throws -> JSON {
        guard try await !proved().issueTypes.isEmpty else {
            return ["name": .string(configuration.issueType)]
        }
        return ["id": .string(try await issueTypeID())]
    }

    /// Returns the id of the issue type that is configured by name or id.
    func issueTypeID() async throws -> String {
        let wanted = configuration.issueType
        let types = try await proved().issueTypes
        if let type = types.first(where: { $0.id == wanted || $0.name == wanted }) { return type.id }
        if let type = types.first(where: { $0.name.lowercased() == wanted.lowercased() }) { return type.id }
        let names = types.map(\.name).joined(separator: ", ")
        throw Problem(
            .usage,
            "The project \(configuration.project) has no issue type \"\(wanted)\".",
            hint: names.isEmpty ? "Set `jira.issue_type`." : "Set `jira.issue_type` to one of: \(names)."
        )
    }

    /// Asks which fields an issue of the configured type can be given; throws a failure as it comes.
    func readCreationFields() async throws -> [FieldName: JiraField] {
        let (project, type) = try await (proved().site.project, issueTypeID())
        let path = "/issue/createmeta/\(project.percentEncoded)/issuetypes/\(type.percentEncoded)"
        var fields: [FieldName: JiraField] = [:]
        var start = 0
        while true {
            let query = [(name: "startAt", value: "\(start)"), (name: "maxResults", value: "200")]
            let answer = try await connection.send(
                .get(path, query, endpoint: "/issue/createmeta/{project}/issuetypes/{type}")
            )
            guard let page = answer.json?["fields"]?.array ?? answer.json?["results"]?.array else {
                throw JiraFailure(.nonsense, "Jira's answer lists no fields.", call: "GET \(path)")
            }
            for field in page.compactMap({ JiraField($0) }) { fields[field.id] = field }
            start += page.count
            if page.isEmpty || start >= answer.json?["total"]?.integer ?? 0 { return fields }
        }
    }

    /// Returns which of the permissions that a sync needs the account lacks in the project, by Jira's names for them.
    public func missingPermissions() async throws -> [String] {
        let needed = [
            "BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES", "RESOLVE_ISSUES",
            "ADD_COMMENTS",
        ]
        let query = [
            (name: "projectKey", value: configuration.project),
            (name: "permissions", value: needed.joined(separator: ",")),
        ]
        let answer = try await send(.get("/mypermissions", query))
        return needed.filter { answer.json?["permissions"]?[$0]?["havePermission"]?.bool != true }
    }
}

extension String {
    /// Whether the text can be an id that Jira gave: a number.
    fileprivate var isJiraID: Bool { !isEmpty && utf8.allSatisfy { (48...57).contains($0) } }

    /// Whether the text can be a project's key.
    ///
    /// Administrators may allow other keys than Jira's own rule does; none is without a letter or holds what would change
    /// a path.
    fileprivate var isProjectKey: Bool {
        contains(where: \.isLetter) && allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }
}

extension Problem {
    fileprivate static func hiddenProject(_ key: String, _ call: String) -> Problem {
        Problem(
            .credentials,
            "The project \(key) does not exist, or the account may not browse it. (\(call))",
            hint: "Check `jira.project`, and give the account the permission Browse projects."
        )
    }
}
