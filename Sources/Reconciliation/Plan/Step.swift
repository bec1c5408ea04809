/// One thing that an action changes on one side.
public enum Step: Hashable, Sendable {
    /// In Jira.
    case issue(IssueStep)
    /// In the table.
    case row(RowStep)
    /// In the state alone.
    case link(LinkStep)
}

/// One thing that an action changes in an issue.
///
/// Each step carries the value before and the value after, as far as there is one before.
public enum IssueStep: Hashable, Sendable {
    /// A mapped field gets another value.
    case set(FieldName, from: FieldValue, to: FieldValue)
    /// The labels become others; nil before for an issue that is still to be created.
    case labels(from: [String]?, to: [String])
    /// The marker names a row; nil before for an issue without marker.
    case mark(from: RowKey?, to: RowKey)
    /// The marker is taken off.
    case release(from: RowKey?)
    /// A comment is added, in Markdown.
    case comment(String)
    /// A close asks for a resolution, by its name.
    case resolution(String)
    /// The issue goes to another status; before is the name of the present one.
    case move(from: String?, to: MoveGoal)
    /// The issue is related with another, by that one's key.
    case relate(RelationKind, to: String)
}

/// The side of the workflow on which a move ends.
///
/// The raw values stand in plan files.
public enum MoveGoal: String, Hashable, Sendable, CaseIterable {
    /// At a status of category done.
    case done
    /// At a status that is not done.
    case open
}

/// The sort of relation between one issue and another.
///
/// The raw values stand in plan files.
public enum RelationKind: String, Hashable, Sendable, CaseIterable {
    /// The first takes up what the second was about.
    case relates
    /// The first says the same as the second.
    case duplicates
}

/// One thing that an action changes in a row.
public enum RowStep: Hashable, Sendable {
    /// A column gets another value.
    case set(column: String, from: ColumnValue, to: ColumnValue)
    /// The list of tickets becomes another; nil before for a row without a list.
    case tickets(column: String, from: [String]?, to: [TicketRef])
}

extension RowStep {
    /// The column that it writes.
    public var column: String {
        switch self {
        case .set(let column, _, _), .tickets(let column, _, _): column
        }
    }
}

/// A ticket in a row's list.
public enum TicketRef: Hashable, Sendable {
    /// An issue's key.
    case key(IssueKey)
    /// What people wrote, which is no key.
    case text(String)
    /// The key of the issue that the action creates.
    case created

    /// The ticket as a row lists it.
    public init(_ text: String) { self = IssueKey(text).map(TicketRef.key) ?? .text(text) }

    /// The text in the row's list; nil for the key of an issue that is still to be created.
    public var text: String? {
        switch self {
        case .key(let key): key.text
        case .text(let text): text
        case .created: nil
        }
    }
}

/// One thing that an action changes in the state's link.
public enum LinkStep: Hashable, Sendable {
    /// Both sides agree on something else.
    case agree(from: Link.Agreement, to: Link.Agreement)
    /// The issue's status is of another category.
    case category(from: StatusCategory, to: StatusCategory)
    /// The row has another key.
    case rename(from: RowKey, to: RowKey)
    /// The row has another path.
    case repath(from: String, to: String)
    /// The issue has another key.
    case rekey(from: String, to: String)
    /// The base of a mapped field takes a value over.
    case learn(FieldName, from: FieldValue, to: FieldValue)
    /// The link to the issue of this key is dropped.
    case drop(key: String)
    /// A decision is carried out, or there is nothing left to decide.
    case clear(Link.Decision)
}

extension Step {
    /// Whether it moves an issue to another status.
    public var isMove: Bool { if case .issue(.move) = self { true } else { false } }
}

extension Action {
    /// The steps in Jira.
    public var issueSteps: [IssueStep] {
        steps.compactMap { if case .issue(let step) = $0 { step } else { nil } }
    }

    /// The steps in the table.
    public var rowSteps: [RowStep] {
        steps.compactMap { if case .row(let step) = $0 { step } else { nil } }
    }

    /// The steps in the state alone.
    public var linkSteps: [LinkStep] {
        steps.compactMap { if case .link(let step) = $0 { step } else { nil } }
    }

    /// Whether it changes the issue.
    public var changesIssue: Bool { steps.contains { if case .issue = $0 { true } else { false } } }

    /// Whether it changes the row.
    public var changesRow: Bool { steps.contains { if case .row = $0 { true } else { false } } }

    /// Whether it changes a side, and not the state alone.
    public var changesSides: Bool { steps.contains { if case .link = $0 { false } else { true } } }

    /// Whether it relates the issue with another.
    public var relates: Bool { issueSteps.contains { if case .relate = $0 { true } else { false } } }

    /// Whether it drops the link.
    public var dropsLink: Bool { linkSteps.contains { if case .drop = $0 { true } else { false } } }
}
