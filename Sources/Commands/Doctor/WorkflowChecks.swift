import Jira
import Presentation
import Reconciliation
import Workflow

/// Whether issues of the project can be closed and opened again, as far as that is known before there are any.
///
/// So far this looks at the statuses alone. Whether there is a path between them belongs here, too.
struct WorkflowChecks {
    private let jira: JiraInspection

    init(_ jira: JiraInspection) { self.jira = jira }

    /// The names of the checks, in their order.
    static let names = ["jira.workflow"]

    /// The checks.
    var all: [Checkup.Check] {
        switch jira.statuses {
        case nil: .skipped(Self.names, "the issue type is not known")
        case .failure(let problem): [.problem("jira.workflow", problem)]
        case .success(let statuses): [about(statuses)]
        }
    }

    private func about(_ statuses: [JiraInspection.Status]) -> Checkup.Check {
        let closed = statuses.filter { $0.category == .done }.map(\.name)
        let open = statuses.filter { $0.category != .done }.map(\.name)
        guard !closed.isEmpty else {
            return .problem(
                "jira.workflow",
                "No status of the workflow is done: issues cannot be closed",
                hint: "Give the workflow a status of the category Done"
            )
        }
        guard !open.isEmpty else {
            return .problem(
                "jira.workflow",
                "Every status of the workflow is done: issues cannot be open",
                hint: "Give the workflow a status of the category To Do or In Progress"
            )
        }
        return .ok(
            "jira.workflow",
            "open: \(open.joined(separator: ", ")); closed: \(closed.joined(separator: ", "))"
        )
    }
}
