internal import Glibc

/// A program to be started, with everything that it is given.
public struct Program: Sendable {
    /// The file that is run.
    public var path: String
    /// The arguments, without the program's name.
    public var arguments: [String]
    /// All its variables.
    public var variables: [String: String]
    /// The folder that it runs in, absolute; nil for this process's.
    public var directory: String?

    /// Makes a program; nothing is started yet.
    public init(
        _ path: String,
        _ arguments: [String],
        variables: [String: String],
        directory: String? = nil
    ) {
        self.path = path
        self.arguments = arguments
        self.variables = variables
        self.directory = directory
    }

    /// The remains of a program that ended.
    public struct Remains: Hashable, Sendable {
        /// The exit status, or 128 + the number of the signal that ended it.
        public internal(set) var status: Int32 = 0
        /// Whether it was ended because it took too long.
        public internal(set) var isOverdue = false
        /// The first MiB of what it wrote to standard output, as far as that was collected.
        public internal(set) var output: [UInt8] = []
        /// The first MiB of what it wrote to standard error, as far as that was collected.
        public internal(set) var errors: [UInt8] = []
    }
}

extension Program {
    /// Runs it in a session of its own with nothing to read, and returns what it left; nil when it does not start.
    ///
    /// There it neither hears the terminal's Ctrl-C nor can it ask a question, and it ends together with the programs
    /// that it started. One that takes longer than `patience` is asked to end, and two seconds later ended. What it started
    /// itself may go on and keep the streams open, as a connection that ssh keeps for the next one: that is not waited for.
    public func runApart(patience: Duration) -> Remains? {
        guard let output = Pipe(), let errors = Pipe(),
            let process = ChildProcess(self, isApart: true, output: output.writing, errors: errors.writing)
        else { return nil }
        return process.remains(patience: patience, output: output.reader(), errors: errors.reader())
    }

    /// Runs it at this process's terminal, and returns what it printed on standard output; nil when it does not start.
    ///
    /// It shares terminal, standard input and standard error, so that it may ask for a passphrase. That is why it stays in
    /// this process's group: the terminal stops whoever reads from it in another one, and the run would hang.
    public func runPrinting() -> Remains? {
        guard let output = Pipe(),
            let process = ChildProcess(self, isApart: false, output: output.writing, errors: nil)
        else { return nil }
        var remains = Remains()
        remains.output = output.reader().content()
        remains.status = process.status()
        return remains
    }

    /// Runs it at this process's terminal with its output on standard error, and returns its exit status; nil when it does
    /// not start.
    public func runShowing() -> Int32? {
        ChildProcess(self, isApart: false, output: STDERR_FILENO, errors: nil)?.status()
    }
}
