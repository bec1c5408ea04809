import ArgumentParser
import Presentation
import Workflow

struct StatusVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tells where things stand, from the state alone."
    )

    @OptionGroup var common: CommonOptions

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        let repository = context.repository()
        await RecoveryRun(context).warn()
        context.warnOfExpiry()
        let stored = try await repository.load()
        let last = stored == nil ? nil : try await repository.history(limit: 1).first
        context.output.render(StatusText(stored, last: last, style: context.output.style))
        return .done
    }
}
