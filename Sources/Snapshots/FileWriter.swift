import Glibc
internal import Workflow

/// Writes a file in large pieces, under another name until it is complete.
final class FileWriter: Sendable {
    private let path: String
    private let file: Int32

    /// Starts a file; throws a `Problem` when it cannot be made.
    init(_ path: String) throws(Problem) {
        self.path = path
        self.file = open(path + ".new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else {
            throw Problem(.failure, "\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(file) }

    /// Appends bytes.
    func append(_ bytes: [UInt8]) throws(Problem) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { write(file, $0 + offset, bytes.count - offset) } ?? 0
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw Problem(.failure, "\(path) cannot be written: \(String(cString: strerror(errno)))")
            }
            offset += written
        }
    }

    /// Puts the file in its place.
    func finish() throws(Problem) {
        guard fsync(file) == 0, rename(path + ".new", path) == 0 else {
            throw Problem(.failure, "\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }
}
