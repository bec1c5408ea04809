import ArgumentParser
import Presentation
import StateStore
import Workflow

/// The numbers of files that the links may be spread over.
enum FileCount: Int, ExpressibleByArgument, CaseIterable {
    case one = 1
    case hundreds = 256
    case thousands = 4096
}

struct StateReshardVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "reshard",
        abstract: "Spreads the links over another number of files, in a commit of its own.",
        discussion: """
            Without --files it takes the number that suits the links: 1 file up to 5,000 links, 256 up to 200,000, \
            4096 beyond. The links themselves stay as they are, and plans that were made before can still be applied.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("The number of files.", valueName: "number"))
    var files: FileCount?

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        let store = context.stateStore
        try await store.lock()
        try await RecoveryRun(context).requireFinishedRun()
        try await store.checkWritable()
        guard let before = try await store.layout() else { throw Problem.noStateToReshard }
        let target = files?.rawValue ?? before.advised
        let commit = try await store.reshard(to: target, message: .reshard(before, to: target))
        context.output.render(
            ReshardText(links: before.links, from: before.files, to: target, commit: commit)
        )
        return .done
    }
}

extension CommitMessage {
    /// The message of a commit that spreads the state over another number of files.
    fileprivate static func reshard(_ before: StateLayout, to files: Int) -> CommitMessage {
        CommitMessage(
            subject: "audit-jira: state spread over \(files == 1 ? "1 file" : "\(files) files")",
            body: ["reshard \(before.files) to \(files)"],
            trailers: [
                Trailer("Audit-Jira-Serial", "\(before.serial)"), Trailer("Audit-Jira-Files", "\(files)"),
            ]
        )
    }
}
