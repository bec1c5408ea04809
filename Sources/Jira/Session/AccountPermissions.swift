internal import JSON
internal import JiraAPI
internal import Workflow

/// The permissions of the account that calls, by Jira's names for them.
struct AccountPermissions: Sendable {
    let session: JiraSession

    /// The permissions that a sync needs in the project.
    private static let needed = [
        "BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES", "RESOLVE_ISSUES",
        "ADD_COMMENTS",
    ]

    /// Returns those of the needed permissions that the account lacks in the project.
    func missing() async throws -> [String] {
        let place = (name: "projectKey", value: session.configuration.project)
        let told = try await orProblem(Self.needed, at: place)
        return Self.needed.filter { told[$0] != true }
    }

    /// Asks for permissions at a place, and throws a failure as a problem.
    func orProblem(_ names: [String], at place: (name: String, value: String)) async throws -> [String: Bool]
    {
        do {
            return try await told(of: names, at: place)
        } catch let failure as JiraFailure {
            throw failure.problem
        }
    }

    /// Asks for permissions at a place, and returns whether the caller has each, as far as Jira tells; Data Center tells all of
    /// them, unasked.
    ///
    /// Throws a failure as it comes.
    func told(
        of names: [String],
        at place: (name: String, value: String)
    ) async throws -> [String: Bool] {
        var query = [place]
        if try await session.deployment() == .cloud {
            query.append((name: "permissions", value: names.joined(separator: ",")))
        }
        let answer = try await session.connection.send(.get("/mypermissions", query))
        let permissions = answer.json?["permissions"]
        var told: [String: Bool] = [:]
        for name in names { told[name] = permissions?[name]?["havePermission"]?.bool }
        return told
    }
}
