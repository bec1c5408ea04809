import Foundation
import Glibc

/// A folder of its own that is gone, with all that is in it, when the value is.
public struct TemporaryDirectory: ~Copyable {
    /// The folder's absolute path.
    public let path: String

    /// Makes an empty folder below `parent`, by default the system's folder for temporary files.
    public init(named name: String = "audit-jira", in parent: String? = nil) throws {
        let parent = parent ?? FileManager.default.temporaryDirectory.path
        var template = Array("\(parent)/\(name).XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let made else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        // Programs such as git print the path without symbolic links.
        let resolved = realpath(made, nil)
        path = resolved.map { String(cString: $0) } ?? made
        free(resolved)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Returns the absolute path of `name` in the folder.
    public func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes `text` to `name`, making the folders on the way, and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    /// Writes bytes to `name`, making the folders on the way, and returns its path.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws -> String {
        let url = URL(filePath: path(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: url)
        return url.path
    }

    /// Returns what `name` holds, as text.
    public func read(_ name: String) throws -> String { try text(of: path(name)) }
}

/// Returns what a file holds, as text.
///
/// Not by Foundation, which leaks a page for every empty file and so spoils the search for leaks.
public func text(of path: String) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = Glibc.read(descriptor, &chunk, chunk.count)
        guard count >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        if count == 0 { return String(decoding: content, as: UTF8.self) }
        content += chunk[..<count]
    }
}
