internal import CGit2

extension Repository {
    /// Writes a blob; an equal one that is there already is not written again.
    func write(_ content: [UInt8]) throws(GitError) -> ObjectID {
        var id = git_oid()
        try check(
            "write a blob",
            unsafe git_blob_create_from_buffer(&id, handle.pointer, content, content.count)
        )
        return ObjectID(id)
    }

    /// Writes the tree of `parent` with some files replaced, or removed where there is no blob.
    ///
    /// A removal of what is not there is left out: libgit2 takes it for an error.
    func write(_ blobs: [String: ObjectID?], over parent: ObjectID?) throws(GitError) -> ObjectID {
        var updates: [git_tree_update] = unsafe []
        var starts: [Int] = []
        var names: [CChar] = []
        for (path, blob) in blobs {
            var update = unsafe git_tree_update()
            unsafe update.filemode = GIT_FILEMODE_BLOB
            if let blob {
                unsafe update.action = GIT_TREE_UPDATE_UPSERT
                unsafe update.id = blob.raw
            } else {
                guard let parent, try self.blob(of: path, at: .commit(parent)) != nil else { continue }
                unsafe update.action = GIT_TREE_UPDATE_REMOVE
            }
            unsafe updates.append(update)
            starts.append(names.count)
            names += path.utf8CString
        }
        guard let parent else { return try unsafe update(nil, updates, names: names, from: starts) }
        let root = try rootTree(of: parent)
        return try unsafe update(root.pointer, updates, names: names, from: starts)
    }

    /// Writes a tree with updates to one that is there, or to none.
    private func update(
        _ base: OpaquePointer?,
        _ updates: [git_tree_update],
        names: [CChar],
        from starts: [Int]
    ) throws(GitError) -> ObjectID {
        var updates = unsafe updates
        var id = git_oid()
        // All names stand in one buffer, so that their addresses hold while libgit2 looks at them.
        let returned = unsafe names.withUnsafeBufferPointer { buffer in
            for (index, start) in starts.enumerated() {
                unsafe updates[index].path = buffer.baseAddress?.advanced(by: start)
            }
            return unsafe git_tree_create_updated(&id, handle.pointer, base, updates.count, updates)
        }
        try check("write a tree", returned)
        return ObjectID(id)
    }

    /// Writes a commit that no reference names yet.
    func write(_ commit: DirectoryCommit, tree: ObjectID, parent: ObjectID?) throws(GitError) -> ObjectID {
        var treeID = tree.raw
        let tree = try unsafe Owned("read the tree \(tree)", freedBy: { unsafe git_tree_free($0) }) {
            unsafe git_tree_lookup(&$0, handle.pointer, &treeID)
        }
        let author = try unsafe signature(commit.author, commit.time)
        defer { unsafe git_signature_free(author) }
        let committer = try unsafe signature(commit.committer, commit.time)
        defer { unsafe git_signature_free(committer) }
        let message = commit.message.hasSuffix("\n") ? commit.message : commit.message + "\n"
        var id = git_oid()
        func create(_ parents: [OpaquePointer?]) throws(GitError) {
            var parents = unsafe parents
            try check(
                "write a commit",
                unsafe git_commit_create(
                    &id,
                    handle.pointer,
                    nil,
                    author,
                    committer,
                    nil,
                    message,
                    tree.pointer,
                    parents.count,
                    &parents
                )
            )
        }
        if let parent {
            let object = try object(parent)
            try unsafe create([object.pointer])
        } else {
            try unsafe create([])
        }
        return ObjectID(id)
    }

    private func signature(
        _ who: Identity,
        _ time: Timestamp
    ) throws(GitError) -> UnsafeMutablePointer<git_signature>? {
        var signature: UnsafeMutablePointer<git_signature>?
        try check(
            "name \(who.name) as author",
            unsafe git_signature_new(&signature, who.name, who.email, time.seconds, time.offset)
        )
        return unsafe signature
    }
}
