internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

extension JiraTracker {
    /// Returns the issue type that is configured, as a new issue's field names it: by name where the project does not tell
    /// its types.
    func issueType() async throws -> JSON {
        guard try await !proved().issueTypes.isEmpty else {
            return ["name": .string(configuration.issueType)]
        }
        return ["id": .string(try await issueTypeID())]
    }

    /// Returns the id of the issue type that is configured by name or id; throws a failure as it comes.
    func issueTypeID() async throws -> String {
        let wanted = configuration.issueType
        var types = try await proved().issueTypes
        if types.isEmpty { types = try await creatableTypes() }
        if let type = types.first(where: { $0.id == wanted || $0.name == wanted }) { return type.id }
        if let type = types.first(where: { $0.name.lowercased() == wanted.lowercased() }) { return type.id }
        let names = types.map(\.name).joined(separator: ", ")
        throw Problem(
            .usage,
            "The project \(configuration.project) has no issue type \"\(wanted)\".",
            hint: names.isEmpty ? "Set `jira.issue_type`." : "Set `jira.issue_type` to one of: \(names)."
        )
    }

    /// Asks for the types of issues that can be created, where the project itself did not tell its types.
    private func creatableTypes() async throws -> [(id: String, name: String, isSubtask: Bool)] {
        let project = try await proved().site.project
        let path = "/issue/createmeta/\(project.percentEncoded)/issuetypes"
        let query = [(name: "maxResults", value: "200")]
        let answer = try await connection.send(
            .get(path, query, endpoint: "/issue/createmeta/{project}/issuetypes")
        )
        let names = ["issueTypes", "values"]
        guard let list = names.lazy.compactMap({ answer.json?[$0]?.array }).first else {
            throw JiraFailure(.nonsense, "Jira's answer lists no issue types.", call: answer.call)
        }
        return list.compactMap { type in
            guard let id = type["id"]?.string, id.isJiraID, let name = type["name"]?.string, !name.isEmpty
            else { return nil }
            return (id, name, type["subtask"]?.bool == true)
        }
    }

    /// Asks which fields an issue of the configured type can be given; throws a failure as it comes.
    func readCreationFields() async throws -> [FieldName: JiraField] {
        let (project, type) = try await (proved().site.project, issueTypeID())
        let path = "/issue/createmeta/\(project.percentEncoded)/issuetypes/\(type.percentEncoded)"
        var fields: [FieldName: JiraField] = [:]
        var start = 0
        while true {
            let query = [(name: "startAt", value: "\(start)"), (name: "maxResults", value: "200")]
            let call = JiraCall.get(path, query, endpoint: "/issue/createmeta/{project}/issuetypes/{type}")
            let answer: JiraAnswer
            do throws(JiraFailure) {
                answer = try await connection.send(call)
            } catch {
                // Some administrators of a Data Center block it, since it can be slow.
                let isBlocked = [.forbidden, .notFound].contains(error.kind)
                let deployment = try await proved().site.deployment
                guard isBlocked, deployment == .dataCenter else { throw error }
                return try await readAllFields()
            }
            let names = ["fields", "results", "values"]
            guard let page = names.lazy.compactMap({ answer.json?[$0]?.array }).first
            else {
                throw JiraFailure(.nonsense, "Jira's answer lists no fields.", call: "GET \(path)")
            }
            for field in page.compactMap({ JiraField($0) }) { fields[field.id] = field }
            start += page.count
            // Data Center says which page is the last one, and may tell no total.
            let isLast = answer.json?["isLast"]?.bool ?? (start >= answer.json?["total"]?.integer ?? 0)
            if page.isEmpty || isLast { return fields }
        }
    }

    /// Returns all fields of the site as far as their sort is known: what an issue takes of them nobody says.
    private func readAllFields() async throws -> [FieldName: JiraField] {
        let answer = try await send(.get("/field"))
        var fields: [FieldName: JiraField] = [:]
        for json in answer.json?.array ?? [] {
            if let id = json["id"]?.string { fields[id] = JiraField(json, id: id) }
        }
        return fields
    }

    /// Returns which of the permissions that a sync needs the account lacks in the project, by Jira's names for them.
    public func missingPermissions() async throws -> [String] {
        let needed = [
            "BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES", "RESOLVE_ISSUES",
            "ADD_COMMENTS",
        ]
        let answer = try await permissionsOrProblem(
            needed,
            (name: "projectKey", value: configuration.project)
        )
        return needed.filter { answer.json?["permissions"]?[$0]?["havePermission"]?.bool != true }
    }

    /// Asks the same, and throws a failure as a problem.
    func permissionsOrProblem(
        _ names: [String],
        _ place: (name: String, value: String)
    ) async throws -> JiraAnswer {
        do {
            return try await permissions(names, place)
        } catch let failure as JiraFailure {
            throw failure.problem
        }
    }

    /// Asks which permissions the caller has somewhere; Data Center tells all of them, unasked.
    ///
    /// Throws a failure as it comes.
    func permissions(_ names: [String], _ place: (name: String, value: String)) async throws -> JiraAnswer {
        var query = [place]
        if try await learnedDeployment() == .cloud {
            query.append((name: "permissions", value: names.joined(separator: ",")))
        }
        return try await connection.send(.get("/mypermissions", query))
    }
}
