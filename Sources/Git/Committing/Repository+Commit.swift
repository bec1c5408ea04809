internal import CGit2

/// A point that a commit has come to, for tests that look at what a crash there would leave.
enum CommitStep: CaseIterable { case locked, recorded, filesWritten, indexWritten, referenceMoved }

extension Repository {
    /// Commits changes to the files of one directory, and new files beside it, in the tree, in the index and in the work tree alike.
    ///
    /// What else the user has staged or edited stays as it is, no hook runs, and `git status` shows no trace.
    /// The branch moves by compare-and-swap; when another process was faster the commit is made again on top
    /// of the other's, unless that one changed the directory: then it throws ``GitError/Code/changedMeanwhile``.
    ///
    /// Returns the commit; nil when the files were like this already and there was nothing to commit.
    @discardableResult
    public func commit(_ commit: DirectoryCommit) throws(GitError) -> ObjectID? {
        try self.commit(commit) { _ in }
    }

    @discardableResult
    func commit(_ commit: DirectoryCommit, reaching step: (CommitStep) -> Void) throws(GitError) -> ObjectID?
    {
        var blobs: [String: ObjectID?] = [:]
        for (path, content) in commit.contents {
            try validate(path: path, "commit \(path)")
            blobs.updateValue(
                try content.map { content throws(GitError) in try write(content) },
                forKey: path
            )
        }
        var deadline = Deadline(commit.patience)
        repeat {
            let made =
                if try target(branch: commit.branch).isCheckedOut {
                    try commitToWorkTree(commit, blobs, until: &deadline, step: step)
                } else {
                    try commitToBranch(commit, blobs)
                }
            switch made {
            case .made(let id): return id
            case .nothing: return nil
            case .overtaken: continue
            }
        } while deadline.waits()
        throw GitError(
            "commit",
            .locked,
            because: "Other git processes kept moving the branch",
            hint: "Try again when they have ended"
        )
    }

    /// Commits to a branch that no work tree shows.
    private func commitToBranch(
        _ commit: DirectoryCommit,
        _ blobs: [String: ObjectID?]
    ) throws(GitError) -> Attempt {
        let target = try target(branch: commit.branch)
        guard let id = try prepare(commit, blobs, on: target) else { return .nothing }
        removeOldLock(of: target.reference, like: commit.message)
        return try move(target, to: id, commit.note) ? .made(id) : .overtaken
    }

    /// Commits to the branch that the work tree shows.
    ///
    /// The order matters. Once the branch has moved, an index that has not would show the files staged
    /// backwards, and the user's next commit would revert them. So the files come first, then the index, then
    /// the branch, all under the index's lock; a crash in between leaves at worst the new files staged, and
    /// the lock with a note of the commit, from which the next run puts everything straight.
    private func commitToWorkTree(
        _ commit: DirectoryCommit,
        _ blobs: [String: ObjectID?],
        until deadline: inout Deadline,
        step: (CommitStep) -> Void
    ) throws(GitError) -> Attempt {
        let lock = try lockIndex(&deadline)
        step(.locked)
        try requireNoOperation()
        let target = try target(branch: commit.branch)
        guard target.isCheckedOut else { return .overtaken }
        guard let id = try prepare(commit, blobs, on: target) else { return .nothing }
        try requireClean(commit.directory, in: try IndexFile(reading: indexPath))
        try requireRoom(for: blobs, on: target)
        let record = IndexLock.Record(commit: id, directory: commit.directory)
        try lock.record(record)
        step(.recorded)
        do {
            try place(commit, blobs, step: step)
            guard try move(target, to: id, commit.note) else {
                try settle(record)
                return .overtaken
            }
        } catch {
            try settle(record)
            throw error
        }
        step(.referenceMoved)
        return .made(id)
    }

    /// Writes tree and commit; nil when the files are like this already.
    private func prepare(
        _ commit: DirectoryCommit,
        _ blobs: [String: ObjectID?],
        on target: CommitTarget
    ) throws(GitError) -> ObjectID? {
        var current: ObjectID?
        if let parent = target.parent { current = try tree(of: commit.directory, at: .commit(parent)) }
        guard current == commit.base else {
            throw GitError(
                "commit \(commit.directory)",
                .changedMeanwhile,
                because:
                    "\(target.reference) has another \(commit.directory) by now than the one that was read"
            )
        }
        let tree = try write(blobs, over: target.parent)
        if let parent = target.parent, try rootTreeID(of: parent) == tree { return nil }
        return try write(commit, tree: tree, parent: target.parent)
    }

    private func rootTreeID(of commit: ObjectID) throws(GitError) -> ObjectID {
        let object = try object(commit)
        return ObjectID(unsafe git_commit_tree_id(object.pointer).pointee)
    }
}

/// The end of one try at a commit.
private enum Attempt { case made(ObjectID), nothing, overtaken }

extension DirectoryCommit {
    /// The line of the reference log.
    fileprivate var note: String { "commit: \(message.prefix { $0 != "\n" })" }
}
