internal import Glibc

/// The checked-out files, by their paths from the root of the repository.
struct WorkTree {
    /// The folder, ending in a slash.
    let root: String

    /// Returns what stands at `path`; nil where there is nothing.
    func status(of path: String) -> FileStatus? { FileStatus(root + path) }

    /// Reads a file.
    func content(of path: String) throws(GitError) -> [UInt8] {
        let descriptor = unsafe open(root + path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0, let size = FileStatus(descriptor: descriptor)?.size else {
            throw GitError.system("read \(path)", root + path)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: size)
        var position = 0
        while position < size {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor, buffer.baseAddress?.advanced(by: position), size - position)
            }
            guard count > 0 else { break }
            position += count
        }
        return Array(bytes.prefix(position))
    }

    /// Writes a file so that a reader, or a crash, sees either the old or the new content.
    func write(_ bytes: [UInt8], to path: String) throws(GitError) {
        let operation = "write \(path)"
        try makeDirectories(above: path, operation)
        let temporary = root + Self.temporary(for: path)
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw GitError.system(operation, temporary) }
        var position = 0
        var hasFailed = false
        while position < bytes.count, !hasFailed {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor,
                    buffer.baseAddress?.advanced(by: position),
                    bytes.count - position
                )
            }
            hasFailed = count <= 0
            position += max(count, 0)
        }
        hasFailed = hasFailed || fsync(descriptor) != 0
        let error = GitError.system(operation, temporary)
        close(descriptor)
        guard !hasFailed else {
            unsafe unlink(temporary)
            throw error
        }
        guard unsafe rename(temporary, root + path) == 0 else {
            let error = GitError.system(operation, path)
            unsafe unlink(temporary)
            throw error
        }
    }

    /// Removes a file, and the folders that this leaves empty, as git does; a missing file is no error.
    func remove(_ path: String) throws(GitError) {
        guard unsafe unlink(root + path) == 0 || errno == ENOENT else {
            throw GitError.system("remove \(path)", root + path)
        }
        var folder = path[...]
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            guard unsafe rmdir(root + folder) == 0 else { return }
        }
    }

    /// Removes what a run that died while writing `path` may have left.
    func removeTemporary(of path: String) { unsafe unlink(root + Self.temporary(for: path)) }

    /// Makes the renames in the folders of `paths` last.
    func flushFolders(of paths: [String]) {
        var folders: Set<Substring> = []
        for path in paths { folders.insert(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
        for folder in folders {
            let descriptor = unsafe open(root + folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            _ = fsync(descriptor)
            close(descriptor)
        }
    }

    /// Makes the folders that `path` lies in, and refuses to follow a symbolic link out of the work tree.
    private func makeDirectories(above path: String, _ operation: String) throws(GitError) {
        var position = path.startIndex
        while let slash = path[position...].firstIndex(of: "/") {
            let folder = root + path[..<slash]
            if let status = FileStatus(folder) {
                guard status.isDirectory else {
                    throw GitError(operation, .invalid, because: "\(folder) is not a folder")
                }
            } else if unsafe mkdir(folder, 0o777) != 0, errno != EEXIST {
                throw GitError.system(operation, folder)
            }
            position = path.index(after: slash)
        }
    }

    /// Returns the name that a file has while it is being written.
    ///
    /// Only one process writes at a time: the one that holds the ``IndexLock``.
    private static func temporary(for path: String) -> String {
        let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        return "\(path[..<start]).\(path[start...]).next"
    }
}
