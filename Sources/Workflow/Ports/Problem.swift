/// Why a run, or one action of it, could not be done: what happened, and what to do next.
public struct Problem: Error, Hashable, Sendable {
    /// What sort of problem it is; the exit code follows from it.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The call or the configuration is wrong.
        case usage
        /// Something failed: a host is unreachable, an answer makes no sense, a file cannot be read.
        case failure
        /// A login or a permission is missing.
        case credentials
        /// A guard refused.
        case guarded
        /// Another run holds the lock.
        case locked
        /// What was approved is no longer true.
        case stale
        /// The two sides still differ after an apply.
        case diverged
        /// The run was interrupted.
        case interrupted
    }

    /// What sort it is.
    public var kind: Kind
    /// What happened, to which row, issue or file: a full sentence.
    ///
    /// Never holds a secret.
    public var summary: String
    /// What to do next; nil where there is nothing to add.
    public var hint: String?

    /// Describes a problem.
    public init(_ kind: Kind, _ summary: String, hint: String? = nil) {
        self.kind = kind
        self.summary = summary
        self.hint = hint
    }
}
