import ArgumentParser
import Foundation
import Workflow

/// The command-line tool.
public enum Tool {
    /// The name and version, as plans carry it.
    static let name = "audit-jira \(version)"
    static let version = "0.1.0"

    /// Runs the command that the process was started with, and exits.
    public static func main() async -> Never {
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst()), in: .system))
    }

    /// Runs the command named by `arguments` and returns the status to exit with.
    static func run(_ arguments: [String], in environment: Environment) async -> Int32 {
        do {
            guard var command = try await Root.asyncParseAsRoot(arguments) as? any Verb else {
                throw CleanExit.helpRequest(Root.self)
            }
            return try await command.run(in: environment).rawValue
        } catch let problem as Problem {
            environment.console.remark("error: \(problem.summary)\n")
            if let hint = problem.hint { environment.console.remark("hint: \(hint)\n") }
            return Status(problem.kind).rawValue
        } catch is CancellationError {
            environment.console.remark("error: the run was interrupted\n")
            return Status.interrupted.rawValue
        } catch {
            let message = Root.fullMessage(for: error)
            let code = Root.exitCode(for: error)
            if code.isSuccess {
                environment.console.answer(message + "\n")
            } else {
                environment.console.remark(message + "\n")
            }
            return code.rawValue
        }
    }
}

/// A command that is given what it needs, instead of making it, and returns how it ended.
protocol Verb: AsyncParsableCommand {
    mutating func run(in environment: Environment) async throws -> Status
}

extension Verb {
    mutating func run() async throws { throw CleanExit.helpRequest(self) }
}

/// The tool with all its verbs.
struct Root: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit-jira",
        abstract: "Keeps a table of technical debt and Jira in agreement, by plan and apply.",
        version: Tool.version,
        subcommands: [
            PlanVerb.self, ShowVerb.self, ApplyVerb.self, SyncVerb.self, StatusVerb.self, LogVerb.self,
            SnapshotVerb.self,
        ]
    )
}
