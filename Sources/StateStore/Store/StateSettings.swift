internal import Git

/// The place where a state is kept, and the person who commits it.
public struct StateSettings: Sendable {
    /// The folder that the state directory is relative to, inside a git repository.
    public var folder: String

    /// The state directory, relative to ``folder``.
    public var directory: String

    /// The branch that holds the state, by its short name; nil for the one that is checked out.
    public var branch: String?

    /// The remote that runs of other clones are kept away by; nil for none.
    public var remote: RemoteSettings?

    /// The author's name; nil for the one in git's configuration.
    public var authorName: String?

    /// The author's address; nil for the one in git's configuration.
    public var authorEmail: String?

    /// The committer's name; nil for the one in git's configuration.
    public var committerName: String?

    /// The committer's address; nil for the one in git's configuration.
    public var committerEmail: String?

    /// Returns the time for a commit: seconds since 1970, and the minutes to add for local time.
    public var now: @Sendable () -> (seconds: Int64, offset: Int)

    /// Makes settings with git's own identity.
    public init(
        folder: String,
        directory: String = "state",
        branch: String? = nil,
        now: @escaping @Sendable () -> (seconds: Int64, offset: Int)
    ) {
        self.folder = folder
        self.directory = directory
        self.branch = branch
        self.now = now
    }
}

extension StateSettings {
    /// The persons of a commit, as far as that is not left to git's configuration.
    var overrides: IdentityOverrides {
        IdentityOverrides(
            authorName: authorName,
            authorEmail: authorEmail,
            committerName: committerName,
            committerEmail: committerEmail
        )
    }
}
