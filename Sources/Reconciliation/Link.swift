/// The base of one owned field: what was sent last, and what was read back then.
///
/// Jira rewrites text, so the two are never compared with each other: what would be sent is compared with `sent`, what
/// is read now with `read`.
public struct FieldBase: Hashable, Sendable {
    /// The field.
    public var name: FieldName
    /// What was sent last.
    public var sent: FieldValue
    /// What was read when the sides last agreed.
    public var read: FieldValue

    /// Makes the base of a field.
    public init(name: FieldName, sent: FieldValue, read: FieldValue) {
        self.name = name
        self.sent = sent
        self.read = read
    }
}

/// The record that a row and an issue belong together, and what both were when they last agreed.
public struct Link: Hashable, Sendable {
    /// Who writes the issue.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The tool created the issue or adopted it, and writes its owned fields.
        case managed
        /// People wrote the issue; the tool reads its status and never edits it.
        case followed
    }

    /// What the row said when both sides last agreed.
    public enum Agreement: String, Hashable, Sendable, CaseIterable {
        /// There was debt, and the issue stood for it.
        case open
        /// There was no debt any more.
        case resolved
        /// There is debt, and people decided in Jira to live with it.
        case accepted
    }

    /// The row's key.
    public var row: RowKey
    /// The row's path.
    public var path: String
    /// The issue's id.
    public var issue: IssueID
    /// The issue's key.
    public var key: String
    /// Who writes the issue.
    public var kind: Kind
    /// The base of the row's side.
    public var agreed: Agreement
    /// The base of the issue's side: the category of its status.
    public var category: StatusCategory
    /// The UUID of the create that made the issue; nil for a followed one.
    public var operation: String?
    /// The digest of all that templates see of the row, and of the templates; nil when never rendered.
    public var content: Digest?
    /// The digest of the debt's text; nil for a link that never saw one.
    public var text: Digest?
    /// The base of every owned field, in the order of `name`; empty for a followed link.
    public var fields: [FieldBase]

    /// Makes a link.
    public init(
        row: RowKey,
        path: String,
        issue: IssueID,
        key: String,
        kind: Kind,
        agreed: Agreement,
        category: StatusCategory,
        operation: String? = nil,
        content: Digest? = nil,
        text: Digest? = nil,
        fields: [FieldBase] = []
    ) {
        self.row = row
        self.path = path
        self.issue = issue
        self.key = key
        self.kind = kind
        self.agreed = agreed
        self.category = category
        self.operation = operation
        self.content = content
        self.text = text
        self.fields = fields
    }
}

extension Link: Comparable {
    /// Orders links by row key, then by issue id: the order of the state file.
    public static func < (left: Link, right: Link) -> Bool {
        left.row == right.row ? left.issue < right.issue : left.row < right.row
    }
}
