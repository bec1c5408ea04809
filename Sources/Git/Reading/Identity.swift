internal import CGit2

/// A person as a commit names them.
public struct Identity: Hashable, Sendable {
    /// The name.
    public let name: String

    /// The address.
    public let email: String

    /// Makes an identity from its two parts.
    public init(name: String, email: String) {
        self.name = name
        self.email = email
    }
}

/// The parts that take the place of the configured identity.
///
/// git itself takes these from `GIT_AUTHOR_NAME`, `GIT_AUTHOR_EMAIL`, `GIT_COMMITTER_NAME` and
/// `GIT_COMMITTER_EMAIL`; libgit2 does not, and this module reads no environment. An empty text counts as none.
public struct IdentityOverrides: Hashable, Sendable {
    /// The author's name.
    public var authorName: String?
    /// The author's address.
    public var authorEmail: String?
    /// The committer's name.
    public var committerName: String?
    /// The committer's address.
    public var committerEmail: String?

    /// Makes overrides; what is left out comes from the configuration.
    public init(
        authorName: String? = nil,
        authorEmail: String? = nil,
        committerName: String? = nil,
        committerEmail: String? = nil
    ) {
        self.authorName = authorName
        self.authorEmail = authorEmail
        self.committerName = committerName
        self.committerEmail = committerEmail
    }
}

/// A moment, with the offset from UTC in which it is shown.
public struct Timestamp: Hashable, Sendable {
    /// The seconds since 1970-01-01 00:00 UTC.
    public let seconds: Int64

    /// The minutes to add for local time.
    public let offset: Int32

    /// Makes a moment; without an offset it is shown in UTC.
    public init(seconds: Int64, offset: Int32 = 0) {
        self.seconds = seconds
        self.offset = offset
    }
}

extension Repository {
    /// Returns who a commit made now would name.
    ///
    /// Each part comes from the overrides, then from `author.*` and `committer.*`, then from `user.*` of git's
    /// configuration. Throws ``GitError/Code/noIdentity`` when one is missing.
    public func identities(
        overriding overrides: IdentityOverrides = IdentityOverrides()
    ) throws(GitError) -> (author: Identity, committer: Identity) {
        let config = try unsafe Owned("read git's configuration", freedBy: { unsafe git_config_free($0) }) {
            unsafe git_repository_config_snapshot(&$0, handle.pointer)
        }
        func part(_ given: String?, key: String, or fallback: String) throws(GitError) -> String {
            if let given, !given.isEmpty { return given }
            for key in [key, fallback] {
                var value: UnsafePointer<CChar>?
                let returned = unsafe git_config_get_string(&value, config.pointer, key)
                if returned >= 0, let value = unsafe value, unsafe value.pointee != 0 {
                    return unsafe String(cString: value)
                }
                git_error_clear()
            }
            throw GitError(
                "find out who commits",
                .noIdentity,
                because: "git's configuration has no \(fallback)",
                hint: "Set it with: git config --global \(fallback) …"
            )
        }
        return (
            Identity(
                name: try part(overrides.authorName, key: "author.name", or: "user.name"),
                email: try part(overrides.authorEmail, key: "author.email", or: "user.email")
            ),
            Identity(
                name: try part(overrides.committerName, key: "committer.name", or: "user.name"),
                email: try part(overrides.committerEmail, key: "committer.email", or: "user.email")
            )
        )
    }
}
