/// The target of a repository's `HEAD`.
public enum Head: Hashable, Sendable {
    /// A branch, by its short name, and its newest commit.
    case branch(String, ObjectID)

    /// A branch, by its short name, that has no commit yet.
    case unborn(String)

    /// A commit outside of any branch.
    case detached(ObjectID)

    /// The commit that `HEAD` stands at; nil when there is none yet.
    public var commit: ObjectID? {
        switch self {
        case .branch(_, let commit), .detached(let commit): commit
        case .unborn: nil
        }
    }
}

/// The commit to read from.
public enum Revision: Hashable, Sendable {
    /// The commit that `HEAD` stands at.
    case head

    /// The newest commit of a local branch, by its short name.
    case branch(String)

    /// This commit.
    case commit(ObjectID)
}
