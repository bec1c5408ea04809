import ArgumentParser
import JSON
import Presentation
import Workflow

struct StatusVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tells where things stand, from the state alone."
    )

    @OptionGroup var common: CommonOptions

    mutating func run(in environment: Environment) async throws -> Status {
        let place = try CommandContext(environment, common)
        let repository = place.repository()
        await place.warnOfInterruption()
        place.warnOfExpiry()
        let stored = try await repository.load()
        let last = stored == nil ? nil : try await repository.history(limit: 1).first
        let status = StatusText(stored, last: last, style: place.style)
        place.environment.console.answer(common.json ? status.json.text(.pretty) + "\n" : status.text)
        return .done
    }
}
