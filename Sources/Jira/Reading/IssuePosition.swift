internal import JSON
internal import Reconciliation

/// The position of an issue in its workflow, as far as its next step depends on it.
struct IssuePosition: Hashable, Sendable {
    var status: IssueStatus
    private let project: String
    private let issueType: String

    /// The part that the steps on offer depend on.
    struct Key: Hashable, Sendable {
        var project: String
        var issueType: String
        var status: String
    }

    /// Reads it off an issue's fields; nil when they lack one.
    init?(_ issue: JSON?) {
        guard let fields = issue?["fields"], let status = IssueStatus(fields["status"]),
            let project = fields["project"]?["id"]?.string, let type = fields["issuetype"]?["id"]?.string
        else { return nil }
        self.status = status
        self.project = project
        issueType = type
    }

    /// The fields to ask for.
    static let fields: [FieldName] = ["status", "issuetype", "project"]

    var key: Key { Key(project: project, issueType: issueType, status: status.id) }
}
