internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// A project as a person picks it.
public struct JiraProject: Hashable, Sendable {
    /// Its key, such as `CCS`.
    public var key: String
    /// Its name.
    public var name: String
}

extension JiraProject {
    /// Reads one element of a list of projects; nil when it lacks a key.
    fileprivate init?(_ json: JSON) {
        guard let key = json["key"]?.string else { return nil }
        self.init(key: key, name: json["name"]?.string ?? key)
    }
}

/// The projects and types that issues can be created in.
struct ProjectCatalog: Sendable {
    let session: JiraSession

    /// Returns the projects that the account may create issues in, by key; needs no project in the configuration.
    func projects() async throws -> [JiraProject] {
        var projects: [JiraProject] = []
        if try await session.deployment() == .dataCenter {
            let answer = try await session.send(.get("/project"))
            guard let list = answer.json?.array else {
                throw JiraFailure(.nonsense, "Jira's answer lists no projects.", call: answer.call).problem
            }
            return list.compactMap { JiraProject($0) }.sorted { $0.key < $1.key }
        }
        while true {
            let query = [
                (name: "action", value: "create"), (name: "orderBy", value: "key"),
                (name: "startAt", value: "\(projects.count)"), (name: "maxResults", value: "100"),
            ]
            let answer = try await session.send(.get("/project/search", query))
            guard let page = answer.json?["values"]?.array else {
                throw JiraFailure(.nonsense, "Jira's answer lists no projects.", call: "GET /project/search")
                    .problem
            }
            projects += page.compactMap { JiraProject($0) }
            if page.isEmpty || answer.json?["isLast"]?.bool != false { return projects }
        }
    }

    /// Returns the names of the project's issue types, those of sub-tasks left out.
    func issueTypes() async throws -> [String] {
        try await session.proved().issueTypes.filter { !$0.isSubtask }.map(\.name)
    }
}
