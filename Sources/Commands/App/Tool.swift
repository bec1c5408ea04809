import ArgumentParser
import Files
import Foundation
import Workflow

/// The command-line tool.
public enum Tool {
    /// The name and version, as plans carry it.
    static let name = "audit-jira \(version)"
    static let version = "0.1.0"

    /// Runs the command that the process was started with, and exits.
    public static func main() async -> Never {
        StandardStreams.openClosed()
        signal(SIGPIPE, SIG_IGN)
        let environment = Environment.system
        let running = Task { await run(Array(CommandLine.arguments.dropFirst()), in: environment) }
        environment.ending.onStop { running.cancel() }
        let sources = Signals(environment.console) { running.cancel() }.watch()
        let status = await running.value
        for source in sources { source.cancel() }
        exit(status)
    }

    /// Runs the command named by `arguments` and returns the status to exit with.
    static func run(_ arguments: [String], in environment: Environment) async -> Int32 {
        var environment = environment
        let (remark, secrets) = (environment.console.remark, environment.secrets)
        environment.console.remark = { remark(secrets.redact($0)) }
        let console = environment.console
        var format = LogFormat.text
        do {
            var parsed = try await Root.asyncParseAsRoot(arguments)
            guard var verb = parsed as? any Verb else {
                // Help and completions: what they have to say is what they throw.
                try parsed.run()
                return ExitStatus.done.rawValue
            }
            format = verb.common.logFormat
            environment.command = Self.command(of: verb)
            let result = await verb.result(in: environment)
            await environment.ending.finish()
            if let reason = environment.ending.reason { throw reason }
            let status = try result.get()
            guard let loss = console.answerLoss() else { return status.rawValue }
            console.remark(ProblemText(.lostAnswer(loss)).text(format))
            return (status == .done || status == .changes ? .failure : status).rawValue
        } catch let problem as Problem {
            console.remark(ProblemText(problem).text(format))
            return ExitStatus(problem.kind).rawValue
        } catch is CancellationError {
            console.remark(ProblemText(.interruptedRun).text(format))
            return ExitStatus.interrupted.rawValue
        } catch {
            let message = Root.fullMessage(for: error, columns: console.isAnswerTerminal ? nil : 80)
            let code = Root.exitCode(for: error)
            if code.isSuccess {
                console.answer(message + "\n")
            } else {
                let isError = message.hasPrefix("Error: ")
                console.remark((isError ? "e" + message.dropFirst() : message) + "\n")
            }
            return code.rawValue
        }
    }
}

extension Tool {
    /// The words that call a verb, such as `state rebuild`.
    private static func command(of verb: any Verb) -> String {
        let type = type(of: verb)
        let isNested = StateVerb.configuration.subcommands.contains { $0 == type }
        return (isNested ? "state " : "") + (type.configuration.commandName ?? "")
    }
}

/// A command that is given what it needs, instead of making it, and returns how it ended.
protocol Verb: AsyncParsableCommand {
    /// The options that every verb takes.
    var common: CommonOptions { get }
    /// Does it.
    mutating func run(in environment: Environment) async throws -> ExitStatus
}

extension Verb {
    mutating func run() async throws { throw CleanExit.helpRequest(self) }

    /// Does it, and returns how it ended, well or not.
    fileprivate mutating func result(in environment: Environment) async -> Result<ExitStatus, any Error> {
        do { return .success(try await run(in: environment)) } catch { return .failure(error) }
    }
}

/// The tool with all its verbs.
struct Root: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit-jira",
        abstract: "Keeps a table of technical debt and Jira in agreement, by plan and apply.",
        version: Tool.version,
        subcommands: [
            InitVerb.self, DoctorVerb.self, PlanVerb.self, ShowVerb.self, ApplyVerb.self, SyncVerb.self,
            StatusVerb.self, TicketVerb.self, LogVerb.self, SnapshotVerb.self, ResolveVerb.self,
            LinkVerb.self,
            UnlinkVerb.self, UnlockVerb.self, StateVerb.self,
        ]
    )
}
