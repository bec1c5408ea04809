internal import Glibc
internal import SystemPackage

/// An open file, closed with this value.
///
/// No program that this process starts inherits it.
public struct OpenFile: ~Copyable, Sendable {
    private let descriptor: FileDescriptor
    private let path: String

    /// Makes a file for adding to it; none of that name may be there yet.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - permissions: The permissions, as `chmod` takes them, less those that the process's mask takes away.
    /// - Throws: What the system refused.
    public init(making path: String, permissions: UInt16) throws(FileError) {
        descriptor = try calling(.make, on: path) {
            try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .exclusiveCreate, .append, .closeOnExec],
                permissions: FilePermissions(rawValue: CModeT(permissions))
            )
        }
        self.path = path
    }

    /// Opens a file for reading.
    public init(reading path: String) throws(FileError) {
        descriptor = try calling(.read, on: path) {
            try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
        }
        self.path = path
    }

    /// Opens a file for reading and writing, and makes it where there is none.
    public init(sharing path: String, permissions: UInt16) throws(FileError) {
        descriptor = try calling(.open, on: path) {
            try FileDescriptor.open(
                FilePath(path),
                .readWrite,
                options: [.create, .closeOnExec],
                permissions: FilePermissions(rawValue: CModeT(permissions))
            )
        }
        self.path = path
    }

    deinit { try? descriptor.close() }

    /// The size in bytes.
    var size: Int {
        get throws(FileError) { try calling(.read, on: path) { Int(try descriptor.stat().size) } }
    }

    /// Runs something with the number by which the C library knows the file.
    borrowing func withNumber<Value: ~Copyable>(
        _ body: (Int32) throws(FileError) -> Value
    ) throws(FileError) -> Value {
        try body(descriptor.rawValue)
    }
}

extension OpenFile {
    /// Writes bytes where the last ones ended.
    public borrowing func append(_ bytes: [UInt8]) throws(FileError) {
        _ = try calling(.write, on: path) { try descriptor.writeAll(bytes) }
    }

    /// Returns once everything is on disk.
    public borrowing func synchronize() throws(FileError) {
        try check(.write, on: path, fsync(descriptor.rawValue))
    }

    /// Returns the bytes from the present place on, and about as many as `limit` at most.
    public borrowing func content(limit: Int = .max) throws(FileError) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while content.count < limit {
            let count = try calling(.read, on: path) {
                try unsafe chunk.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
            }
            guard count > 0 else { break }
            content += chunk[..<count]
        }
        return content
    }

    /// Makes these bytes all that the file holds.
    public borrowing func replaceContent(with bytes: [UInt8]) throws(FileError) {
        try calling(.write, on: path) {
            try descriptor.resize(to: 0)
            try descriptor.writeAll(toAbsoluteOffset: 0, bytes)
        }
    }
}

extension OpenFile {
    /// Ways in which a file is locked.
    public enum Lock: Sendable {
        /// For this process alone.
        case exclusive
        /// For all who lock it in this way.
        case shared
    }

    /// Locks the file until it is closed, and returns whether that was possible; waits for nobody.
    ///
    /// The lock is the kernel's, and goes with the process: https://man7.org/linux/man-pages/man2/flock.2.html
    public borrowing func lock(_ lock: Lock) -> Bool {
        flock(descriptor.rawValue, (lock == .exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0
    }
}
