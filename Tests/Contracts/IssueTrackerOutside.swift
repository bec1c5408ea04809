public import Reconciliation
public import Workflow

/// A project past the tracker: what people do in it, and what goes wrong.
public protocol IssueTrackerOutside: Sendable {
    /// Does something that people do.
    func act(_ action: OutsideAction) async throws
    /// Returns the comments of an issue, oldest first.
    func comments(on key: String) async throws -> [String]
    /// Returns whether a relation holds.
    func isRelated(_ relation: Relation) async throws -> Bool
    /// Lets an hour pass, and returns a moment in it, in milliseconds since 1970.
    func passAnHour() async throws -> Int64
    /// Lets the search index see nothing new from now on, or everything at once.
    func lagIndex(_ isLagging: Bool) async throws
    /// Loses the answer to the next create, after it was made; the draft is the row's alone.
    func loseCreate(of row: RowKey) async throws
}

/// An act of people in a project.
public enum OutsideAction: Sendable {
    /// Gives an issue another summary.
    case rename(_ key: String, _ summary: String)
    /// Puts an issue into a status: `To Do`, `In Progress` or `Done`.
    case setStatus(_ key: String, _ status: String)
    /// Moves an issue to the project `OPS`, as `OPS-1`.
    case move(_ key: String)
    /// Deletes an issue.
    case delete(_ key: String)
}
