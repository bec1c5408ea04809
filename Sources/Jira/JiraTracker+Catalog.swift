internal import JSON
internal import Reconciliation
internal import Workflow

/// A project as a person picks it.
public struct JiraProject: Hashable, Sendable {
    /// Its key, such as `CCS`.
    public var key: String
    /// Its name.
    public var name: String
}

extension JiraTracker {
    /// Returns the projects that the account may create issues in, by key; needs no project in the configuration.
    public func projects() async throws -> [JiraProject] {
        var projects: [JiraProject] = []
        while true {
            let query = [
                (name: "action", value: "create"), (name: "orderBy", value: "key"),
                (name: "startAt", value: "\(projects.count)"), (name: "maxResults", value: "100"),
            ]
            let answer = try await send(.get("/project/search", query))
            guard let page = answer.json?["values"]?.array else {
                throw JiraFailure(.nonsense, "Jira's answer lists no projects.", call: "GET /project/search")
                    .problem
            }
            for project in page {
                guard let key = project["key"]?.string else { continue }
                projects.append(JiraProject(key: key, name: project["name"]?.string ?? key))
            }
            if page.isEmpty || answer.json?["isLast"]?.bool != false { return projects }
        }
    }

    /// Returns the names of the project's issue types, those of sub-tasks left out.
    public func issueTypes() async throws -> [String] {
        try await proved().issueTypes.filter { !$0.isSubtask }.map(\.name)
    }
}
