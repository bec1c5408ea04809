import ArgumentParser
import JSON
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

    mutating func run(in environment: Environment) async throws -> Status {
        let place = try CommandContext(environment, common)
        defer { place.progress.finish() }
        let adapters = try await place.adapters()
        try await adapters.repository.lock()
        try await place.apply(adapters).awaitCreates()
        let rebuild = place.rebuild(adapters)
        let draft = try await rebuild.draft(lineage: lineage)
        place.progress.finish()
        let console = place.environment.console
        let summary =
            "\(draft.state.links.count) links: \(draft.adopted) managed by their markers, \(draft.followed) followed."
        if !autoApprove {
            guard console.isInputTerminal else {
                throw Problem(
                    .usage,
                    "There is no terminal to ask for approval at",
                    hint: "Give --auto-approve"
                )
            }
            console.remark("\(summary)\nPut this in the place of the state? Only yes is taken as yes: ")
            guard console.readLine() == "yes" else {
                console.remark("Nothing was changed.\n")
                return .failure
            }
        }
        let commit = try await rebuild.commit(draft)
        try await adapters.journal.finish()
        let outcome: JSON = [
            "lineage": .string(draft.state.lineage),
            "serial": .integer(draft.state.serial),
            "managed": .integer(draft.adopted),
            "followed": .integer(draft.followed),
            "conflicts": .integer(draft.conflicts.count),
            "commit": .string(commit),
        ]
        let text = "Rebuilt the state as \(commit.prefix(12)): \(summary)\n"
        console.answer(common.json ? outcome.text(.pretty) + "\n" : text)
        if !draft.conflicts.isEmpty {
            let count = draft.conflicts.count
            console.remark(
                "\(count == 1 ? "1 conflict waits" : "\(count) conflicts wait"): see audit-jira plan\n"
            )
        }
        return .done
    }
}
