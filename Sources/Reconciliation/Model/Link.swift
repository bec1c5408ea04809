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
    /// The value that the issue keeps going back to; nil as long as it never did.
    public var flip: Flip?

    /// A value that the issue went back to after it was settled otherwise.
    public struct Flip: Hashable, Sendable {
        /// The value that was settled otherwise: overwritten, or taken over and then gone again.
        public var value: FieldValue
        /// In how many runs running; the first is 1.
        public var count: Int

        /// Makes a flip.
        public init(value: FieldValue, count: Int) {
            self.value = value
            self.count = count
        }
    }

    /// Makes the base of a field.
    public init(name: FieldName, sent: FieldValue, read: FieldValue, flip: Flip? = nil) {
        self.name = name
        self.sent = sent
        self.read = read
        self.flip = flip
    }
}

extension FieldBase {
    /// In how many runs running a value may come back before it is left alone.
    static let mostFlips = 2

    /// Whether a value came back in as many runs running as it may, and is back now.
    func isPerpetual(_ value: FieldValue) -> Bool {
        flip.map { $0.count >= Self.mostFlips && $0.value == value } ?? false
    }

    /// Returns the flip that follows when a value which only Jira changed is settled.
    ///
    /// - Parameters:
    ///   - value: What the issue went to.
    ///   - gone: The value that is gone by that: what was overwritten, or the base that it took the place of.
    /// - Returns: The flip, which counts on when the value was there before.
    public func flip(at value: FieldValue, gone: FieldValue) -> Flip {
        let isBack = flip?.value == value
        return Flip(value: gone, count: isBack ? (flip?.count ?? 0) + 1 : 1)
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

    /// What people decided about a link, until the next apply carries it out.
    public enum Decision: String, Hashable, Sendable, CaseIterable {
        /// The row is right.
        case audit
        /// The issue is right.
        case jira
        /// The two belong together: the issue's key goes into the row and, when managed, the marker onto the issue.
        case link
        /// The two are parted: the issue's key leaves the row and, when managed, the marker leaves the issue.
        case unlink
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
    /// What people decided and no apply has carried out yet; nil mostly.
    public var decision: Decision?
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
        decision: Decision? = nil,
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
        self.decision = decision
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
