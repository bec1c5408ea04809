internal import CGit2
internal import Glibc

/// A refusal of a repository, of the program git or of the operating system.
///
/// The manual of libgit2's: https://libgit2.org/docs/reference/main/errors/git_error_last.html; of the program's:
/// https://git-scm.com/docs/git.
public struct GitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The operation, as a phrase: `open the repository`.
    public let operation: String

    /// The kind of the failure.
    public let code: Code

    /// The part of libgit2 that it comes from.
    public let part: Class

    /// The reason, as a sentence without a stop.
    public let message: String

    /// The way out; nil where there is nothing to add.
    public let hint: String?

    /// The operation, the message and the hint in one line.
    public var description: String {
        "cannot \(operation): \(message)" + (hint.map { ". \($0)" } ?? "")
    }

    /// Makes an error of our own.
    init(_ operation: String, _ code: Code, because message: String, hint: String? = nil) {
        self.init(operation, code, of: .none, because: message, hint: hint)
    }

    /// Makes an error from libgit2's return value, taking the class and the message that it left for this thread.
    init(_ operation: String, returned value: Int32) {
        let last = unsafe git_error_last()
        let text = unsafe last.map { unsafe String(cString: $0.pointee.message) }
        let part = unsafe last.map { unsafe Class(rawValue: $0.pointee.klass) } ?? .none
        git_error_clear()
        self.init(
            operation,
            Code(rawValue: value),
            of: part,
            because: text ?? "libgit2 failed with \(value)",
            hint: nil
        )
    }

    private init(_ operation: String, _ code: Code, of part: Class, because message: String, hint: String?) {
        self.operation = operation
        self.code = code
        self.part = part
        self.message = message
        self.hint = hint
    }
}

extension GitError {
    /// Makes an error from `errno`, as the last call to the operating system left it.
    static func system(_ operation: String, _ path: String) -> GitError {
        let text = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
        return GitError(operation, .system, because: "\(path): \(text)")
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
