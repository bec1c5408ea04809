internal import Glibc
internal import Workflow

/// Keeps every other run in the same repository away for as long as it lives.
///
/// The lock is the kernel's, on an open file: it goes with the process, however that ends, so that no stale one can
/// be left. The file itself stays, since removing it would let two runs lock two files of one name.
struct RunLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock of a folder, which is made when it does not exist.
    ///
    /// - Throws: A `Problem` of kind locked when another run holds it.
    init(in folder: String) throws(Problem) {
        let path = folder + "/lock"
        _ = mkdir(folder, 0o777)
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw Problem(
                .failure,
                "The lock \(path) cannot be opened: \(String(cString: strerror(errno))).",
                hint: "Let this account write in \(folder)."
            )
        }
        guard Self.lock(descriptor) else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw Problem(
                .locked,
                "Another run of audit-jira\(holder.map { " (process \($0))" } ?? "") is at work in this repository.",
                hint: "Run the command again when that one has ended; its lock goes with it."
            )
        }
        // For the message of whoever comes second; a lock without it is as good.
        let text = "\(getpid())\n"
        _ = ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, text.utf8.count, 0) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// This process's id.
    static var process: Int { Int(getpid()) }

    /// Returns the run that holds the lock of a folder; nil for none.
    static func run(in folder: String) -> RunLocks.Run? {
        let descriptor = open(folder + "/lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return RunLocks.Run(process: holder(descriptor))
    }

    /// Takes the lock; a second time when that fails, for who only looks holds it for a moment.
    private static func lock(_ descriptor: Int32) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        usleep(20_000)
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    /// The process that wrote itself into the file.
    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 1 else { return nil }
        return Int32(String(decoding: bytes[..<(count - 1)], as: UTF8.self))
    }
}
