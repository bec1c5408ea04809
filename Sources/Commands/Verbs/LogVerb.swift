import ArgumentParser
import JSON
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

    mutating func run(in environment: Environment) async throws -> Status {
        let place = try CommandContext(environment, common)
        let entries = try await place.repository().history(limit: nil)
        let history = HistoryText(entries, about: subject, style: place.style)
        place.environment.console.answer(common.json ? history.json.text(.pretty) + "\n" : history.text)
        if entries.isEmpty {
            place.environment.console.remark("There is no sync history yet.\n")
        } else if let subject, history.text.isEmpty {
            place.environment.console.remark("The sync history has nothing about \(subject).\n")
        }
        return .done
    }
}
