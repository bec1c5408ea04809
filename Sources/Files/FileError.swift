internal import Glibc
internal import SystemPackage

/// A refusal of the operating system to do something with a file.
///
/// Its numbers are those of `errno(3)`: https://man7.org/linux/man-pages/man3/errno.3.html
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Things that are done with files, each by its participle.
    public enum Operation: String, Hashable, Sendable {
        /// Opening what is there.
        case open = "opened"
        /// Making a file or a folder.
        case make = "made"
        /// Reading.
        case read = "read"
        /// Writing, and bringing to disk.
        case write = "written"
        /// Removing.
        case remove = "removed"
    }

    /// The operation that was refused.
    public let operation: Operation
    /// The file or folder.
    public let path: String
    /// The number of the reason.
    public let errno: Int32

    /// The reason in the system's words.
    public var reason: String { Errno(rawValue: errno).description }

    /// Whether the reason is that there is nothing at the path.
    public var isMissing: Bool { [ENOENT, ENOTDIR].contains(errno) }

    /// The path, the operation and the reason as a sentence without a stop.
    public var description: String { "\(path) cannot be \(operation.rawValue): \(reason)" }

    /// Makes an error.
    init(_ operation: Operation, _ path: String, errno: Int32) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }
}

/// Runs calls of the system library, and throws what one of them refused.
func calling<Value: ~Copyable>(
    _ operation: FileError.Operation,
    on path: String,
    _ calls: () throws -> Value
) throws(FileError) -> Value {
    do {
        return try calls()
    } catch {
        // The library throws nothing but numbers of errors.
        throw FileError(operation, path, errno: (error as? Errno)?.rawValue ?? EIO)
    }
}

/// Throws what a call of the C library left in `errno`, unless it returned zero.
func check(_ operation: FileError.Operation, on path: String, _ returned: Int32) throws(FileError) {
    guard returned == 0 else { throw FileError(operation, path, errno: errno) }
}
