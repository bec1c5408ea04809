/// What identifies an issue for good: Jira's numeric id, which survives a move between projects.
public struct IssueID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number.
    public let number: UInt64

    /// Makes an id of its number.
    public init(_ number: UInt64) { self.number = number }

    /// Reads an id as Jira writes it, in decimal; nil when `text` is not a number.
    public init?(_ text: some StringProtocol) {
        guard let number = UInt64(text) else { return nil }
        self.number = number
    }

    /// Whether the left id is the smaller number, which is the older issue.
    public static func < (left: IssueID, right: IssueID) -> Bool { left.number < right.number }

    /// The number in decimal.
    public var description: String { String(number) }
}

/// What Jira knows of a status independent of a site's names: its category.
///
/// The keys are those of `statusCategory.key`; statuses of category `undefined` exist on real sites and count as open.
public enum StatusCategory: String, Hashable, Sendable, CaseIterable {
    /// No category.
    case undefined
    /// Not started.
    case new
    /// In progress.
    case indeterminate
    /// Closed.
    case done
}

/// The status of an issue.
public struct IssueStatus: Hashable, Sendable {
    /// The status's own id, which decides where names are localised.
    public var id: String
    /// The name people see.
    public var name: String
    /// What kind of status it is.
    public var category: StatusCategory

    /// Makes a status.
    public init(id: String, name: String, category: StatusCategory) {
        self.id = id
        self.name = name
        self.category = category
    }
}

/// How an issue says which row it belongs to: the value of the entity property `audit-jira`.
public struct Marker: Hashable, Sendable {
    /// The row it was created for.
    public var row: RowKey
    /// The UUID of the state that created it.
    public var lineage: String
    /// The UUID of the create that made it; a clone carries the same.
    public var operation: String

    /// Makes a marker.
    public init(row: RowKey, lineage: String, operation: String) {
        self.row = row
        self.lineage = lineage
        self.operation = operation
    }

    /// The name of both the searchable label and the entity property.
    public static let name = "audit-jira"
}

/// The value of an issue's field, as it is sent, read or remembered.
public enum FieldValue: Hashable, Sendable {
    /// No value.
    case none
    /// A text in clear: what is sent is Markdown for rich text, what is read is normalised plain text.
    case text(String)
    /// A set of texts, such as labels, sorted by UTF-8.
    case list([String])
    /// The digest of a text too long to remember in clear; only a base holds one.
    case digest(Digest)
}

/// A field by its id in Jira: `summary`, `description`, `labels`, `priority`, `customfield_10010`.
public typealias FieldName = String

/// An issue as it was read.
public struct Issue: Hashable, Sendable {
    /// What identifies it for good.
    public var id: IssueID
    /// What people call it; changes when it moves.
    public var key: String
    /// Its status.
    public var status: IssueStatus
    /// The name of its resolution; nil while it has none.
    public var resolution: String?
    /// When it was resolved, in UTC as `2026-11-23T08:03:11Z`; nil while it is not.
    public var resolved: String?
    /// The mapped fields that were read; `description` is the normalised text of the tool's own block, and none without one.
    public var fields: [FieldName: FieldValue]
    /// All its labels, sorted by UTF-8.
    public var labels: [String]
    /// The marker it carries; nil without one.
    public var marker: Marker?

    /// Makes an issue.
    public init(
        id: IssueID,
        key: String,
        status: IssueStatus,
        resolution: String? = nil,
        resolved: String? = nil,
        fields: [FieldName: FieldValue] = [:],
        labels: [String] = [],
        marker: Marker? = nil
    ) {
        self.id = id
        self.key = key
        self.status = status
        self.resolution = resolution
        self.resolved = resolved
        self.fields = fields
        self.labels = labels
        self.marker = marker
    }

    /// Whether the issue is closed: its status is of category done.
    public var isClosed: Bool { status.category == .done }
}
