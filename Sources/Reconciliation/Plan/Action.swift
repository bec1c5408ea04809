/// What must still be true for an action to run.
public struct Precondition: Hashable, Sendable {
    /// The digest of the row's columns that the action depends on; nil when it depends on no row.
    public var row: Digest?
    /// The digest of the issue's key, status and owned fields; nil when it depends on no issue.
    public var issue: Digest?

    /// Makes a precondition.
    public init(row: Digest? = nil, issue: Digest? = nil) {
        self.row = row
        self.issue = issue
    }
}

/// One thing a plan will do, on one side, for one link.
public struct Action: Hashable, Sendable {
    /// What it does.
    public var operation: Operation
    /// The row it is about.
    public var row: RowKey
    /// The row's path.
    public var path: String
    /// The issue's id; nil for one that is still to be created.
    public var issue: IssueID?
    /// The issue's key; nil for one that is still to be created.
    public var key: String?
    /// The reason.
    public var reason: Reason
    /// What must still be true.
    public var precondition: Precondition
    /// What it changes, step by step: the issue first, then the row, then the state.
    public var steps: [Step]
    /// How it will fare in Jira, as far as that was looked at.
    public var forecast = Forecast()

    /// Makes an action.
    public init(
        _ operation: Operation,
        row: RowKey,
        path: String,
        issue: IssueID? = nil,
        key: String? = nil,
        reason: Reason,
        precondition: Precondition = Precondition(),
        steps: [Step] = []
    ) {
        self.operation = operation
        self.row = row
        self.path = path
        self.issue = issue
        self.key = key
        self.reason = reason
        self.precondition = precondition
        self.steps = steps
    }
}

extension Action: Comparable {
    /// Orders actions by row key, then operation, then issue: the order of plan files.
    public static func < (left: Action, right: Action) -> Bool {
        if left.row != right.row { return left.row < right.row }
        if left.operation != right.operation { return left.operation < right.operation }
        return (left.issue?.number ?? .max) < (right.issue?.number ?? .max)
    }
}
