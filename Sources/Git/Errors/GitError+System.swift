internal import Glibc

extension GitError {
    /// Makes an error from `errno`, as the last call to the operating system left it.
    static func system(_ operation: String, _ path: String) -> GitError {
        let text = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
        return GitError(operation, .system, "\(path): \(text).")
    }
}
