internal import Glibc

/// Files that are read, written or removed at once.
public enum WholeFile {
    /// Returns a file's bytes, and about as many as `limit` at most; nil where there is no such file.
    public static func content(of path: String, limit: Int = .max) throws(FileError) -> [UInt8]? {
        do throws(FileError) {
            return try OpenFile(reading: path).content(limit: limit)
        } catch {
            guard error.isMissing else { throw error }
            return nil
        }
    }

    /// Writes a file, whole or not at all, and returns once it is on disk.
    public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let replacement = try FileReplacement(path)
        try replacement.append(bytes)
        try replacement.finish()
    }

    /// Removes a file for good; one that is not there is as good.
    public static func remove(_ path: String) throws(FileError) {
        guard unsafe unlink(path) == 0 else {
            let error = FileError(.remove, path, errno: errno)
            guard error.isMissing else { throw error }
            return
        }
        try Folder.synchronize(Folder.containing(path))
    }

    /// Whether there is something at a path.
    public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Whether a path is a program that this account may run.
    public static func isExecutable(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }
}
