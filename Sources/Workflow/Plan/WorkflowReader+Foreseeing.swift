import Reconciliation

extension WorkflowReader {
    /// Asks Jira which of the issues that a draft opens again cannot be opened, and plans those rows anew.
    func checkReopened(in draft: PlanDraft, of settled: Settled, _ binding: Binding) async throws -> PlanDraft
    {
        let reopened = draft.reopened
        let ends = reopened.isEmpty ? [] : try await deadEnds(among: reopened)
        return ends.isEmpty ? draft : settled.knowing(deadEnds: ends).draft(binding, reusing: draft)
    }

    /// Asks Jira how a plan's actions will fare, and notes it there.
    func foresee(_ plan: inout Plan, _ report: EventSink) async throws {
        let foreseeable = plan.foreseeable
        guard !foreseeable.isEmpty else { return }
        report(.began("Asking Jira whether it can be done"))
        let forecasts = try await forecasts(for: foreseeable.map { plan.actions[$0] })
        for (index, forecast) in zip(foreseeable, forecasts) { plan.actions[index].forecast = forecast }
    }
}
