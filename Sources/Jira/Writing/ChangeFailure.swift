internal import JiraAPI
internal import Workflow

/// The failure of a change that was not, or not wholly, made.
enum ChangeFailure: Error, Sendable {
    case failed(Problem)
    case unknown(Problem)

    var outcome: Outcome<Void> {
        switch self {
        case .failed(let problem): .failed(problem)
        case .unknown(let problem): .unknown(problem)
        }
    }

    /// The failure of one change by an error.
    init(_ error: any Error, _ change: IssueChange) {
        switch error {
        case let refusal as ChangeFailure: self = refusal
        case let problem as Problem: self = .failed(problem)
        case WriteFailure.unsent(let problem): self = .failed(problem.about(change.key))
        case WriteFailure.failed(let failure): self.init(failure, change)
        case let failure as JiraFailure:
            let problem = failure.problem(about: change.key)
            self = failure.effect == .none ? .failed(problem) : .unknown(problem)
        default: self = .failed(Problem.of(error).about(change.key))
        }
    }

    /// The failure of one change by an error of a look, which changes nothing.
    init(looking error: any Error, _ change: IssueChange) {
        self.init(error, change)
        if case .unknown(let problem) = self { self = .failed(problem) }
    }
}

/// The reason why a part of a change was not written.
enum WriteFailure: Error, Sendable {
    /// It was not sent, since the run cannot keep a note of it.
    case unsent(Problem)
    /// Jira did not do it, as far as one can know.
    case failed(JiraFailure)
}
