import Foundation
import Glibc
import SerialExecution

/// A started program: posix_spawn with files for its streams.
///
/// Not Foundation's Process: that one needs readers for its pipes and cannot start a session.
public struct Spawned: Sendable {
    /// Where a program reads its standard input.
    public enum Input: Sendable {
        /// From a file.
        case path(String)
        /// From an open descriptor.
        case descriptor(Int32)
    }

    /// Held while a pipe is made and while a program starts, so that no program inherits an end of a pipe.
    private static let starting = Locked<Void>(())

    /// The process id.
    public let id: Int32

    /// Starts `program`; output that is not asked for goes nowhere.
    public init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String]? = nil,
        directory: String? = nil,
        stdin: Input = .path("/dev/null"),
        stdout: String = "/dev/null",
        stderr: String = "/dev/null",
        ownSession: Bool = false
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        switch stdin {
        case .path(let path): posix_spawn_file_actions_addopen(&actions, 0, path, O_RDONLY, 0)
        case .descriptor(let number): posix_spawn_file_actions_adddup2(&actions, number, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, stdout, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, stderr, O_WRONLY | O_CREAT | O_TRUNC, 0o600)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var flags = Int32(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
        if ownSession { flags |= 0x80 }  // POSIX_SPAWN_SETSID, which the importer does not see
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let variables = (environment ?? ProcessInfo.processInfo.environment).map { "\($0.key)=\($0.value)" }
        var started: pid_t = 0
        // posix_spawn's own way to another folder is a GNU extension, which Swift's Glibc module leaves out.
        let words = (directory.map { ["env", "-C", $0] } ?? []) + [program] + arguments
        let code = Self.starting.withLock { _ in
            withCStrings(words) { arguments in
                withCStrings(variables) { variables in
                    posix_spawnp(&started, words[0], &actions, &attributes, arguments, variables)
                }
            }
        }
        guard code == 0 else {
            throw SpawnError(description: "\(program) did not start: \(String(cString: strerror(code)))")
        }
        id = started
    }

    /// Makes a pipe whose ends no started program inherits.
    static func pipe() throws -> [Int32] {
        try starting.withLock { _ in
            var ends: [Int32] = [0, 0]
            guard Glibc.pipe(&ends) == 0 else { throw SpawnError(description: "no pipe is left") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return ends
        }
    }

    /// Waits for the end, and returns the exit status or 128 + the signal's number.
    @discardableResult
    public func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) == -1, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Sends a signal, by default the polite one.
    public func signal(_ number: Int32 = 15) { kill(id, number) }
}

/// Calls `body` with a null-terminated array of C strings.
private func withCStrings<R>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
}
