internal import CGit2

extension Repository {
    var indexPath: String { gitDirectory + "index" }

    /// Takes the index's lock, and puts straight what a run that died under it has left.
    func lockIndex(_ patience: inout Deadline) throws(GitError) -> IndexLock {
        let lock = try IndexLock(at: gitDirectory + "index.lock", &patience)
        if let abandoned = lock.abandoned { try settle(dead: abandoned) }
        return lock
    }

    /// Puts straight what a commit whose process died has left in the index and the work tree.
    ///
    /// It does nothing while another process is at work, or when there is nothing to do.
    public func recover() throws(GitError) {
        IndexLock.removeLeftovers(of: gitDirectory + "index.lock")
        guard !isBare, let lock = IndexLock(abandonedAt: gitDirectory + "index.lock") else { return }
        if let abandoned = lock.abandoned { try settle(dead: abandoned) }
    }

    /// Puts straight what a process that died was putting into place.
    private func settle(dead record: IndexLock.Record) throws(GitError) {
        removeDeadLock(of: try target(branch: nil).reference, naming: record.commit)
        try settle(record)
    }

    /// Throws when a commit to the directory would be refused.
    ///
    /// The reasons are an operation that is going on, changes of the user's to the directory, a branch that
    /// another work tree shows, and a kind of repository that cannot be written.
    public func requireWritable(_ directory: String, branch: String? = nil) throws(GitError) {
        guard try target(branch: branch).isCheckedOut else { return }
        try recover()
        try requireNoOperation()
        try requireClean(directory)
    }

    /// Throws when a file that the commit adds would overwrite one that git does not know.
    func requireRoom(for blobs: [String: ObjectID?], on target: CommitTarget) throws(GitError) {
        guard let workDirectory else { return }
        let workTree = WorkTree(root: workDirectory)
        for (path, blob) in blobs {
            guard let blob, workTree.status(of: path) != nil else { continue }
            if let parent = target.parent, try self.blob(of: path, at: .commit(parent)) != nil { continue }
            guard try blobOnDisk(path, in: workTree) == blob else {
                throw GitError(
                    "commit \(path)",
                    .edited,
                    because: "A file that is not in git stands at \(path)",
                    hint: "Move it away"
                )
            }
        }
    }

    /// Writes the files of a commit into the work tree, then their entries into the index.
    func place(
        _ commit: DirectoryCommit,
        _ blobs: [String: ObjectID?],
        step: (CommitStep) -> Void
    ) throws(GitError) {
        guard let workDirectory else { return }
        let workTree = WorkTree(root: workDirectory)
        let index = try IndexFile(changing: indexPath)
        let contents = commit.contents
        var changed: [(path: String, blob: ObjectID?)] = []
        for path in contents.keys.sorted() {
            let blob = blobs[path] ?? nil
            guard blob != index.blob(at: path) else { continue }
            changed.append((path, blob))
            if let content = contents[path] ?? nil {
                try workTree.write(content, to: path)
            } else {
                try workTree.remove(path)
            }
        }
        workTree.flushFolders(of: changed.map(\.path))
        step(.filesWritten)
        for (path, blob) in changed { try index.set(path, to: blob, as: workTree.status(of: path)) }
        try index.publish()
        step(.indexWritten)
    }

    /// Brings work tree and index back in line with `HEAD` after a commit came to nothing or its process died.
    ///
    /// It touches a path only where it holds exactly what that commit, or the one before it, had there. What
    /// the user has put there since stays, and the next look at the directory will name it.
    func settle(_ record: IndexLock.Record) throws(GitError) {
        guard let workDirectory else { return }
        let new = try blobs(under: record.directory, at: record.commit)
        let old = try blobs(under: record.directory, at: try firstParent(of: record.commit))
        let head = try blobs(under: record.directory, at: try self.head().commit)
        let paths = Set(new.keys).union(old.keys).filter { new[$0] != old[$0] }.sorted()
        let workTree = WorkTree(root: workDirectory)
        let index = try IndexFile(changing: indexPath)
        var isIndexChanged = false
        for path in paths {
            workTree.removeTemporary(of: path)
            let wanted = head[path]
            func isOurs(_ blob: ObjectID?) -> Bool { blob == new[path] || blob == old[path] }
            let present = try blobOnDisk(path, in: workTree)
            if present != wanted, isOurs(present), present != nil || workTree.status(of: path) == nil {
                if let wanted {
                    try workTree.write(try content(of: wanted), to: path)
                } else {
                    try workTree.remove(path)
                }
            }
            let staged = index.blob(at: path)
            if staged != wanted, isOurs(staged) {
                let isWritten = try blobOnDisk(path, in: workTree) == wanted
                try index.set(path, to: wanted, as: isWritten ? workTree.status(of: path) : nil)
                isIndexChanged = true
            }
        }
        workTree.flushFolders(of: paths)
        if isIndexChanged { try index.publish() }
    }

    private func blobs(under directory: String, at commit: ObjectID?) throws(GitError) -> [String: ObjectID] {
        guard let commit else { return [:] }
        let files = try files(under: directory, at: .commit(commit))
        return Dictionary(files.map { ($0.path, $0.blob) }) { first, _ in first }
    }

    private func firstParent(of commit: ObjectID) throws(GitError) -> ObjectID? {
        let object = try object(commit)
        return unsafe git_commit_parent_id(object.pointer, 0).map { ObjectID(unsafe $0.pointee) }
    }
}
