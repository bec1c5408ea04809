import Foundation
import Workflow

/// Whole files, read and written at once.
enum File {
    /// The most that is read of one file: no plan and no configuration is larger.
    private static let limit = 512 << 20

    /// Returns a file's bytes; nil when there is none.
    static func read(_ path: String) throws(Problem) -> [UInt8]? {
        guard let file = fopen(path, "rb") else {
            guard errno != ENOENT && errno != ENOTDIR else { return nil }
            throw Problem(.failure, "\(path) cannot be read: \(reason())")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            bytes.append(contentsOf: chunk[..<count])
            guard count == chunk.count, bytes.count < limit else { break }
        }
        guard ferror(file) == 0 else { throw Problem(.failure, "\(path) cannot be read: \(reason())") }
        return bytes
    }

    /// Whether there is a file at a path.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Writes a file: whole or not at all, by a new file that takes the old one's place.
    static func write(_ bytes: [UInt8], to path: String) throws(Problem) {
        let scratch = "\(path).\(getpid()).new"
        guard let file = fopen(scratch, "wbx") else {
            throw Problem(.failure, "\(path) cannot be written: \(reason())")
        }
        let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count && fflush(file) == 0
        let problem = isWritten ? "" : reason()
        let isClosed = fclose(file) == 0
        guard isWritten, isClosed, rename(scratch, path) == 0 else {
            let problem = problem.isEmpty ? reason() : problem
            unlink(scratch)
            throw Problem(.failure, "\(path) cannot be written: \(problem)")
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}

extension File {
    /// Whether there is a directory at a path.
    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes a directory, and those above it that are missing.
    static func makeDirectory(_ path: String) throws(Problem) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Problem(.failure, "\(path) cannot be made: \(error.localizedDescription)")
        }
    }
}
