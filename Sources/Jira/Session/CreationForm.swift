internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The form of a new issue: its type, and the fields that it can be given.
struct CreationForm: Sendable {
    let session: JiraSession

    /// Returns the configured issue type as a new issue's field names it: by name where the project does not tell its
    /// types.
    func issueType() async throws -> JSON {
        guard try await !session.proved().issueTypes.isEmpty else {
            return ["name": .string(session.configuration.issueType)]
        }
        return ["id": .string(try await issueTypeID())]
    }

    /// Returns the id of the issue type that is configured by name or id; throws a failure as it comes.
    func issueTypeID() async throws -> String {
        let wanted = session.configuration.issueType
        var types = try await session.proved().issueTypes
        if types.isEmpty { types = try await creatableTypes() }
        if let type = types.first(where: { $0.id == wanted || $0.name == wanted }) { return type.id }
        if let type = types.first(where: { $0.name.lowercased() == wanted.lowercased() }) { return type.id }
        throw Problem.noIssueType(wanted, in: session.configuration.project, among: types.map(\.name))
    }

    /// Asks for the types of issues that can be created, where the project itself did not tell its types.
    private func creatableTypes() async throws -> [JiraProof.IssueType] {
        let project = try await session.proved().site.project
        let path = "/issue/createmeta/\(project.percentEncoded)/issuetypes"
        let query = [(name: "maxResults", value: "200")]
        let answer = try await session.connection.send(
            .get(path, query, endpoint: "/issue/createmeta/{project}/issuetypes")
        )
        let names = ["issueTypes", "values"]
        guard let list = names.lazy.compactMap({ answer.json?[$0]?.array }).first else {
            throw JiraFailure(.nonsense, "Jira's answer lists no issue types.", call: answer.call)
        }
        return list.compactMap { JiraProof.IssueType($0) }
    }

    /// Asks for the fields that an issue of the configured type can be given; throws a failure as it comes.
    func fields() async throws -> [FieldName: JiraField] {
        let (project, type) = try await (session.proved().site.project, issueTypeID())
        let path = "/issue/createmeta/\(project.percentEncoded)/issuetypes/\(type.percentEncoded)"
        var fields: [FieldName: JiraField] = [:]
        var start = 0
        while true {
            let query = [(name: "startAt", value: "\(start)"), (name: "maxResults", value: "200")]
            let call = JiraCall.get(path, query, endpoint: "/issue/createmeta/{project}/issuetypes/{type}")
            let answer: JiraAnswer
            do throws(JiraFailure) {
                answer = try await session.connection.send(call)
            } catch {
                // Some administrators of a Data Center block it, since it can be slow.
                let isBlocked = [.forbidden, .notFound].contains(error.kind)
                let deployment = try await session.proved().site.deployment
                guard isBlocked, deployment == .dataCenter else { throw error }
                return try await allFields()
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

    /// Returns all fields of the site as far as their sort is known; Jira does not tell then which of them an issue takes.
    private func allFields() async throws -> [FieldName: JiraField] {
        let answer = try await session.send(.get("/field"))
        var fields: [FieldName: JiraField] = [:]
        for json in answer.json?.array ?? [] {
            if let id = json["id"]?.string { fields[id] = JiraField(json, id: id) }
        }
        return fields
    }
}
