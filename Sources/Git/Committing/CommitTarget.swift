internal import CGit2

/// The reference that a commit is to move, as it stood when it was read.
struct CommitTarget {
    /// The full name: `refs/heads/…`, or `HEAD` when that is detached.
    let reference: String

    /// The newest commit; nil for a branch without one.
    let parent: ObjectID?

    /// Whether the index and the work tree show this reference and have to follow it.
    let isCheckedOut: Bool
}

extension Repository {
    /// Finds out what a commit on `branch` would move; nil stands for where `HEAD` points.
    func target(branch: String?) throws(GitError) -> CommitTarget {
        let head = try head()
        switch head {
        case .branch(let name, _) where branch == nil || branch == name,
            .unborn(let name) where branch == nil || branch == name:
            return CommitTarget(
                reference: Self.branchPrefix + name,
                parent: head.commit,
                isCheckedOut: !isBare
            )
        case .detached(let commit) where branch == nil:
            return CommitTarget(reference: "HEAD", parent: commit, isCheckedOut: !isBare)
        default:
            let name = Self.branchPrefix + (branch ?? "")
            try requireNotCheckedOut(name)
            return CommitTarget(reference: name, parent: try target(of: name), isCheckedOut: false)
        }
    }

    /// Throws when another work tree shows the branch: its index would keep the old state, staged backwards.
    private func requireNotCheckedOut(_ name: String) throws(GitError) {
        var isValid: Int32 = 0
        try check("commit", unsafe git_reference_name_is_valid(&isValid, name))
        guard isValid == 1 else {
            throw GitError("commit", .invalid, because: "‘\(name)’ is not a name for a branch")
        }
        guard try target(of: name) != nil else { return }
        let reference = try unsafe Owned("read \(name)", freedBy: { unsafe git_reference_free($0) }) {
            unsafe git_reference_lookup(&$0, handle.pointer, name)
        }
        guard try check("read \(name)", unsafe git_branch_is_checked_out(reference.pointer)) == 0 else {
            throw GitError(
                "commit",
                .checkedOutElsewhere,
                because: "\(name) is checked out in another work tree",
                hint: "Run there, or switch that work tree to another branch"
            )
        }
    }

    /// Moves the reference to `commit` if it still stands where it was read; returns false when it does not, or
    /// when another process is moving it.
    func move(_ target: CommitTarget, to commit: ObjectID, _ note: String) throws(GitError) -> Bool {
        var reference: OpaquePointer?
        defer { unsafe git_reference_free(reference) }
        var id = commit.raw
        let returned: Int32
        if let parent = target.parent {
            var old = parent.raw
            returned = unsafe git_reference_create_matching(
                &reference,
                handle.pointer,
                target.reference,
                &id,
                1,
                &old,
                note
            )
        } else {
            returned = unsafe git_reference_create(&reference, handle.pointer, target.reference, &id, 0, note)
        }
        if returned >= 0 { return true }
        let error = GitError("move \(target.reference)", returned: returned)
        guard [.modified, .exists, .notFound, .locked].contains(error.code) else { throw error }
        return false
    }
}
