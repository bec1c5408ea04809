internal import CGit2

/// A file in a commit.
public struct TreeFile: Hashable, Sendable {
    /// The path from the root of the repository.
    public let path: String

    /// The blob with its content.
    public let blob: ObjectID

    /// Whether it is an ordinary file, not a symbolic link, a submodule or an executable.
    public let isPlain: Bool
}

extension Repository {
    /// Returns the content of the file at `path`; nil where there is no commit or no such file.
    public func content(of path: String, at revision: Revision = .head) throws(GitError) -> [UInt8]? {
        guard let blob = try blob(of: path, at: revision) else { return nil }
        return try content(of: blob)
    }

    /// Returns the content of a blob.
    public func content(of blob: ObjectID) throws(GitError) -> [UInt8] {
        var id = blob.raw
        let object = try unsafe Owned("read the blob \(blob)", freedBy: { unsafe git_blob_free($0) }) {
            unsafe git_blob_lookup(&$0, handle.pointer, &id)
        }
        let size = Int(unsafe git_blob_rawsize(object.pointer))
        return unsafe Array(
            UnsafeRawBufferPointer(start: unsafe git_blob_rawcontent(object.pointer), count: size)
        )
    }

    /// Returns the blob of the file at `path`; nil where there is no commit or no such file.
    public func blob(of path: String, at revision: Revision = .head) throws(GitError) -> ObjectID? {
        guard let entry = try entry(at: path, in: revision), entry.kind == .blob else { return nil }
        return entry.id
    }

    /// Returns the tree of the directory at `path`; nil where there is no commit or no such directory.
    ///
    /// Equal trees mean an equal content of the whole directory.
    public func tree(of path: String, at revision: Revision = .head) throws(GitError) -> ObjectID? {
        guard let entry = try entry(at: path, in: revision), entry.kind == .tree else { return nil }
        return entry.id
    }

    /// Returns the files below a directory at any depth, sorted by path as git sorts; none where it is missing.
    public func files(under directory: String, at revision: Revision = .head) throws(GitError) -> [TreeFile] {
        guard let tree = try tree(of: directory, at: revision) else { return [] }
        var files: [TreeFile] = []
        try collect(tree, prefix: directory + "/", into: &files)
        return files
    }

    /// Returns the content of the ordinary file that stands at `path` in the work tree when it is not the one
    /// that is committed; nil when it is, or when there is none.
    public func editedContent(of path: String) throws(GitError) -> [UInt8]? {
        guard let workDirectory else { return nil }
        let workTree = WorkTree(root: workDirectory)
        guard let present = try blobOnDisk(path, in: workTree), try blob(of: path) != present else {
            return nil
        }
        return try workTree.content(of: path)
    }

    private func collect(_ tree: ObjectID, prefix: String, into files: inout [TreeFile]) throws(GitError) {
        var id = tree.raw
        let object = try unsafe Owned("read the tree \(tree)", freedBy: { unsafe git_tree_free($0) }) {
            unsafe git_tree_lookup(&$0, handle.pointer, &id)
        }
        for index in 0..<(unsafe git_tree_entrycount(object.pointer)) {
            guard let raw = unsafe git_tree_entry_byindex(object.pointer, index) else { continue }
            let entry = unsafe TreeEntry(raw)
            let path = prefix + (unsafe String(cString: git_tree_entry_name(raw)))
            if entry.kind == .tree {
                try collect(entry.id, prefix: path + "/", into: &files)
            } else {
                files.append(TreeFile(path: path, blob: entry.id, isPlain: entry.isPlain))
            }
        }
    }

    /// Returns what lies at `path` in the revision's tree.
    func entry(at path: String, in revision: Revision) throws(GitError) -> TreeEntry? {
        let operation = "read \(path)"
        try validate(path: path, operation)
        guard let commit = try commit(at: revision) else { return nil }
        let tree = try rootTree(of: commit)
        var entry: OpaquePointer?
        let returned = unsafe git_tree_entry_bypath(&entry, tree.pointer, path)
        if returned == GitError.Code.notFound.rawValue {
            git_error_clear()
            return nil
        }
        try check(operation, returned)
        defer { unsafe git_tree_entry_free(entry) }
        return unsafe entry.map { unsafe TreeEntry($0) }
    }

    /// Opens the tree of a commit.
    func rootTree(of commit: ObjectID) throws(GitError) -> Owned {
        let object = try self.object(commit)
        return try unsafe Owned("read the tree of \(commit)", freedBy: { unsafe git_tree_free($0) }) {
            unsafe git_commit_tree(&$0, object.pointer)
        }
    }

    /// Opens a commit.
    func object(_ commit: ObjectID) throws(GitError) -> Owned {
        var id = commit.raw
        return try unsafe Owned("read the commit \(commit)", freedBy: { unsafe git_commit_free($0) }) {
            unsafe git_commit_lookup(&$0, handle.pointer, &id)
        }
    }
}

/// One line of a tree.
struct TreeEntry: Hashable {
    /// An entry of a tree.
    enum Kind { case blob, tree, other }

    let id: ObjectID
    let kind: Kind
    let isPlain: Bool

    init(_ raw: OpaquePointer) {
        id = ObjectID(unsafe git_tree_entry_id(raw).pointee)
        kind =
            switch unsafe git_tree_entry_type(raw) {
            case GIT_OBJECT_BLOB: .blob
            case GIT_OBJECT_TREE: .tree
            default: .other
            }
        isPlain = unsafe git_tree_entry_filemode(raw) == GIT_FILEMODE_BLOB
    }
}
