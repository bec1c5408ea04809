public import Reconciliation

/// An issue that was created.
public struct CreatedIssue: Hashable, Sendable {
    /// Its id.
    public var id: IssueID
    /// Its key.
    public var key: String
    /// The issue as it was read when it was created; nil where nobody read it with its marker.
    public var reading: Issue?

    /// Names a created issue.
    public init(id: IssueID, key: String, reading: Issue? = nil) {
        self.id = id
        self.key = key
        self.reading = reading
    }

    /// Whether both name one issue, whatever was read of it.
    public static func == (left: CreatedIssue, right: CreatedIssue) -> Bool {
        left.id == right.id && left.key == right.key
    }

    /// Feeds the id and the key.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(key)
    }
}
