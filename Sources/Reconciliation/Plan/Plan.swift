/// Both sides moved away from the base in ways no policy settles.
public struct Conflict: Hashable, Sendable {
    /// The row's key.
    public var row: RowKey
    /// The row's path.
    public var path: String
    /// The issue's key; several, separated by commas, where the conflict is about all of a row's tickets.
    public var issue: String
    /// The field, or `status`.
    public var field: String
    /// What both sides were when they last agreed; nil when they never did.
    public var base: String?
    /// What the row says.
    public var rowValue: String
    /// What the issue says.
    public var issueValue: String
    /// Why it is a conflict.
    public var reason: String
    /// What to do about it.
    public var hint: String

    /// Makes a conflict.
    public init(
        row: RowKey,
        path: String,
        issue: String,
        field: String,
        base: String?,
        rowValue: String,
        issueValue: String,
        reason: String,
        hint: String
    ) {
        self.row = row
        self.path = path
        self.issue = issue
        self.field = field
        self.base = base
        self.rowValue = rowValue
        self.issueValue = issueValue
        self.reason = reason
        self.hint = hint
    }
}

/// Something a person should know that the plan will not change.
public struct Finding: Hashable, Sendable {
    /// What sort of finding it is.
    ///
    /// The raw values stand in plan files.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A row names a ticket that does not exist.
        case danglingTicket = "dangling_ticket"
        /// A second issue was created for a row.
        case duplicateIssue = "duplicate_issue"
        /// An issue carries the marker of another: somebody cloned it.
        case clone
        /// An issue carries the label and no marker: somebody set it by hand.
        case foreignLabel = "foreign_label"
        /// An issue carries a marker for a row that does not exist.
        case strayIssue = "stray_issue"
        /// A row has no debt any more, and a ticket that people wrote is still open.
        case ticketStillOpen = "ticket_still_open"
        /// A row has debt again, and a ticket that people wrote is closed.
        case ticketClosed = "ticket_closed"
        /// An accepted debt's issue is gone.
        case acceptedIssueMissing = "accepted_issue_missing"
        /// A field of an issue goes back to the same value in run after run.
        case perpetualDiff = "perpetual_diff"
    }

    /// What sort it is.
    public var kind: Kind
    /// The row's key.
    public var row: RowKey
    /// The issue's key; nil where there is none.
    public var issue: String?
    /// What there is to know: a full sentence.
    public var message: String

    /// Makes a finding.
    public init(_ kind: Kind, row: RowKey, issue: String?, message: String) {
        self.kind = kind
        self.row = row
        self.issue = issue
        self.message = message
    }
}

/// How Jira was looked at.
///
/// The raw values stand in plan files.
public enum RefreshMode: String, Hashable, Sendable, CaseIterable {
    /// Every link was looked at.
    case full
    /// Only what changed since the watermark.
    case changes
    /// Nothing was looked at; the state was believed.
    case none
}

/// What a plan was made from, and so what it may be applied to.
public struct Binding: Hashable, Sendable {
    /// The state's UUID; nil when there was none yet.
    public var lineage: String?
    /// The state's serial; 0 when there was none yet.
    public var serial: Int
    /// The id of the git object that held the state; nil when there was none yet.
    public var state: String?
    /// The Jira project and the table.
    public var scope: Scope
    /// The digest of all settings that a plan depends on.
    public var configuration: Digest
    /// The UUID of a state that was lost, as the markers of this table's issues tell, which the next one takes up; nil
    /// mostly.
    public var lost: String?

    /// Makes a binding.
    public init(
        lineage: String?,
        serial: Int,
        state: String?,
        scope: Scope,
        configuration: Digest,
        lost: String? = nil
    ) {
        self.lost = lost
        self.lineage = lineage
        self.serial = serial
        self.state = state
        self.scope = scope
        self.configuration = configuration
    }
}

/// What has to change on either side for both to agree.
///
/// The same inputs give an equal plan.
public struct Plan: Hashable, Sendable {
    /// What it was made from.
    public var binding: Binding
    /// How Jira was looked at.
    public var refresh: RefreshMode
    /// What it will do, in the order of `Action`.
    public var actions: [Action]
    /// What waits for a decision, by row and field.
    public var conflicts: [Conflict]
    /// What a person should know, by row and kind.
    public var findings: [Finding]
    /// What it measured for the guards.
    public var measures: Measures
    /// The acknowledgements it carries: a guard's name, and up to which number it may be passed.
    public var allow: [String: Int]

    /// Makes a plan.
    public init(
        binding: Binding,
        refresh: RefreshMode,
        actions: [Action] = [],
        conflicts: [Conflict] = [],
        findings: [Finding] = [],
        measures: Measures = Measures(),
        allow: [String: Int] = [:]
    ) {
        self.binding = binding
        self.refresh = refresh
        self.actions = actions
        self.conflicts = conflicts
        self.findings = findings
        self.measures = measures
        self.allow = allow
    }

    /// How many actions of each operation there are; operations that do not occur are left out.
    public var counts: [Operation: Int] { actions.reduce(into: [:]) { $0[$1.operation, default: 0] += 1 } }

    /// Whether applying it would change nothing.
    public var isEmpty: Bool { actions.isEmpty }
}
