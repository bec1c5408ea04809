internal import CGit2
internal import Glibc

extension Repository {
    /// Throws unless a directory is the same in the commit at `HEAD`, in the index and in the work tree.
    ///
    /// The error is ``GitError/Code/staged`` or ``GitError/Code/edited`` and names the file. While another
    /// process is at work, which may be committing to the directory, it waits a few seconds for the end of
    /// that. A bare repository is always clean.
    public func requireClean(_ directory: String) throws(GitError) {
        guard !isBare else { return }
        var patience = Deadline(.seconds(5))
        var wasLocked = true
        while true {
            do {
                return try requireClean(directory, in: try IndexFile(reading: indexPath))
            } catch {
                let isLocked = FileStatus(gitDirectory + "index.lock") != nil
                let mayPass = error.code == .staged || error.code == .edited
                guard mayPass, isLocked || wasLocked, patience.waits() else { throw error }
                wasLocked = isLocked
            }
        }
    }

    /// Throws while a merge, rebase, cherry-pick, revert or bisection waits to be finished.
    public func requireNoOperation() throws(GitError) {
        let state = unsafe git_repository_state(handle.pointer)
        let name: String
        switch git_repository_state_t(rawValue: UInt32(truncatingIfNeeded: state)) {
        case GIT_REPOSITORY_STATE_NONE: return
        case GIT_REPOSITORY_STATE_MERGE: name = "merge"
        case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: name = "revert"
        case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE: name = "cherry-pick"
        case GIT_REPOSITORY_STATE_BISECT: name = "bisect"
        case GIT_REPOSITORY_STATE_APPLY_MAILBOX, GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE: name = "am"
        default: name = "rebase"
        }
        throw GitError(
            "commit",
            .operationInProgress,
            because: "A git \(name) is going on in \(workDirectory ?? gitDirectory)",
            hint: "Finish or abort it first"
        )
    }

    func requireClean(_ directory: String, in index: borrowing IndexFile) throws(GitError) {
        guard let workDirectory else { return }
        let committed = try files(under: directory)
        let entries = index.entries(under: directory)
        if let path = Self.firstDifference(entries, committed) {
            throw GitError(
                "use \(directory)",
                .staged,
                because: "\(path) has changes in the index that are not committed",
                hint: "Undo them with: git restore --staged \(path)"
            )
        }
        let workTree = WorkTree(root: workDirectory)
        for entry in entries {
            if entry.isSkipped {
                throw GitError(
                    "use \(directory)",
                    .unsupported,
                    because: "\(entry.path) is outside of the sparse checkout",
                    hint: "Add it with: git sparse-checkout add \(directory)"
                )
            }
            guard try isUnchanged(entry, in: workTree, index.status) else {
                throw GitError(
                    "use \(directory)",
                    .edited,
                    because: "\(entry.path) has changes in the work tree that are not committed",
                    hint: "Undo them with: git restore \(entry.path)"
                )
            }
        }
    }

    /// Returns the first path that the index and the commit do not have alike.
    private static func firstDifference(_ entries: [IndexFile.Entry], _ files: [TreeFile]) -> String? {
        for (entry, file) in zip(entries, files) {
            let isAlike =
                entry.path == file.path && entry.blob == file.blob && !entry.isConflict
                && !entry.isPlaceholder
                && (entry.mode == UInt32(GIT_FILEMODE_BLOB.rawValue)) == file.isPlain
            if !isAlike { return min(entry.path, file.path) }
        }
        let common = min(entries.count, files.count)
        return entries.dropFirst(common).first?.path ?? files.dropFirst(common).first?.path
    }

    /// Whether the file in the work tree has the content that the index says; reads it only in doubt.
    func isUnchanged(
        _ entry: IndexFile.Entry,
        in workTree: WorkTree,
        _ index: FileStatus?
    ) throws(GitError) -> Bool {
        guard let status = workTree.status(of: entry.path), status.isRegular else { return false }
        let isOlderThanIndex = index.map { status.modified.tv_sec < $0.modified.tv_sec } ?? false
        let looksTheSame =
            entry.modified.matches(status.modified) && entry.changed.matches(status.changed)
            && entry.inode == status.inode && entry.size == UInt32(truncatingIfNeeded: status.size)
        if isOlderThanIndex, looksTheSame { return true }
        return try blobOnDisk(entry.path, in: workTree) == entry.blob
    }

    /// Returns the blob that `git add` would make of a file; nil where there is no ordinary file.
    func blobOnDisk(_ path: String, in workTree: WorkTree) throws(GitError) -> ObjectID? {
        guard let status = workTree.status(of: path), status.isRegular else { return nil }
        var id = git_oid()
        let full = workTree.root + path
        try check(
            "read \(path)",
            unsafe git_repository_hashfile(&id, handle.pointer, full, GIT_OBJECT_BLOB, nil)
        )
        return ObjectID(id)
    }
}
