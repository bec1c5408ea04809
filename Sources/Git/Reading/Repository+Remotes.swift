internal import CGit2

extension Repository {
    /// Returns the names of the configured remotes, sorted.
    public func remotes() throws(GitError) -> [String] {
        var names = unsafe git_strarray()
        try check("list the remotes", unsafe git_remote_list(&names, handle.pointer))
        defer { unsafe git_strarray_dispose(&names) }
        return (0..<(unsafe names.count)).compactMap { index in
            unsafe names.strings[index].map { unsafe String(cString: $0) }
        }.sorted()
    }

    /// Returns the name that a local branch has on a remote: that of the branch it follows there, else its own.
    ///
    /// - Parameters:
    ///   - branch: The local branch, by its short name; it need not exist.
    ///   - remote: The remote's name.
    /// - Returns: A short name.
    /// - Throws: `GitError` when the configuration cannot be read.
    public func branch(_ branch: String, on remote: String) throws(GitError) -> String {
        guard try configured("branch.\(branch).remote") == remote,
            let followed = try configured("branch.\(branch).merge"), followed.hasPrefix(Self.branchPrefix)
        else { return branch }
        return String(followed.dropFirst(Self.branchPrefix.count))
    }

    /// Writes a commit without files and parents that no reference names, and returns its name.
    public func writeLoneCommit(
        _ message: String,
        by author: Identity,
        at time: Timestamp
    ) throws(GitError) -> ObjectID {
        let commit = DirectoryCommit(
            directory: "",
            base: nil,
            files: [:],
            message: message,
            author: author,
            committer: author,
            time: time
        )
        return try write(commit, tree: try write([:], over: nil), parent: nil)
    }

    /// Whether a commit is here.
    public func has(_ commit: ObjectID) throws(GitError) -> Bool {
        do throws(GitError) {
            _ = try object(commit)
            return true
        } catch  where error.code == .notFound {
            return false
        }
    }

    private func configured(_ key: String) throws(GitError) -> String? {
        let config = try unsafe Owned("read git's configuration", freedBy: { unsafe git_config_free($0) }) {
            unsafe git_repository_config_snapshot(&$0, handle.pointer)
        }
        var value: UnsafePointer<CChar>?
        guard unsafe git_config_get_string(&value, config.pointer, key) >= 0, let value = unsafe value else {
            git_error_clear()
            return nil
        }
        return unsafe String(cString: value)
    }
}
