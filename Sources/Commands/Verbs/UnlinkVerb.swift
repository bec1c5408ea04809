import ArgumentParser
import Workflow

struct UnlinkVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "unlink",
        abstract: "Parts a row from an issue.",
        discussion: """
            Commits the decision to the state; the next plan takes the key out of the row and, where the issue was audit-jira's \
            own, the marker off the issue, which then is left alone for good. A row that still has debt and no other ticket gets \
            a new one.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("The row's key or path.", valueName: "row"))
    var row: String

    @Argument(
        help: ArgumentHelp("The issue's key; may be left out where the row has but one.", valueName: "issue")
    )
    var issue: String?

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        let repository = context.repository()
        try await repository.lock()
        try await RecoveryRun(context).requireFinishedRun()
        return DecisionRun(context).show(try await LinkDecisions.unlink(row, issue, in: repository))
    }
}
