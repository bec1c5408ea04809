public import Reconciliation

/// An issue to create.
public struct IssueDraft: Hashable, Sendable {
    /// The fields to set, by their ids; `description` is Markdown, `labels` a list that includes the marker's label.
    public var fields: [FieldName: FieldValue]
    /// The marker to set in the same request.
    public var marker: Marker

    /// Makes a draft.
    public init(fields: [FieldName: FieldValue], marker: Marker) {
        self.fields = fields
        self.marker = marker
    }
}

/// The changes of one issue that a run makes together.
///
/// Its fields come first, then the comment, then the transition. A run that dies in between leaves an open issue, which is
/// closed again; the comment is then found and not added twice.
public struct IssueChange: Hashable, Sendable {
    /// The goal of a transition.
    public enum Goal: Hashable, Sendable {
        /// To a status of category done, with the named resolution where the workflow asks for one.
        case closed(resolution: String?)
        /// To a status that is not done.
        case open
    }

    /// The requests that a change is made of, in the order in which they are sent.
    public enum Part: String, Hashable, Sendable, CaseIterable {
        /// Fields, labels and the marker.
        case edit
        /// The comment.
        case comment
        /// A step to another status.
        case transition
    }

    /// The issue.
    public var issue: IssueID
    /// Its key, for messages.
    public var key: String
    /// The row it belongs to, which the description's block names.
    public var row: RowKey
    /// Fields to set, without labels; `description` is the Markdown of the tool's block.
    public var fields: [FieldName: FieldValue]
    /// Labels to add, others staying as they are.
    public var addedLabels: [String]
    /// Labels to remove, others staying as they are.
    public var removedLabels: [String]
    /// The marker to set or, when `isReleased`, to take off; nil to leave it.
    public var marker: Marker?
    /// Whether the marker is taken off: its property then says that it counts no more.
    public var isReleased = false
    /// A comment to add, in Markdown; nil for none.
    ///
    /// One that says the same and is younger than the issue's present category of status is taken for this one.
    public var comment: String?
    /// The transition to make; nil for none.
    public var transition: Goal?
    /// Whether the transition may go together with those of other issues, by Jira's bulk operation.
    public var isBulk = false

    /// Makes a change that changes nothing yet.
    public init(issue: IssueID, key: String, row: RowKey) {
        self.issue = issue
        self.key = key
        self.row = row
        self.fields = [:]
        self.addedLabels = []
        self.removedLabels = []
    }

    /// The requests that it is made of, in their order; a transition may take several.
    public var parts: [Part] {
        (isEdit ? [.edit] : []) + (comment == nil ? [] : [.comment])
            + (transition == nil ? [] : [.transition])
    }

    /// Whether fields, labels or the marker are to be written.
    public var isEdit: Bool {
        !fields.isEmpty || !addedLabels.isEmpty || !removedLabels.isEmpty || marker != nil
    }
}

/// A relation between two issues.
public struct Relation: Hashable, Sendable {
    /// The sorts of relations.
    public typealias Kind = RelationKind

    /// The sort.
    public var kind: Kind
    /// The key of the first.
    public var key: String
    /// The key of the second.
    public var other: String

    /// Makes a relation.
    public init(_ kind: Kind, _ key: String, to other: String) {
        self.kind = kind
        self.key = key
        self.other = other
    }
}
