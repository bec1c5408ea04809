internal import Glibc

/// A program that runs in a session of its own, with what it prints collected.
///
/// In a session of its own it neither hears the terminal's Ctrl-C nor can it ask a question there, and it ends together
/// with the programs that it started.
struct ChildProcess: ~Copyable {
    /// What a program left.
    struct Remains {
        /// The exit status, or 128 + the number of the signal that ended it.
        var status: Int32
        /// Whether it was ended because it took too long.
        var isOverdue: Bool
        var output: [UInt8]
        var errors: [UInt8]
    }

    private let id: pid_t
    private let ends: [Int32]

    /// As much of a stream as is kept.
    private static let limit = 1 << 20

    /// Starts a program with nothing to read; nil when it does not start.
    init?(_ path: String, _ arguments: [String], variables: [String: String]) {
        var output: [Int32] = [-1, -1]
        var errors: [Int32] = [-1, -1]
        guard unsafe pipe(&output) == 0 else { return nil }
        guard unsafe pipe(&errors) == 0 else {
            for end in output { close(end) }
            return nil
        }
        for end in output + errors { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let started = Self.start(path, arguments, variables, output[1], errors[1])
        close(output[1])
        close(errors[1])
        guard let started else {
            close(output[0])
            close(errors[0])
            return nil
        }
        ends = [output[0], errors[0]]
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        id = started
    }

    deinit { for end in ends { close(end) } }

    /// Waits for the end, and returns what there is then.
    ///
    /// A program that takes longer than `patience` is asked to end, and two seconds later ended. What it started itself may
    /// go on and keep the streams open, as a connection that ssh keeps for the next one: that is not waited for.
    consuming func remains(patience: Duration) -> Remains {
        var remains = Remains(status: 0, isOverdue: false, output: [], errors: [])
        var deadline = ContinuousClock.now + patience
        var isOpen = [true, true]
        while true {
            var polls = zip(ends, isOpen).map { pollfd(fd: $1 ? $0 : -1, events: Int16(POLLIN), revents: 0) }
            _ = unsafe poll(&polls, nfds_t(polls.count), isOpen.contains(true) ? 10 : 2)
            var status: Int32 = 0
            let found = unsafe waitpid(id, &status, WNOHANG)
            isOpen[0] = isOpen[0] && Self.drain(ends[0], into: &remains.output)
            isOpen[1] = isOpen[1] && Self.drain(ends[1], into: &remains.errors)
            if found == id || (found == -1 && errno != EINTR) {
                let signal = status & 0x7F
                remains.status = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
                return remains
            }
            guard ContinuousClock.now >= deadline else { continue }
            kill(-id, remains.isOverdue ? SIGKILL : SIGTERM)
            deadline += .seconds(2)
            remains.isOverdue = true
        }
    }

    /// Takes what can be read at once; returns false at the end of the stream.
    private static func drain(_ end: Int32, into bytes: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe read(end, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count < 0 && errno == EAGAIN }
            bytes += chunk[..<min(count, max(0, limit - bytes.count))]
        }
    }

    private static func start(
        _ path: String,
        _ arguments: [String],
        _ variables: [String: String],
        _ output: Int32,
        _ errors: Int32
    ) -> pid_t? {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // A run ignores Ctrl-C and hears of it otherwise; the program must not inherit that.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        for number in [SIGINT, SIGTERM, SIGPIPE] { unsafe sigaddset(&signals, number) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        let ownSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, which the importer does not see
        let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | ownSession)
        unsafe posix_spawnattr_setflags(&attributes, flags)

        let words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        let settings = unsafe variables.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (words + settings).forEach { unsafe free($0) } }
        var id: pid_t = 0
        return unsafe posix_spawn(&id, path, &actions, &attributes, words, settings) == 0 ? id : nil
    }
}
