internal import Files

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
        guard let bytes = try? WholeFile.content(of: path, limit: 4096) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Writes the ids down; none removes the note.
    func write(_ ids: [String]) {
        guard !ids.isEmpty else {
            try? WholeFile.remove(path)
            return
        }
        try? Folder.make(folder)
        try? WholeFile.write(Array(ids.suffix(50).map { $0 + "\n" }.joined().utf8), to: path)
    }
}
