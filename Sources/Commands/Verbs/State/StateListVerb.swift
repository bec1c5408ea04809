import ArgumentParser
import Presentation
import Reconciliation
import Workflow

struct StateListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists every link of the state.",
        discussion: """
            A line for each: row, path, issue, kind, what the row said when both last agreed, the category of the \
            issue's status, and the decision that waits for the next apply, if there is one.
            """
    )

    @OptionGroup var common: CommonOptions

    mutating func run(in environment: Environment) async throws -> Status {
        let place = try CommandContext(environment, common)
        let stored = try await place.repository().load()
        let list = LinkList(stored?.state.links ?? [], style: place.style)
        let console = place.environment.console
        if common.json { list.json(console.answer) } else { list.text(console.answer) }
        if stored == nil {
            console.remark("There is no state yet.\n")
        } else if stored?.state.links.isEmpty == true {
            console.remark("The state has no links.\n")
        }
        return .done
    }
}
