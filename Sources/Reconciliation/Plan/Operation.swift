/// What an action does.
///
/// The raw values stand in plan files.
public enum Operation: String, Hashable, Sendable, CaseIterable {
    /// Closes the issue: its row has no debt any more.
    case close
    /// Takes the debt out of the row: its issue was closed.
    case resolve
    /// Notes that people closed the issue and keep the debt.
    case accept
    /// Drops a link of which one side is gone.
    case forget
    /// Opens a closed issue again: its row has debt again.
    case reopen
    /// Puts the debt back into the row: its issue was opened again.
    case unresolve
    /// Marks the row as being worked on: its issue was started.
    case start
    /// Writes changed fields to the issue.
    case update
    /// Puts the present key into the row and the state.
    case relink
    /// Changes the state alone: the sides agree, or one change in Jira is taken over.
    case record
    /// Links an issue that carries the tool's marker and that the state does not know.
    case adopt
    /// Links an issue that people wrote; the tool only reads it.
    case follow
    /// Creates an issue for a row with debt.
    case create
}

extension Operation: Comparable {
    /// Orders operations as plans show them: what takes away first, what adds last.
    public static func < (left: Operation, right: Operation) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Operation {
    /// The word for what was done, as commits and trailers write it.
    public var participle: String {
        switch self {
        case .create: "created"
        case .follow: "followed"
        case .adopt: "adopted"
        case .update: "updated"
        case .close: "closed"
        case .reopen: "reopened"
        case .resolve: "resolved"
        case .unresolve: "unresolved"
        case .start: "started"
        case .relink: "relinked"
        case .record: "recorded"
        case .forget: "forgotten"
        case .accept: "accepted"
        }
    }
}
