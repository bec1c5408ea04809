internal import Glibc

/// The status of a file in the file system, without following a symbolic link.
struct FileStatus {
    private let raw: stat

    /// Returns nil where there is no such file.
    init?(_ path: String) {
        var raw = stat()
        guard unsafe lstat(path, &raw) == 0 else { return nil }
        self.raw = raw
    }

    /// Returns what stands behind an open descriptor.
    init?(descriptor: Int32) {
        var raw = stat()
        guard unsafe fstat(descriptor, &raw) == 0 else { return nil }
        self.raw = raw
    }

    var isDirectory: Bool { raw.st_mode & S_IFMT == S_IFDIR }
    var isRegular: Bool { raw.st_mode & S_IFMT == S_IFREG }
    var isExecutable: Bool { raw.st_mode & S_IXUSR != 0 }
    var size: Int { Int(raw.st_size) }
    var modified: timespec { raw.st_mtim }
    var changed: timespec { raw.st_ctim }
    var device: UInt32 { UInt32(truncatingIfNeeded: raw.st_dev) }
    var inode: UInt32 { UInt32(truncatingIfNeeded: raw.st_ino) }
    var user: UInt32 { raw.st_uid }
    var group: UInt32 { raw.st_gid }

    /// Whether both are the same file, not merely equal ones.
    func isSameFile(as other: FileStatus) -> Bool {
        raw.st_dev == other.raw.st_dev && raw.st_ino == other.raw.st_ino
    }
}
