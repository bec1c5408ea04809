internal import Glibc

/// A file that is written beside another, and takes its place once it is complete.
///
/// Whoever reads the path sees the old file or the new one, also after the machine went down: the new one is on disk
/// before it is renamed, and the folder after that. One that is not finished is removed with this object.
public final class FileReplacement: Sendable {
    private let path: String
    private let scratch: String
    private let file: OpenFile

    /// Starts a file.
    ///
    /// - Parameters:
    ///   - path: The file that is to be replaced, or made.
    ///   - permissions: The new file's permissions, as `chmod` takes them, less those that the process's mask takes away.
    /// - Throws: What the system refused.
    public init(_ path: String, permissions: UInt16 = 0o666) throws(FileError) {
        self.path = path
        scratch = "\(path).\(getpid()).new"
        // A process of the same number may have died over one: in containers all have the same.
        unsafe unlink(scratch)
        do throws(FileError) {
            file = try OpenFile(making: scratch, permissions: permissions)
        } catch {
            throw FileError(.write, path, errno: error.errno)
        }
    }

    deinit { unsafe unlink(scratch) }

    /// Appends bytes.
    public func append(_ bytes: [UInt8]) throws(FileError) {
        do throws(FileError) { try file.append(bytes) } catch { throw of(error) }
    }

    /// Puts the file in its place.
    public func finish() throws(FileError) {
        do throws(FileError) { try file.synchronize() } catch { throw of(error) }
        try check(.write, on: path, unsafe rename(scratch, path))
        try Folder.synchronize(Folder.containing(path))
    }

    /// The error with the path that people know.
    private func of(_ error: FileError) -> FileError {
        FileError(error.operation, path, errno: error.errno)
    }
}
