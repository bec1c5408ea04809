internal import CGit2
internal import Glibc

/// A file of a directory that the commit, the index and the work tree do not have alike.
public struct FileDifference: Hashable, Sendable {
    /// The difference.
    public enum Kind: Hashable, Sendable {
        /// A merge could not settle it, and the index holds several versions.
        case conflicting
        /// The index has another than the commit, or only one of the two has any.
        case staged
        /// The work tree has another than the index.
        case edited
        /// The work tree has none.
        case deleted
        /// Only the work tree has it.
        case untracked
        /// The work tree has none, because a sparse checkout leaves it out.
        case skipped
    }

    /// The path from the root of the repository.
    public let path: String

    /// The difference.
    public let kind: Kind
}

extension Repository {
    /// Returns what of a directory differs between the commit at `HEAD`, the index and the work tree, sorted by path.
    ///
    /// It changes nothing. While another process is at work, which may be committing to the directory, it waits
    /// a few seconds for the end of that. A bare repository has no differences.
    public func differences(under directory: String) throws(GitError) -> [FileDifference] {
        guard let workDirectory else { return [] }
        try validate(path: directory, "look at \(directory)")
        var patience = Deadline(.seconds(5))
        var wasLocked = true
        while true {
            let found = try differences(under: directory, in: WorkTree(root: workDirectory))
            let isLocked = FileStatus(gitDirectory + "index.lock") != nil
            guard !found.isEmpty, isLocked || wasLocked, patience.waits() else { return found }
            wasLocked = isLocked
        }
    }

    /// Returns whether a rule of git's, in a `.gitignore` or elsewhere, leaves a path out.
    ///
    /// A directory's path ends in a slash. Whether git has the file all the same does not matter.
    public func isIgnored(_ path: String) throws(GitError) -> Bool {
        var isIgnored: Int32 = 0
        try check(
            "look \(path) up in .gitignore",
            unsafe git_ignore_path_is_ignored(&isIgnored, handle.pointer, path)
        )
        return isIgnored != 0
    }

    private func differences(
        under directory: String,
        in workTree: WorkTree
    ) throws(GitError) -> [FileDifference] {
        let index = try IndexFile(reading: indexPath)
        var kinds: [String: FileDifference.Kind] = [:]
        var committed: [String: TreeFile] = [:]
        for file in try files(under: directory) { committed[file.path] = file }
        var known: Set<String> = []
        for entry in index.entries(under: directory) {
            known.insert(entry.path)
            if let kind = try difference(of: entry, committed[entry.path], in: workTree, index.status) {
                kinds[entry.path] = kind
            }
        }
        for path in committed.keys where !known.contains(path) { kinds[path] = .staged }
        known.formUnion(committed.keys)
        for path in workTree.files(under: directory) where !known.contains(path) { kinds[path] = .untracked }
        return kinds.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { path in
            kinds[path].map { FileDifference(path: path, kind: $0) }
        }
    }

    /// Returns how a line of the index differs from the commit or the work tree; nil when it does not.
    private func difference(
        of entry: IndexFile.Entry,
        _ committed: TreeFile?,
        in workTree: WorkTree,
        _ index: FileStatus?
    ) throws(GitError) -> FileDifference.Kind? {
        if entry.isConflict { return .conflicting }
        let isOrdinary = entry.mode == UInt32(GIT_FILEMODE_BLOB.rawValue)
        guard let committed, committed.blob == entry.blob, committed.isPlain == isOrdinary,
            !entry.isPlaceholder
        else { return .staged }
        if entry.isSkipped { return .skipped }
        if workTree.status(of: entry.path) == nil { return .deleted }
        // What is no ordinary file in the commit either is not looked at any closer.
        guard isOrdinary else { return nil }
        return try isUnchanged(entry, in: workTree, index) ? nil : .edited
    }
}

extension WorkTree {
    /// Returns the files below a directory at any depth, in no order; a symbolic link is a file.
    fileprivate func files(under directory: String) -> [String] {
        guard let stream = unsafe opendir(root + directory) else { return [] }
        defer { unsafe closedir(stream) }
        var files: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
            }
            guard name != ".", name != ".." else { continue }
            let path = "\(directory)/\(name)"
            if status(of: path)?.isDirectory == true {
                files += self.files(under: path)
            } else {
                files.append(path)
            }
        }
        return files
    }
}
