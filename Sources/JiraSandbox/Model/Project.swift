/// A project: its issue types, its workflow and what its create screen asks for.
struct Project: Sendable {
    let id: Int
    let key: String
    let name: String
    var issueTypes: [IssueType]
    var workflow: Workflow
    /// Fields beyond the usual ones that a create must give.
    var requiredFields: Set<String> = []
    /// Usual fields that the create screen lacks.
    var hiddenFields: Set<String> = []
    /// Whether it is team-managed, with issue types of its own.
    var isTeamManaged = false
    /// Its components, which issues go by.
    var components: [NamedValue] = []
    /// Its versions.
    var versions: [NamedValue] = []
    /// The number that the next issue gets; it follows the largest ever given, as in Jira.
    var nextNumber = 1
}
