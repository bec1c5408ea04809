internal import Glibc

/// A file in the clone's private folder with the ids of the locks that its runs took on the remote.
///
/// It is what tells the lock of a dead run of this clone from that of a living one elsewhere. Who reads or writes it holds the
/// clone's own lock. A note that cannot be written costs no more than that the dead run's lock has to expire.
struct OwnLocks {
    private let folder: String
    private let path: String

    /// The note about a lock.
    ///
    /// - Parameters:
    ///   - reference: The lock's full name.
    ///   - folder: The clone's private folder, which exists.
    init(about reference: String, in folder: String) {
        self.folder = folder + "/remote-lock"
        path = self.folder + "/" + (reference.split(separator: "/").last ?? "lock")
    }

    /// The ids.
    var ids: [String] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n").map(
            String.init
        )
    }

    /// Writes the ids down; none removes the note.
    func write(_ ids: [String]) {
        guard !ids.isEmpty else {
            unlink(path)
            return
        }
        mkdir(folder, 0o777)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let text = ids.suffix(50).map { $0 + "\n" }.joined()
        _ = text.withCString { Glibc.write(descriptor, $0, text.utf8.count) }
    }
}
