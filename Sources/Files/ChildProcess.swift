internal import Glibc

/// A process that was started from a ``Program``.
///
/// By `posix_spawn`, in this one place: https://man7.org/linux/man-pages/man3/posix_spawn.3.html. swift-subprocess 1.0 was
/// weighed, and has a session of its own, a folder, closed descriptors and signals to the group as well. But its `run` is
/// asynchronous only, and the callers are actors that run git in the middle of what must not be interleaved, such as
/// taking a lock or giving it back: every call of git would be a place where another one comes in between. It has no
/// bound of time, and throws where a program prints more than is to be kept, instead of the part that is.
struct ChildProcess: ~Copyable {
    private let id: pid_t

    /// Starts a program; nil when it does not start.
    ///
    /// - Parameters:
    ///   - program: The program.
    ///   - isApart: Whether it gets a session of its own, and nothing to read.
    ///   - output: The descriptor that is its standard output.
    ///   - errors: The descriptor that is its standard error; nil for this process's.
    init?(_ program: Program, isApart: Bool, output: Int32, errors: Int32?) {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        if isApart {
            unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        if let errors { unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO) }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // A run ignores Ctrl-C and hears of it otherwise; the program must not inherit that.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        for number in [SIGINT, SIGTERM, SIGPIPE] { unsafe sigaddset(&signals, number) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        let ownSession: Int32 = isApart ? 0x80 : 0  // POSIX_SPAWN_SETSID, which the importer does not see
        let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | ownSession)
        unsafe posix_spawnattr_setflags(&attributes, flags)

        let words = Self.words(of: program)
        let texts = unsafe words.map { unsafe strdup($0) } + [nil]
        let variables = unsafe program.variables.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (texts + variables).forEach { unsafe free($0) } }
        var id: pid_t = 0
        guard unsafe posix_spawn(&id, words[0], &actions, &attributes, texts, variables) == 0 else {
            return nil
        }
        self.id = id
    }

    /// The words that start a program.
    ///
    /// posix_spawn's own way to another folder is an extension that not every C library has; the shell has one.
    private static func words(of program: Program) -> [String] {
        guard let directory = program.directory else { return [program.path] + program.arguments }
        let script = "cd -- \"$1\" && shift && exec \"$@\""
        return ["/bin/sh", "-c", script, "sh", directory, program.path] + program.arguments
    }

    /// Waits for the end, and returns the exit status, or 128 + the number of the signal that ended it.
    consuming func status() -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(id, &status, 0) == -1, errno == EINTR {}
        return Self.exit(status)
    }

    /// Waits for the end, collects what is printed meanwhile, and returns both.
    consuming func remains(
        patience: Duration,
        output: consuming Pipe.Reader,
        errors: consuming Pipe.Reader
    ) -> Program.Remains {
        var remains = Program.Remains()
        var deadline = ContinuousClock.now + patience
        output.waitForNothing()
        errors.waitForNothing()
        while true {
            var polls = [output.end, errors.end].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            _ = unsafe poll(&polls, nfds_t(polls.count), polls.contains { $0.fd >= 0 } ? 10 : 2)
            var status: Int32 = 0
            let found = unsafe waitpid(id, &status, WNOHANG)
            let isGone = found == id || (found == -1 && errno != EINTR)
            output.drain(into: &remains.output)
            errors.drain(into: &remains.errors)
            if isGone {
                remains.status = Self.exit(status)
                return remains
            }
            guard ContinuousClock.now >= deadline else { continue }
            kill(-id, remains.isOverdue ? SIGKILL : SIGTERM)
            deadline += .seconds(2)
            remains.isOverdue = true
        }
    }

    private static func exit(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
