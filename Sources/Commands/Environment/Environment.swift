import Files
import Reconciliation
import Workflow

/// Everything a command takes from outside, made once and handed down.
struct Environment: Sendable {
    /// The environment's variables.
    var variables: [String: String]
    /// The current directory, absolute.
    var directory: String
    /// The streams of answers and remarks, and the person at the terminal.
    var console: Console
    /// The time: seconds since 1970, and the minutes to add for local time.
    var now: @Sendable () -> (seconds: Int64, offset: Int)
    /// Makes a new UUID in lower case at each call.
    var makeUUID: @Sendable () -> String
    /// Makes the ways to both sides and the state.
    var makeAdapters: @Sendable (CommandContext, Credentials) throws -> Adapters
    /// Makes the repository that the state is committed to.
    var makeRepository: @Sendable (CommandContext) -> any StateRepository
    /// Makes the journal of a run.
    var makeJournal: @Sendable (CommandContext) -> any RunJournal
    /// Tells how many calls applying a plan makes that touches so many issues, with these mapped fields, on such a Jira.
    var expectedCalls: @Sendable (Plan, Int, [FieldName], Deployment) -> Int
    /// Makes the ways to look at both sides and the repository.
    var makeInspectors: @Sendable (CommandContext, Credentials) -> Inspectors = { context, credentials in
        context.systemInspectors(credentials)
    }
    /// Runs a program with its arguments, and returns whether it was found and ended well.
    var runProgram: @Sendable ([String], Environment) -> Bool = { words, environment in
        environment.show(words)
    }
    /// The name of this machine.
    var host = "localhost"
    /// The command that is run, such as `sync`.
    var command = ""
    /// The work at the end of the run.
    let ending = CleanUp()
    /// The secrets that were looked up so far.
    let secrets = KnownSecrets()
}

/// The streams of a command, and the person at the terminal.
struct Console: Sendable {
    /// Writes a part of the answer: what a script reads.
    var answer: @Sendable (String) -> Void
    /// Tells why a part of the answer could not be written; nil when all was, or when its reader had enough.
    var answerLoss: @Sendable () -> String? = { nil }
    /// Writes a part of the remarks: what a person reads.
    var remark: @Sendable (String) -> Void
    /// Reads a line that a person types; nil at the end of the input.
    var readLine: @Sendable () -> String?
    /// The width of the terminal that the remarks go to; nil where nobody knows it.
    var remarkColumns: @Sendable () -> Int? = { nil }
    /// Whether the answer goes to a terminal.
    var isAnswerTerminal: Bool
    /// Whether the remarks go to a terminal.
    var isRemarkTerminal: Bool
    /// Whether a person can be asked.
    var isInputTerminal: Bool
}

extension Environment {
    /// Returns a path as an absolute one, seen from the current directory.
    func absolute(_ path: String) -> String { Path.join(directory, path) }

    /// Returns the same seen from another directory; from the current one for nil.
    func moved(to directory: String?) throws(Problem) -> Environment {
        guard let directory else { return self }
        var environment = self
        environment.directory = absolute(directory)
        guard File.isDirectory(environment.directory) else {
            throw .noDirectory(environment.directory)
        }
        return environment
    }

    /// Returns the value of a variable; nil when it is not set or empty.
    func variable(_ name: String) -> String? {
        guard let value = variables[name], !value.isEmpty else { return nil }
        return value
    }

    /// Whether a variable tells an address of Jira, right or wrong.
    var hasSite: Bool { ["JIRA_URL", "JIRA_DOMAIN"].contains { variable($0) != nil } }

    /// The variables for programs that have no use for the credentials.
    var variablesForOthers: [String: String] {
        variables.filter { name, _ in
            !["JIRA", "SUPABASE_", "DATABASE_URL", "PG"].contains { name.hasPrefix($0) }
        }
    }

    /// Returns the path of a program: as given when it has a slash, else found in `PATH`; nil when it is not there.
    func program(_ name: String) -> String? {
        if name.contains("/") { return absolute(name) }
        let folders = (variable("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        return folders.lazy.map { Path.join(absolute(String($0)), name) }.first(where: WholeFile.isExecutable)
    }

    /// Runs a program whose output is for people, on standard error, and returns whether it was found and ended well.
    private func show(_ words: [String]) -> Bool {
        guard let name = words.first, let path = program(name) else { return false }
        let program = Program(
            path,
            Array(words.dropFirst()),
            variables: variables,
            directory: directory
        )
        return program.runShowing() == 0
    }

    /// Whether colour may be used where `isTerminal` holds.
    func mayColour(_ isTerminal: Bool) -> Bool {
        isTerminal && variables["NO_COLOR", default: ""].isEmpty && variables["TERM"] != "dumb"
    }
}
