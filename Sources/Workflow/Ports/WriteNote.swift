public import Reconciliation

/// What is told of a write to Jira just before it is sent, and once its answer is there.
///
/// Each is on disk before the run goes on, so that a later run knows what may have reached Jira.
public enum WriteNote: Hashable, Sendable {
    /// Issues with these markers are about to be created, by one request.
    case creating([Marker])
    /// Jira said that these were created, by the operation of their markers.
    case created([String: CreatedIssue])
    /// Nothing came of creates with these operations.
    case refused([String])
    /// A part of an issue's change is about to be sent.
    case changing(IssueID, IssueChange.Part)
    /// Jira took that part.
    case changed(IssueID, IssueChange.Part)
    /// Jira did not take that part.
    case unchanged(IssueID, IssueChange.Part)
}

/// Where notes go; throws a `Problem` when one cannot be kept, and then what it announces must not be sent.
public typealias WriteLog = @Sendable (WriteNote) async throws -> Void

extension IssueChange {
    /// The requests that a change is made of, in the order in which they are sent.
    public enum Part: String, Hashable, Sendable, CaseIterable {
        /// Fields, labels and the marker.
        case edit
        /// The comment.
        case comment
        /// A step to another status.
        case transition
    }
}
