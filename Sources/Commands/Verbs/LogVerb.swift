import ArgumentParser
import Presentation
import Workflow

struct LogVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Shows the sync history, from git."
    )

    @OptionGroup var common: CommonOptions

    @Argument(
        help: ArgumentHelp("Show only what was done to this row or issue.", valueName: "key|path|issue")
    )
    var subject: String?

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        let entries = try await context.repository().history(limit: nil)
        let history = HistoryText(entries, about: subject, style: context.output.style)
        context.output.render(history)
        let console = context.environment.console
        if entries.isEmpty {
            console.remark("There is no sync history yet.\n")
        } else if let subject, history.text.isEmpty {
            console.remark("The sync history has nothing about \(subject).\n")
        }
        return .done
    }
}
