public import Reconciliation

/// What became of one approved action.
public struct ActionResult: Hashable, Sendable {
    /// How it ended.
    public enum Ending: Hashable, Sendable {
        /// It was done.
        case done
        /// It was skipped, because what was approved is no longer true; says what is true now.
        case stale(String)
        /// It could not be done, or nobody knows whether it was.
        case failed(Problem)
    }

    /// The action as it was approved.
    public var action: Action
    /// How it ended.
    public var ending: Ending
    /// The key; for a create the new one, nil when it failed.
    public var key: String?

    /// Makes a result.
    public init(action: Action, ending: Ending, key: String?) {
        self.action = action
        self.ending = ending
        self.key = key
    }

    /// Whether it was skipped.
    public var isStale: Bool { if case .stale = ending { true } else { false } }

    /// Whether it was done.
    public var isDone: Bool { ending == .done }
}

/// What an apply came to.
public struct ApplyReport: Hashable, Sendable {
    /// Every approved action, in the plan's order.
    public var results: [ActionResult]
    /// The commit with the new state; nil when there was nothing to commit.
    public var commit: String?
    /// The serial of the committed state.
    public var serial: Int
    /// What a plan over the touched links would still do, which should be nothing.
    public var remaining: [Action]
    /// How many conflicts of the plan wait for a decision.
    public var conflicts: Int

    /// Makes a report.
    public init(results: [ActionResult], commit: String?, serial: Int, remaining: [Action], conflicts: Int) {
        self.results = results
        self.commit = commit
        self.serial = serial
        self.remaining = remaining
        self.conflicts = conflicts
    }

    /// The results that were not done.
    public var undone: [ActionResult] { results.filter { !$0.isDone } }
}
