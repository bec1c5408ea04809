import ArgumentParser
import Reconciliation
import Workflow

/// The side that is right.
enum SideOption: String, ExpressibleByArgument, CaseIterable {
    case audit, jira

    /// The same, as the workflow takes it.
    var taken: Taken {
        switch self {
        case .audit: .audit
        case .jira: .jira
        }
    }
}

struct ResolveVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Settles a row's conflicts in favour of one side.",
        discussion: """
            Looks at the row and its issues as they are now, and commits the decision to the state; the next plan acts on it. It \
            is about what both sides say now: when one of them changes again before that, there may be a conflict again.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("The row's key or path. May be several.", valueName: "row"))
    var rows: [String]

    @Option(
        help: ArgumentHelp(
            "Settle this field alone, as plan names it, such as summary or status.",
            valueName: "field"
        )
    )
    var field: String?

    @Option(help: ArgumentHelp("The side that is right.", valueName: "audit|jira"))
    var take: SideOption

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        try await DecisionRun(try CommandContext(environment, common)).record { decisions in
            try await decisions.resolve(rows, field: field, taking: take.taken)
        }
    }
}
