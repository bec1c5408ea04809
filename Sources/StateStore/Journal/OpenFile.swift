internal import Glibc
internal import Workflow

/// A file that is added to, closed with this value.
struct OpenFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Makes a file that is not there yet, for this account alone.
    init(creating path: String) throws(Problem) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.problem(path, "cannot be made") }
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Adds bytes at the end.
    func append(_ bytes: [UInt8]) throws(Problem) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw Self.problem(path, "cannot be written")
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Returns once everything is on disk.
    func synchronize() throws(Problem) {
        guard fsync(descriptor) == 0 else { throw Self.problem(path, "cannot be written") }
    }

    /// Returns a file's bytes; nil when there is no such file.
    static func content(of path: String) throws(Problem) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw problem(path, "cannot be read")
        }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return content }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw problem(path, "cannot be read")
            }
            content += buffer[..<count]
        }
    }

    /// Makes a folder, and the one it is in, for this account alone.
    static func makeFolder(_ path: String) throws(Problem) {
        for folder in [String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)), path] {
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
                throw problem(folder, "cannot be made")
            }
        }
    }

    /// Returns once a folder's list of files is on disk.
    static func synchronizeFolder(_ path: String) throws(Problem) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(path, "cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw problem(path, "cannot be written") }
    }

    /// Removes a file for good; one that is not there is as good.
    static func remove(_ path: String) throws(Problem) {
        guard unlink(path) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return }
            throw problem(path, "cannot be removed")
        }
        try synchronizeFolder(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)))
    }

    private static func problem(_ path: String, _ what: String) -> Problem {
        Problem(
            .failure,
            "\(path) \(what): \(String(cString: strerror(errno))).",
            hint: "Let this account write there, and see that the disk is not full."
        )
    }
}
