internal import Glibc
internal import Synchronization

/// The lock file that keeps every other git away from the index and the work tree.
///
/// It is git's own `index.lock`, taken by creating it. While it is held it is also locked with `flock` and
/// names the commit that is being put into place. The kernel drops that second lock when its process dies, so
/// what a killed run has left behind can be told from a live one, and settled, without guessing at process ids.
struct IndexLock: ~Copyable {
    private static let heading = "commit of a directory\n"
    private static let operation = "lock the index"
    /// The number of files that this process has made on the way to a lock.
    private static let drafts = Atomic(0)
    private let path: String
    private let descriptor: Int32

    /// The record of a run that died with the lock; nil when the lock is a fresh one.
    let abandoned: Record?

    /// The commit that the holder is putting into place.
    struct Record: Equatable {
        let commit: ObjectID
        let directory: String
    }

    /// Takes the lock, waiting while another process holds it.
    init(at path: String, _ patience: inout Deadline) throws(GitError) {
        while true {
            if let descriptor = try Self.make(path) {
                self.init(path: path, descriptor: descriptor, abandoned: nil)
                return
            }
            if let (descriptor, text) = Self.adopt(path) {
                self.init(path: path, descriptor: descriptor, abandoned: Self.record(in: text))
                return
            }
            guard patience.waits() else {
                throw GitError(
                    Self.operation,
                    .locked,
                    because: "Another git process holds \(path)",
                    hint: "Try again when it has ended; if none is running, remove that file"
                )
            }
        }
    }

    /// Takes over the lock of a process that died; nil when there is no such lock.
    init?(abandonedAt path: String) {
        guard let (descriptor, text) = Self.adopt(path) else { return nil }
        self.init(path: path, descriptor: descriptor, abandoned: Self.record(in: text))
    }

    /// Makes the lock's file; nil when there is one.
    ///
    /// It is made under another name and given its own when it is locked and says whose it is, so that one which a dying
    /// process leaves behind always says so.
    private static func make(_ path: String) throws(GitError) -> Int32? {
        // Threads of one process make theirs beside each other.
        let number = drafts.wrappingAdd(1, ordering: .relaxed).newValue
        let draft = path + ".\(getpid()).\(number)"
        unsafe unlink(draft)
        let descriptor = unsafe open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw GitError.system(operation, draft) }
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
        let isWritten = write(heading, to: descriptor)
        let isMade = unsafe isWritten && link(draft, path) == 0
        let code = errno
        let error = GitError.system(operation, isWritten ? path : draft)
        unsafe unlink(draft)
        guard !isMade else { return descriptor }
        close(descriptor)
        // In another container a process of the same number may have taken this one's file for its own: then once more.
        guard isWritten, code == EEXIST || code == ENOENT else { throw error }
        return nil
    }

    /// Removes what processes that died while they made the lock's file have left beside it.
    static func removeLeftovers(of path: String) {
        let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let prefix = path[start...] + "."
        guard let folder = unsafe opendir(String(path[..<start])) else { return }
        defer { unsafe closedir(folder) }
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            guard name.hasPrefix(prefix),
                let process = pid_t(name.dropFirst(prefix.count).prefix { $0 != "." })
            else { continue }
            if kill(process, 0) != 0, errno == ESRCH { unsafe unlink(path[..<start] + name) }
        }
    }

    private init(path: String, descriptor: Int32, abandoned: Record?) {
        self.path = path
        self.descriptor = descriptor
        self.abandoned = abandoned
    }

    deinit {
        // Somebody may have removed the file by hand, and another process made its own since.
        if let ours = FileStatus(descriptor: descriptor), let there = FileStatus(path),
            ours.isSameFile(as: there)
        {
            unsafe unlink(path)
        }
        close(descriptor)
    }

    /// Writes down what is about to be put into place, before the first file of it changes.
    func record(_ record: Record) throws(GitError) {
        let text = Self.heading + "\(record.commit)\n\(record.directory)\n"
        // It begins with what stands there: at no moment is the file anybody's.
        guard Self.write(text, to: descriptor), ftruncate(descriptor, off_t(text.utf8.count)) == 0,
            fsync(descriptor) == 0
        else {
            throw GitError.system(Self.operation, path)
        }
    }

    /// Takes over a lock whose holder has died; nil when it lives, or when the lock is not of our making.
    private static func adopt(_ path: String) -> (descriptor: Int32, text: String)? {
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        guard text.hasPrefix(heading), flock(descriptor, LOCK_EX | LOCK_NB) == 0,
            let ours = FileStatus(descriptor: descriptor), let there = FileStatus(path),
            ours.isSameFile(as: there)
        else {
            close(descriptor)
            return nil
        }
        return (descriptor, text)
    }

    private static func record(in text: String) -> Record? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 4, let commit = ObjectID(String(lines[1])) else { return nil }
        return Record(commit: commit, directory: String(lines[2]))
    }

    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        let bytes = Array(text.utf8)
        return unsafe pwrite(descriptor, bytes, bytes.count, 0) == bytes.count
    }
}
