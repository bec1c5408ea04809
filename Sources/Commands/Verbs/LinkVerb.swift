import ArgumentParser
import Workflow

struct LinkVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Links a row with an issue that exists.",
        discussion: """
            Commits the decision to the state; the next plan puts the issue's key into the row. With --manage it also marks the \
            issue as audit-jira's own and writes its fields from then on; what people wrote in them stays until the row changes.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("The row's key or path.", valueName: "row"))
    var row: String

    @Argument(help: ArgumentHelp("The issue's key.", valueName: "issue"))
    var issue: String

    @Flag(help: "Write the issue from now on, instead of only following its status.")
    var manage = false

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        try await DecisionRun(try CommandContext(environment, common)).record { decisions in
            try await decisions.link(row, issue, isManaged: manage)
        }
    }
}
