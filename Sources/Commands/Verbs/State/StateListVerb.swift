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

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        let stored = try await context.repository().load()
        context.output.render(LinkList(stored?.state.links ?? [], style: context.output.style))
        let console = context.environment.console
        if stored == nil {
            console.remark("There is no state yet.\n")
        } else if stored?.state.links.isEmpty == true {
            console.remark("The state has no links.\n")
        }
        return .done
    }
}
