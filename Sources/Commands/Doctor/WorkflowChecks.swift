import Jira
import Presentation
import Reconciliation
import Workflow

/// The checks of the workflow: that issues can be closed and opened again, as far as Jira tells.
struct WorkflowChecks {
    private let jira: JiraInspection

    init(_ jira: JiraInspection) { self.jira = jira }

    /// The names of the checks, in their order.
    static let names = ["jira.workflow", "jira.close", "jira.reopen"]

    /// The checks.
    var all: [Checkup.Check] {
        switch jira.statuses {
        case nil: .skipped(Self.names, "the issue type is not known")
        case .failure(let problem):
            [.problem("jira.workflow", problem)]
                + .skipped(Self.names.dropFirst(), "the workflow's statuses are not known")
        case .success(let statuses):
            [about(statuses), about(jira.closing, "jira.close"), about(jira.reopening, "jira.reopen")]
        }
    }

    /// A ticket that cannot be opened again is no problem: a new one takes its place.
    private func about(_ way: Result<JiraInspection.Way?, Problem>?, _ name: String) -> Checkup.Check {
        let isClosing = name == "jira.close"
        switch way {
        case nil: return .skipped(name, "the workflow was not asked")
        case .failure(let problem): return .problem(name, problem)
        case .success(nil):
            return .ok(name, "no \(isClosing ? "open" : "closed") issue of the type exists yet to ask about")
        case .success(let way?):
            let path = ([way.from] + way.via).joined(separator: ", ")
            guard let obstacle = way.obstacle else { return .ok(name, "\(path), as of \(way.issue)") }
            guard isClosing else {
                return .warning(name, obstacle.summary, hint: "A debt that comes back gets a new issue then")
            }
            return .problem(name, obstacle.summary, hint: obstacle.hint)
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
