internal import Glibc
internal import SystemPackage

/// Folders by their paths.
public enum Folder {
    /// Whether there is a folder at a path.
    public static func exists(_ path: String) -> Bool {
        (try? FilePath(path).stat())?.type == .directory
    }

    /// Makes a folder; one that is there already is as good.
    ///
    /// - Parameters:
    ///   - path: The folder; the one that it is in must be there.
    ///   - permissions: The permissions, as `chmod` takes them, less those that the process's mask takes away.
    /// - Throws: What the system refused.
    public static func make(_ path: String, permissions: UInt16 = 0o777) throws(FileError) {
        guard unsafe mkdir(path, mode_t(permissions)) == 0 || errno == EEXIST else {
            throw FileError(.make, path, errno: errno)
        }
    }

    /// Makes a folder, and those above it that are missing.
    public static func makeAll(_ path: String) throws(FileError) {
        guard !exists(path) else { return }
        let above = containing(path)
        if above != path, above != "." { try makeAll(above) }
        try make(path)
        // Something else may be there.
        guard exists(path) else { throw FileError(.make, path, errno: EEXIST) }
    }

    /// Returns once a folder's list of files is on disk.
    public static func synchronize(_ path: String) throws(FileError) {
        let descriptor = try calling(.open, on: path) {
            try FileDescriptor.open(FilePath(path), .readOnly, options: [.directory, .closeOnExec])
        }
        defer { try? descriptor.close() }
        try check(.write, on: path, fsync(descriptor.rawValue))
    }

    /// Returns the folder that a file or a folder is in, as the path tells it.
    public static func containing(_ path: String) -> String {
        let folder = FilePath(path).removingLastComponent().string
        return folder.isEmpty ? "." : folder
    }
}
