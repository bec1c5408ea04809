public import Reconciliation

/// The note of a write to Jira: one just before it is sent, one once its answer is there.
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

/// The sink of notes; it throws a `Problem` when one cannot be kept, and then what it announces must not be sent.
public typealias WriteLog = @Sendable (WriteNote) async throws -> Void
