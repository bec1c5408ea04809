/// An issue that people wrote, for a sandbox's seed.
struct PeoplesIssue: Sendable {
    var key: String
    var status = "To Do"
    var resolution: String?

    init(_ key: String, _ status: String = "To Do", resolution: String? = nil) {
        self.key = key
        self.status = status
        self.resolution = resolution
    }
}

extension [PeoplesIssue] {
    /// Returns the seed of a Jira with these issues, as JSON; the project CCS is there beside theirs.
    ///
    /// - Parameter members: More members of the seed, each with a comma behind it.
    /// - Returns: The seed.
    func seed(_ members: String = "") -> String {
        let projects = Set(map { $0.key.prefix { $0 != "-" } }).subtracting(["CCS"]).sorted()
        let issues = map { issue in
            let resolution = issue.resolution.map { ", \"resolution\": \"\($0)\"" } ?? ""
            return
                "{\"key\": \"\(issue.key)\", \"summary\": \"By people\", \"status\": \"\(issue.status)\"\(resolution)}"
        }
        return """
            {\(members)"projects": [\(projects.map { "{\"key\": \"\($0)\"}" }.joined(separator: ", "))],
             "issues": [\(issues.joined(separator: ", "))]}
            """
    }
}
