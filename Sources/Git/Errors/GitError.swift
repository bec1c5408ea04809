internal import CGit2

/// What kept a repository from doing what it was asked to.
public struct GitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, as a phrase: `open the repository`.
    public let operation: String

    /// Which kind of failure it was.
    public let code: Code

    /// What happened, as a full sentence.
    public let message: String

    /// What to do about it; nil where there is nothing to add.
    public let hint: String?

    /// The operation, the message and the hint in one line.
    public var description: String {
        "cannot \(operation): \(message)" + (hint.map { " \($0)" } ?? "")
    }

    /// Makes an error of our own.
    init(_ operation: String, _ code: Code, _ message: String, hint: String? = nil) {
        self.operation = operation
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// Makes an error from libgit2's return value, taking the message that it left for this thread.
    init(_ operation: String, returned value: Int32) {
        let last = unsafe git_error_last()
        let text = unsafe last.map { unsafe String(cString: $0.pointee.message) }
        git_error_clear()
        self.init(operation, Code(rawValue: value), text ?? "libgit2 failed with \(value)")
    }
}

/// Throws what libgit2's return value stands for, unless it stands for success.
///
/// Every call into the library goes through here or through ``Owned``.
@discardableResult
func check(_ operation: @autoclosure () -> String, _ returned: Int32) throws(GitError) -> Int32 {
    guard returned >= 0 else { throw GitError(operation(), returned: returned) }
    return returned
}
