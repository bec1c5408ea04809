/// A value before or after a change.
public enum ChangeValue: Hashable, Sendable {
    /// No value.
    case null
    /// A truth value.
    case bool(Bool)
    /// A text.
    case text(String)
    /// A list of texts in its order.
    case list([String])
}

/// One thing an action changes on one side.
public struct Change: Hashable, Sendable {
    /// Where a change happens.
    public enum Side: String, Hashable, Sendable, CaseIterable {
        /// In Jira.
        case issue
        /// In the table.
        case row
        /// In the state alone.
        case state
    }

    /// Where it happens.
    public var side: Side
    /// The field, the column, or the part of the link.
    public var field: String
    /// What it is now.
    public var from: ChangeValue
    /// What it is to be.
    public var to: ChangeValue

    /// Makes a change.
    public init(_ side: Side, _ field: String, from: ChangeValue, to: ChangeValue) {
        self.side = side
        self.field = field
        self.from = from
        self.to = to
    }

    /// Whether it moves an issue to another status.
    public var isMove: Bool { side == .issue && field == Self.status }

    /// What stands for the key of an issue that is still to be created.
    public static let newKey = "(new key)"
    /// The name under which a change of the issue's status is written; its target is `done` or `open`.
    public static let status = "status"
    /// The name under which a comment on the issue is written.
    public static let comment = "comment"
    /// The name under which the marker's row is written; null takes the marker off.
    public static let marker = "marker"
    /// The name under which a close says which resolution it wants.
    public static let resolution = "resolution"
    /// The name under which the key of the issue stands that this one takes up again.
    public static let relates = "relates"
    /// The name under which the key of the issue stands that this one duplicates.
    public static let duplicates = "duplicates"
    /// The name under which the state's link is dropped.
    public static let link = "link"
    /// The name under which a decision is carried out, or dropped as there is nothing left to decide.
    public static let decision = "decision"
}

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
    /// Why: a phrase for people.
    public var reason: String
    /// What must still be true.
    public var precondition: Precondition
    /// What it changes, issue first, then row, then state.
    public var changes: [Change]
    /// How it will fare in Jira, as far as that was looked at.
    public var forecast = Forecast()

    /// Makes an action.
    public init(
        _ operation: Operation,
        row: RowKey,
        path: String,
        issue: IssueID? = nil,
        key: String? = nil,
        reason: String,
        precondition: Precondition = Precondition(),
        changes: [Change] = []
    ) {
        self.operation = operation
        self.row = row
        self.path = path
        self.issue = issue
        self.key = key
        self.reason = reason
        self.precondition = precondition
        self.changes = changes
    }

    /// Returns the changes on one side.
    public func changes(on side: Change.Side) -> [Change] { changes.filter { $0.side == side } }
}

extension Action: Comparable {
    /// Orders actions by row key, then operation, then issue: the order of plan files.
    public static func < (left: Action, right: Action) -> Bool {
        if left.row != right.row { return left.row < right.row }
        if left.operation != right.operation { return left.operation < right.operation }
        return (left.issue?.number ?? .max) < (right.issue?.number ?? .max)
    }
}
