import Presentation
import Workflow

/// Applies a plan, shows the report, and tells how the run ended.
struct ApplyReportRun {
    private let context: CommandContext
    private let adapters: Adapters
    private let isShown: Bool

    /// Prepares an apply.
    ///
    /// - Parameters:
    ///   - context: The surroundings.
    ///   - adapters: The ways to both sides and the state.
    ///   - isShown: Whether the plan was shown just now; where it is empty, there is no more to say.
    init(_ context: CommandContext, _ adapters: Adapters, isShown: Bool) {
        self.context = context
        self.adapters = adapters
        self.isShown = isShown
    }

    /// Applies a plan, writes the report, and returns how the run ended.
    func run(
        _ document: PlanDocument,
        over stored: StoredState?,
        _ options: Apply.Options
    ) async throws -> ExitStatus {
        let report = try await context.apply(adapters).run(document, over: stored, options: options).advised
        if context.output.isJSON || !(isShown && report.results.isEmpty) {
            context.output.render(ReportText(report, style: context.output.style))
        }
        let progress = context.progress
        if !report.results.isEmpty { progress.remark("\(await adapters.calls()) API calls made.\n") }
        if Task.isCancelled {
            progress.remark("The run was interrupted. What was done is recorded; plan again to go on.\n")
            return .interrupted
        }
        if !report.remaining.isEmpty { return .diverged }
        if !report.undone.isEmpty { return .partial }
        return report.conflicts > 0 ? .conflicts : .done
    }
}

extension ApplyReport {
    /// The same report with the hints that only the edge can word.
    fileprivate var advised: ApplyReport {
        var report = self
        for (index, result) in results.enumerated() {
            guard case .failed(let problem) = result.ending else { continue }
            report.results[index].ending = .failed(problem.advised)
        }
        return report
    }
}
