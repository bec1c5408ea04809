import Presentation
import Workflow

/// Records what a person decides about links, and shows it.
struct DecisionRun {
    private let context: CommandContext

    /// Prepares a decision.
    init(_ context: CommandContext) { self.context = context }

    /// Records a decision that is about both sides.
    func record(
        _ decide: (LinkDecisions) async throws -> LinkDecisions.Outcome
    ) async throws -> ExitStatus {
        let adapters = try await context.adapters()
        try await RecoveryRun(context).recover(adapters)
        return show(try await decide(LinkDecisions(context.sides(adapters))))
    }

    /// Shows a decision that was recorded.
    func show(_ outcome: LinkDecisions.Outcome) -> ExitStatus {
        context.output.render(ResolveText(outcome, style: context.output.style))
        if !context.output.isJSON {
            context.environment.console.remark("The next plan acts on it: audit-jira plan\n")
        }
        return .done
    }
}
