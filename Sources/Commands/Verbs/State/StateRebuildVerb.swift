import ArgumentParser
import Presentation
import Reconciliation
import Workflow

struct StateRebuildVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Makes the state anew from the markers in Jira, in the place of a lost or spoilt one.",
        discussion: """
            What both sides say now counts as what they agreed on, as far as they do agree; the next plan shows the rest. What \
            only the old state knew is lost: where both sides differ in a field, people have to say which is right. Asks for yes \
            unless --auto-approve is given.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            "The state whose markers count, where issues carry those of several.",
            valueName: "uuid"
        )
    )
    var lineage: String?

    @Flag(help: "Do not ask.")
    var autoApprove = false

    mutating func validate() throws {
        guard let lineage else { return }
        let shape = lineage.split(separator: "-", omittingEmptySubsequences: false).map(\.count)
        let isUUID =
            shape == [8, 4, 4, 4, 12]
            && lineage.allSatisfy { $0 == "-" || ($0.isHexDigit && $0.isASCII && !$0.isUppercase) }
        guard isUUID else {
            throw ValidationError(
                "'\(lineage)' is no lineage: give the UUID that the markers name, in small letters."
            )
        }
    }

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        let adapters = try await context.adapters()
        try await adapters.repository.lock()
        try await context.apply(adapters).awaitCreates()
        let rebuild = Rebuild(context.sides(adapters))
        let draft = try await rebuild.draft(lineage: lineage)
        context.progress.finish()
        let console = context.environment.console
        let isApproved = try Confirmation(console, isGiven: autoApprove).isGiven(
            to: "\(RebuildText.summary(of: draft))\nPut this in the place of the state?",
            otherwise: "Nothing was changed.",
            nobody: .nobodyToApprove(hint: "Give --auto-approve")
        )
        guard isApproved else { return .failure }
        let commit = try await rebuild.commit(draft)
        try await adapters.journal.finish()
        context.output.render(RebuildText(draft, commit: commit))
        if !draft.conflicts.isEmpty {
            let count = draft.conflicts.count
            console.remark(
                "\(count == 1 ? "1 conflict waits" : "\(count) conflicts wait"): see audit-jira plan\n"
            )
        }
        return .done
    }
}
