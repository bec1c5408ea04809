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

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        var options = Apply.Options()
        options.allow = try acknowledged.limits()
        let adapters = try await context.adapters()
        try await RecoveryRun(context).recover(adapters)
        let planned = try await PlanRun(context).run(adapters)
        options.watermark = planned.watermark
        options.isFresh = true
        if !common.json {
            let guards = context.configuration.guards
            let refusals = guards.refusals(of: planned.document.plan, allowing: options.allow)
            let style = context.output.style
            context.output.write(PlanText(planned.document, refusals: refusals, style: style).text)
        }
        return try await ApplyReportRun(context, adapters, isShown: true)
            .run(planned.document, over: planned.stored, options)
    }
}
