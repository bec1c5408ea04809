internal import JiraAPI
internal import Reconciliation
internal import Workflow

extension Problem {
    /// The address leads to something else than Jira's API.
    static func noAPI(at url: String, _ version: RESTVersion?, _ failure: JiraFailure) -> Problem {
        let version = version.map { "version \($0.rawValue) of " } ?? ""
        return Problem(
            .usage,
            "At \(url) there is no \(version)Jira's REST API. \(failure.message) (\(failure.call))",
            hint: "Check `jira.url`, which has a path where Jira stands below one, and `jira.deployment`"
        )
    }

    /// Jira is of another kind than the configuration says.
    static func misnamed(_ deployment: Deployment, really real: Deployment, at url: String) -> Problem {
        Problem(
            .usage,
            "The Jira at \(url) is \(real.name), not \(deployment.name)",
            hint: "Set `jira.deployment` to \(real.rawValue), or to auto"
        )
    }

    /// The project is not there for the caller.
    static func hiddenProject(_ key: String, _ call: String) -> Problem {
        Problem(
            .credentials,
            "The project \(key) does not exist, or the account may not browse it. (\(call))",
            hint: "Check `jira.project`, and give the account the permission Browse projects"
        )
    }

    /// The project has no issue type of the configured name.
    static func noIssueType(_ wanted: String, in project: String, among names: [String]) -> Problem {
        let names = names.joined(separator: ", ")
        return Problem(
            .usage,
            "The project \(project) has no issue type \"\(wanted)\"",
            hint: names.isEmpty ? "Set `jira.issue_type`" : "Set `jira.issue_type` to one of: \(names)"
        )
    }

    /// The account may not move an issue.
    static func mayNotMove(_ key: String) -> Problem {
        Problem(
            .credentials,
            "\(key): the account may not move the issue, so that nobody knows whether it can be reopened",
            hint: "Give the account the permission Transition issues in the issue's project"
        )
    }

    /// Jira could not read issues, by their ids or keys, however often it was asked.
    static func unreadable(_ issues: [String]) -> Problem {
        let names = issues.prefix(5).joined(separator: ", ")
        let summary = "Jira could not read \(issues.count) issues, among them \(names)"
        return Problem(.failure, summary, hint: "Run the command again later")
    }

    /// An answer lacks what every issue has.
    static func withoutStatus(_ issue: String) -> Problem {
        Problem(.failure, "Jira's answer about issue \(issue) lacks its status")
    }
}
