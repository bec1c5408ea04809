import ArgumentParser
import JSON
import StateStore
import Workflow

/// Over how many files the links may be spread.
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

    mutating func run(in environment: Environment) async throws -> Status {
        let place = try CommandContext(environment, common)
        let store = place.stateStore
        try await store.lock()
        try await place.requireFinishedRun()
        try await store.checkWritable()
        guard let before = try await store.layout() else {
            throw Problem(
                .failure,
                "There is no state yet",
                hint: "The first apply makes one, over as many files as suit it"
            )
        }
        let target = files?.rawValue ?? before.advised
        let commit = try await store.reshard(to: target, message: .reshard(before, to: target))
        let outcome: JSON = [
            "links": .integer(before.links),
            "from": .integer(before.files),
            "files": .integer(target),
            "commit": commit.map(JSON.string) ?? .null,
        ]
        place.environment.console.answer(
            common.json ? outcome.text(.pretty) + "\n" : Self.text(before, target, commit)
        )
        return .done
    }

    private static func text(_ before: StateLayout, _ target: Int, _ commit: String?) -> String {
        let links = before.links == 1 ? "The 1 link is" : "The \(before.links) links are"
        let files = target == 1 ? "1 file" : "\(target) files"
        guard let commit else { return "\(links) in \(files) already. Nothing was done.\n" }
        return "\(links) in \(files) now, instead of \(before.files). Committed as \(commit.prefix(12)).\n"
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
