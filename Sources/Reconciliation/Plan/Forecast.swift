/// What is known, before an action runs, of how it will fare in Jira as Jira is now.
public struct Forecast: Hashable, Sendable {
    /// The names of the statuses that the issue is to pass, the last being where it ends; empty where no transition is
    /// made or nobody looked.
    public var via: [String]
    /// Whether the transition is made by Jira's bulk operation, together with those of other issues.
    public var isBulk: Bool
    /// Why it cannot be done; nil where nothing is known against it.
    public var obstacle: Obstacle?

    /// What stands at the end of `via` where Jira does not tell yet which way it goes on.
    public static let unknown = "…"

    /// Makes a forecast; by default one that knows nothing.
    public init(via: [String] = [], isBulk: Bool = false, obstacle: Obstacle? = nil) {
        self.via = via
        self.isBulk = isBulk
        self.obstacle = obstacle
    }
}

/// Why an action cannot be done as Jira is now, and the way out.
public struct Obstacle: Hashable, Sendable {
    /// What is in the way: a full sentence.
    public var message: String
    /// What to do about it.
    public var hint: String

    /// Describes an obstacle.
    public init(_ message: String, hint: String) {
        self.message = message
        self.hint = hint
    }
}

extension Plan {
    /// The places of the actions that ask something of Jira, so that a forecast can be had of them.
    public var foreseeable: [Int] {
        actions.indices.filter { actions[$0].changesIssue }
    }

    /// The actions that cannot be done as Jira is now.
    public var blocked: [Action] { actions.filter { $0.forecast.obstacle != nil } }
}
