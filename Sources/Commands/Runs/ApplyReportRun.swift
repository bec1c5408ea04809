import JSON
import Presentation
import Workflow

/// Applies a plan, shows what came of it, and tells how the run ended.
struct ApplyReportRun {
    private let place: CommandContext
    private let adapters: Adapters
    private let isJSON: Bool
    private let isShown: Bool

    /// Prepares an apply.
    ///
    /// - Parameters:
    ///   - place: Where it happens.
    ///   - adapters: The ways to both sides and the state.
    ///   - isJSON: Whether a program reads the answer.
    ///   - isShown: Whether the plan was shown just now; where it is empty, there is no more to say.
    init(_ place: CommandContext, _ adapters: Adapters, isJSON: Bool, isShown: Bool) {
        self.place = place
        self.adapters = adapters
        self.isJSON = isJSON
        self.isShown = isShown
    }

    /// Applies a plan, writes the report, and returns how the run ended.
    func run(
        _ document: PlanDocument,
        _ stored: StoredState?,
        _ options: Apply.Options
    ) async throws -> Status {
        let report = try await place.apply(adapters).run(document, over: stored, options: options)
        place.progress.finish()
        let console = place.environment.console
        if isJSON {
            console.answer(report.json.text(.pretty) + "\n")
        } else if !(isShown && report.results.isEmpty) {
            console.answer(ReportText(report, style: place.style).text)
        }
        if !report.results.isEmpty { place.progress.remark("\(await adapters.calls()) API calls made.\n") }
        if Task.isCancelled {
            place.progress.remark(
                "The run was interrupted. What was done is recorded; plan again to go on.\n"
            )
            return .interrupted
        }
        if !report.remaining.isEmpty { return .diverged }
        if !report.undone.isEmpty { return .partial }
        return report.conflicts > 0 ? .conflicts : .done
    }
}
