internal import CGit2
internal import Glibc

/// The index as it stands on the disk, or a copy of it that is being changed.
struct IndexFile: ~Copyable {
    /// A line of the index.
    struct Entry {
        let path: String
        let blob: ObjectID
        let mode: UInt32
        let isConflict: Bool
        let isSkipped: Bool
        let isPlaceholder: Bool
        let size: UInt32
        let inode: UInt32
        let modified: git_index_time
        let changed: git_index_time
    }

    /// The index's status in the file system; nil when there is none yet.
    let status: FileStatus?

    private let handle: Owned
    private let path: String
    private let scratch: String?

    /// Opens the index for looking only.
    init(reading path: String) throws(GitError) {
        status = FileStatus(path)
        handle = try Self.open(path)
        self.path = path
        scratch = nil
    }

    /// Opens a copy of the index beside it, to be changed and put in its place.
    ///
    /// The caller holds the lock.
    init(changing path: String) throws(GitError) {
        let scratch = path + ".next"
        let status = FileStatus(path)
        // What a process that died left of its own.
        unsafe unlink(scratch)
        unsafe unlink(scratch + ".lock")
        if let status { try Self.copy(path, to: scratch, size: status.size) }
        handle = try Self.open(scratch)
        self.status = status
        self.path = path
        self.scratch = scratch
    }

    deinit { if let scratch { unsafe unlink(scratch) } }

    /// Returns the entries below a directory, sorted by path as git sorts.
    func entries(under directory: String) -> [Entry] {
        let prefix = directory + "/"
        var position = 0
        guard unsafe git_index_find_prefix(&position, handle.pointer, prefix) >= 0 else {
            git_error_clear()
            return []
        }
        var entries: [Entry] = []
        while let raw = unsafe git_index_get_byindex(handle.pointer, position) {
            let entry = unsafe Entry(raw.pointee)
            guard entry.path.hasPrefix(prefix) else { break }
            entries.append(entry)
            position += 1
        }
        return entries
    }

    /// Returns the blob that is staged at `path`.
    func blob(at path: String) -> ObjectID? {
        guard let raw = unsafe git_index_get_bypath(handle.pointer, path, 0) else { return nil }
        return ObjectID(unsafe raw.pointee.id)
    }

    /// Makes the entry at `path` stand for `blob`, or removes it when there is none.
    ///
    /// With the status of a file that holds the blob git need not read that file again to know it is unchanged.
    func set(_ path: String, to blob: ObjectID?, as status: FileStatus?) throws(GitError) {
        guard let blob else {
            try check("take \(path) out of the index", unsafe git_index_remove(handle.pointer, path, 0))
            return
        }
        let returned = unsafe path.withCString { name in
            var entry = unsafe git_index_entry()
            unsafe entry.mode = UInt32(GIT_FILEMODE_BLOB.rawValue)
            unsafe entry.id = blob.raw
            if let status {
                unsafe entry.ctime = git_index_time(status.changed)
                unsafe entry.mtime = git_index_time(status.modified)
                unsafe entry.dev = status.device
                unsafe entry.ino = status.inode
                unsafe entry.uid = status.user
                unsafe entry.gid = status.group
                unsafe entry.file_size = UInt32(truncatingIfNeeded: status.size)
            }
            unsafe entry.path = name
            return unsafe git_index_add(handle.pointer, &entry)
        }
        try check("put \(path) into the index", returned)
    }

    /// Puts the changed copy in the place of the index.
    ///
    /// The copy keeps the time of the index it replaces. git takes a file for unchanged when its size and time
    /// are those of the entry, unless the file is as young as the index itself; a younger index would thus hide
    /// an edit that was made within the same second as the last `git add`.
    func publish() throws(GitError) {
        guard let scratch else { return }
        try check("write the index", unsafe git_index_write(handle.pointer))
        if let status {
            var times = [status.modified, status.modified]
            guard unsafe utimensat(AT_FDCWD, scratch, &times, 0) == 0 else {
                throw GitError.system("write the index", scratch)
            }
        }
        guard unsafe rename(scratch, path) == 0 else { throw GitError.system("write the index", path) }
    }

    private static func open(_ path: String) throws(GitError) -> Owned {
        do {
            let handle = try unsafe Owned("read the index", freedBy: { unsafe git_index_free($0) }) {
                unsafe git_index_open(&$0, path)
            }
            try check("read the index", unsafe git_index_read(handle.pointer, 1))
            return handle
        } catch {
            // Class and code are those of a spoilt index, too.
            guard error.part == .index, error.message.contains("mandatory extension") else { throw error }
            throw GitError(
                "read the index",
                .unsupported,
                because: "It is a split or a sparse index",
                hint: """
                    Turn that off with: git update-index --no-split-index, or git sparse-checkout reapply \
                    --no-sparse-index
                    """
            )
        }
    }

    private static func copy(_ source: String, to target: String, size: Int) throws(GitError) {
        let input = unsafe Glibc.open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw GitError.system("read the index", source) }
        defer { close(input) }
        let output = unsafe Glibc.open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard output >= 0 else { throw GitError.system("write the index", target) }
        defer { close(output) }
        var left = size
        while left > 0 {
            let count = sendfile(output, input, nil, left)
            guard count > 0 else { throw GitError.system("copy the index", target) }
            left -= count
        }
    }
}

extension IndexFile.Entry {
    fileprivate init(_ raw: git_index_entry) {
        unsafe path = String(cString: raw.path)
        unsafe blob = ObjectID(raw.id)
        unsafe mode = raw.mode
        unsafe isConflict = UInt32(raw.flags) & UInt32(GIT_INDEX_ENTRY_STAGEMASK) != 0
        unsafe isSkipped = UInt32(raw.flags_extended) & GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue != 0
        unsafe isPlaceholder = UInt32(raw.flags_extended) & GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue != 0
        unsafe size = raw.file_size
        unsafe inode = raw.ino
        unsafe modified = raw.mtime
        unsafe changed = raw.ctime
    }
}

extension git_index_time {
    /// The same moment, cut to the 32 bits that the index holds.
    init(_ time: timespec) {
        self.init(
            seconds: Int32(truncatingIfNeeded: time.tv_sec),
            nanoseconds: UInt32(truncatingIfNeeded: time.tv_nsec)
        )
    }

    /// Whether both are the same moment, as far as the index knows it.
    func matches(_ time: timespec) -> Bool {
        let other = git_index_time(time)
        return seconds == other.seconds && nanoseconds == other.nanoseconds
    }
}
