import Files
import Workflow

/// Whole files and folders, with problems for what is refused.
enum File {
    /// The most that is read of one file: no plan and no configuration is larger.
    private static let limit = 512 << 20

    /// Returns a file's bytes; nil when there is none.
    static func read(_ path: String) throws(Problem) -> [UInt8]? {
        try asProblem { () throws(FileError) in try WholeFile.content(of: path, limit: limit) }
    }

    /// Whether there is a file at a path.
    static func exists(_ path: String) -> Bool { WholeFile.exists(path) }

    /// Writes a file: whole or not at all, by a new file that takes the old one's place.
    static func write(_ bytes: [UInt8], to path: String) throws(Problem) {
        try asProblem { () throws(FileError) in try WholeFile.write(bytes, to: path) }
    }

    /// Whether there is a directory at a path.
    static func isDirectory(_ path: String) -> Bool { Folder.exists(path) }

    /// Makes a directory, and those above it that are missing.
    static func makeDirectory(_ path: String) throws(Problem) {
        try asProblem { () throws(FileError) in try Folder.makeAll(path) }
    }

    private static func asProblem<Value>(_ body: () throws(FileError) -> Value) throws(Problem) -> Value {
        do throws(FileError) {
            return try body()
        } catch {
            throw .init(error)
        }
    }
}
