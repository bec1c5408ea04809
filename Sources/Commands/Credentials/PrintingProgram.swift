import Foundation

/// A program that prints something on its standard output and ends.
///
/// It shares this process's terminal, standard input and standard error, so that it may ask for a passphrase. Not
/// Foundation's Process, which puts a program into a process group of its own: the terminal stops whoever reads from it
/// there, and the run would hang.
struct PrintingProgram {
    /// Its path.
    let path: String
    /// What it is called with, without its name.
    let arguments: [String]
    /// All its variables.
    let variables: [String: String]
    /// The folder that it runs in, absolute.
    let directory: String

    /// That it could not be started.
    struct NotStarted: Error {}

    /// Runs it to its end.
    ///
    /// - Returns: The exit status, or 128 + the number of the signal that ended it, and what it printed.
    /// - Throws: `NotStarted`.
    func run() throws(NotStarted) -> (status: Int32, output: [UInt8]) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw NotStarted() }
        defer { close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let started = start(writingTo: ends[1])
        close(ends[1])
        guard let id = started else { throw NotStarted() }
        let output = Self.content(of: ends[0])
        var status: Int32 = 0
        while waitpid(id, &status, 0) == -1, errno == EINTR {}
        let signal = status & 0x7F
        return (signal == 0 ? (status >> 8) & 0xFF : 128 + signal, output)
    }

    /// Runs a program whose output is for people, on standard error, to its end.
    ///
    /// - Parameters:
    ///   - words: The program, by its name or path, and its arguments.
    ///   - environment: Where it runs.
    /// - Returns: Whether it was found and ended well.
    static func run(_ words: [String], in environment: Environment) -> Bool {
        guard let name = words.first, let path = environment.program(name) else { return false }
        let program = PrintingProgram(
            path: path,
            arguments: Array(words.dropFirst()),
            variables: environment.variables,
            directory: environment.directory
        )
        guard let id = program.start(writingTo: STDERR_FILENO) else { return false }
        var status: Int32 = 0
        while waitpid(id, &status, 0) == -1, errno == EINTR {}
        return status == 0
    }

    private func start(writingTo descriptor: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, descriptor, STDOUT_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A run ignores Ctrl-C and hears of it otherwise; the program must not inherit that.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for number in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        // posix_spawn's own way to another folder is an extension that not every C library has; the shell has one.
        let script = "cd -- \"$1\" && shift && exec \"$@\""
        let words = ["/bin/sh", "-c", script, "sh", directory, path] + arguments
        let variables = variables.map { "\($0.key)=\($0.value)" }
        let arguments = words.map { strdup($0) } + [nil]
        let environment = variables.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var id: pid_t = 0
        return posix_spawn(&id, words[0], &actions, &attributes, arguments, environment) == 0 ? id : nil
    }

    private static func content(of descriptor: Int32) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return content }
            content += chunk[..<count]
        }
    }
}
