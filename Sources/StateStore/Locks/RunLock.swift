internal import Files
internal import Glibc
internal import Workflow

/// A lock that keeps every other run in the same repository away for as long as it lives.
///
/// It is the kernel's, on an open file: it goes with the process, however that ends, so that no stale one can
/// be left. The file itself stays, since removing it would let two runs lock two files of one name.
struct RunLock: ~Copyable {
    private let file: OpenFile

    /// Takes the lock of a folder, which is made when it does not exist.
    ///
    /// - Throws: A `Problem` of kind locked when another run holds it.
    init(in folder: String) throws(Problem) {
        let path = Self.path(in: folder)
        // What keeps the folder from being made keeps the file from being opened.
        try? Folder.make(folder)
        let file = try Self.open(path, in: folder)
        guard Self.lock(file) else { throw .otherRun(process: Self.holder(of: file)) }
        // For the message of whoever comes second; a lock without it is as good.
        try? file.replaceContent(with: Array("\(Self.process)\n".utf8))
        self.file = file
    }

    /// This process's id.
    static var process: Int { Int(getpid()) }

    /// Returns the run that holds the lock of a folder; nil for none.
    static func run(in folder: String) -> RunLocks.Run? {
        guard let file = try? OpenFile(reading: path(in: folder)), !file.lock(.shared) else { return nil }
        return RunLocks.Run(process: holder(of: file))
    }

    private static func open(_ path: String, in folder: String) throws(Problem) -> OpenFile {
        do throws(FileError) {
            return try OpenFile(sharing: path, permissions: 0o666)
        } catch {
            throw .unopenedLock(error, in: folder)
        }
    }

    private static func path(in folder: String) -> String { folder + "/lock" }

    /// Takes the lock; a second time when that fails, for who only looks holds it for a moment.
    private static func lock(_ file: borrowing OpenFile) -> Bool {
        if file.lock(.exclusive) { return true }
        usleep(20_000)
        return file.lock(.exclusive)
    }

    /// Returns the process that wrote itself into the file.
    private static func holder(of file: borrowing OpenFile) -> Int32? {
        guard let text = try? file.content(limit: 16), text.last == UInt8(ascii: "\n") else { return nil }
        return Int32(String(decoding: text.dropLast(), as: UTF8.self))
    }
}
