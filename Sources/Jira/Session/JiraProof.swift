internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The caller and the project of a run, as Jira told them.
struct JiraProof: Sendable {
    /// The Jira, the project and the caller.
    var site: JiraSite
    /// The account's id, as it comes with each answer; nil where Jira does not tell.
    var account: String?
    /// The ids of the mapped fields, by the names that the configuration gives them.
    var fieldIDs: [FieldName: FieldName] = [:]
    /// The types of the project's issues.
    var issueTypes: [IssueType]

    /// A type of the project's issues.
    struct IssueType: Sendable {
        var id: String
        var name: String
        var isSubtask: Bool

        /// Reads one element of a list of types; nil when it lacks an id or a name.
        init?(_ json: JSON) {
            guard let id = json["id"]?.string, id.isJiraID, let name = json["name"]?.string, !name.isEmpty
            else { return nil }
            self.id = id
            self.name = name
            isSubtask = json["subtask"]?.bool == true
        }
    }

    /// Reads what a proved caller was told of the server and the project.
    init(
        _ configuration: JiraConfiguration,
        _ deployment: Deployment,
        account: String,
        server: JSON?,
        project: JSON?
    ) throws(JiraFailure) {
        guard let id = project?["id"]?.string, id.isJiraID, let key = project?["key"]?.string,
            key.isProjectKey
        else {
            let call = "GET /project/\(configuration.project)"
            throw JiraFailure(.nonsense, "Jira's answer names no project.", call: call)
        }
        // Atlassian's document requires neither of them of an answer.
        let url = server?["baseUrl"]?.string ?? configuration.apiURL
        let time = server?["serverTime"]?.string.flatMap { JiraTimestamp($0)?.milliseconds } ?? 0
        site = JiraSite(
            url: url.withoutTrailingSlash,
            project: key,
            projectID: id,
            account: account,
            time: time,
            deployment: deployment
        )
        issueTypes = (project?["issueTypes"]?.array ?? []).compactMap { IssueType($0) }
    }
}

extension String {
    /// Whether the text can be an id that Jira gave: a number.
    var isJiraID: Bool { !isEmpty && utf8.allSatisfy { (48...57).contains($0) } }

    /// Whether the text can be a project's key.
    ///
    /// Administrators may allow other keys than Jira's own rule does; none is without a letter or holds what would change
    /// a path.
    fileprivate var isProjectKey: Bool {
        contains(where: \.isLetter) && allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }
}
