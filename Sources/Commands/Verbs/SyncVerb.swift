import ArgumentParser
import Presentation
import Reconciliation
import Workflow

struct SyncVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Plans and applies in one under the guards, for schedules.",
        discussion:
            "Conflicts are left and reported (exit code 4). A guard that refuses ends the run before it writes anything (5)."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var acknowledged: AllowOptions

    mutating func run(in environment: Environment) async throws -> Status {
        let place = try CommandContext(environment, common)
        defer { place.progress.finish() }
        var options = Apply.Options()
        options.allow = try acknowledged.limits()
        let adapters = try await place.adapters()
        try await place.begin(adapters)
        let planned = try await PlanRun(place).run(adapters)
        options.watermark = planned.watermark
        options.isFresh = true
        place.progress.finish()
        if !common.json {
            let refusals = place.configuration.guards.refusals(
                of: planned.document.plan,
                allowing: options.allow
            )
            let text = PlanText(planned.document, refusals: refusals, style: place.style).text
            place.environment.console.answer(text)
        }
        return try await ApplyReportRun(place, adapters, isJSON: common.json, isShown: true).run(
            planned.document,
            planned.stored,
            options
        )
    }
}
