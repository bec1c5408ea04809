internal import CGit2
internal import Glibc

// A reference is locked by a file beside it that is there only while it is written. When the process dies meanwhile the file
// stays, and nobody can move the reference any more.
extension Repository {
    /// For how long the lock of a branch that is not checked out has to lie there unchanged before it is taken for a dead
    /// one, in seconds; writing a reference takes milliseconds.
    static let deadLockAge = 10

    /// Removes the lock that a dead process left on a reference when it moved it to `commit`.
    ///
    /// The process is known to be dead by the index's lock, which names the commit. Another git's lock names another one.
    func removeDeadLock(of reference: String, naming commit: ObjectID) {
        let path = lockPath(of: reference)
        guard let content = content(ofLock: path), "\(commit)\n".hasPrefix(content) else { return }
        unsafe unlink(path)
    }

    /// Removes an old lock on a reference that names a commit like `message`'s, or nothing yet.
    ///
    /// It is for branches that are not checked out: nothing else tells there that a process died.
    func removeOldLock(of reference: String, like message: String) {
        let path = lockPath(of: reference)
        var now = timespec()
        guard let content = content(ofLock: path), let status = FileStatus(path),
            unsafe clock_gettime(CLOCK_REALTIME, &now) == 0,
            now.tv_sec - status.modified.tv_sec > Self.deadLockAge
        else { return }
        let lines = content.split(separator: "\n")
        if let first = lines.first {
            guard let id = ObjectID(String(first)), let object = try? object(id),
                let text = unsafe git_commit_message(object.pointer)
            else { return }
            let subject = unsafe String(cString: text).prefix { $0 != ":" }
            guard subject == message.prefix(while: { $0 != ":" }) else { return }
        }
        unsafe unlink(path)
    }

    private func lockPath(of reference: String) -> String {
        (reference == "HEAD" ? gitDirectory : commonDirectory) + reference + ".lock"
    }

    private func content(ofLock path: String) -> String? {
        guard let status = FileStatus(path), status.isRegular, status.size < 100 else { return nil }
        return (try? WorkTree(root: "").content(of: path)).map { String(decoding: $0, as: UTF8.self) }
    }
}
