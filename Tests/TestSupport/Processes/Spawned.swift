import Foundation
import Glibc

/// A started program: posix_spawn with files for its streams.
///
/// Not Foundation's Process: that one needs readers for its pipes, cannot start a session, and crashes now and then when
/// tests start programs at the same time. Here nothing is shared between two starts: the words and variables are copied
/// before, and the program gets the three standard streams and no other descriptor, whatever other tests have open.
public struct Spawned: Sendable {
    /// Where a program reads its standard input.
    public enum Input: Sendable {
        /// From a file.
        case path(String)
        /// From an open descriptor.
        case descriptor(Int32)
    }

    /// The process id.
    public let id: Int32

    /// Starts `program`; output that is not asked for goes nowhere.
    ///
    /// - Parameters:
    ///   - program: A path, or a name that is looked up in this process's `PATH`.
    ///   - arguments: The arguments, without the program's name.
    ///   - environment: The whole environment; `nil` hands on this process's.
    ///   - directory: Where it runs; `nil` is here.
    ///   - stdin: What it reads.
    ///   - stdout: The file that takes its output.
    ///   - stderr: The file that takes its errors; it may be the same one.
    ///   - ownSession: Whether signals from the terminal pass it by.
    /// - Throws: `SpawnError` when it does not start.
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
        if stderr == stdout {
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        } else {
            posix_spawn_file_actions_addopen(&actions, 2, stderr, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        guard let gnu = GNUSpawnActions.found else {
            throw SpawnError(description: "\(program) did not start: this C library is older than glibc 2.34")
        }
        if let directory { _ = gnu.changeDirectory(&actions, directory) }
        _ = gnu.closeFrom(&actions, 3)

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
        let code = withCStrings([program] + arguments) { arguments in
            withCStrings(variables) { variables in
                posix_spawnp(&started, program, &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else {
            throw SpawnError(description: "\(program) did not start: \(String(cString: strerror(code)))")
        }
        id = started
    }

    /// Makes a pipe: the end to read from, and the one to write to.
    static func pipe() throws -> [Int32] {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw SpawnError(description: "no pipe is left") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return ends
    }

    /// Waits for the end, and returns the exit status or 128 + the signal's number.
    @discardableResult
    public func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) == -1, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Whether it ended; its status is still there to be waited for.
    public var isOver: Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo != 0
    }

    /// Does something when it ended.
    public func whenOver(_ body: @escaping @Sendable () -> Void) {
        let id = id
        Thread.detachNewThread {
            var info = siginfo_t()
            while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
            body()
        }
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
