import JSON
import Presentation
import Workflow

/// What a decision came to, as its verb tells it.
struct ResolveReport {
    private let outcome: LinkDecisions.Outcome
    private let style: Style
    private let isJSON: Bool

    init(_ outcome: LinkDecisions.Outcome, style: Style, isJSON: Bool) {
        self.outcome = outcome
        self.style = style
        self.isJSON = isJSON
    }

    /// Writes it to where answers go.
    func write(to place: CommandContext) {
        place.progress.finish()
        let console = place.environment.console
        guard !isJSON else {
            let json: JSON = [
                "decided": .array(outcome.lines.map(JSON.string)),
                "commit": .string(outcome.commit),
            ]
            return console.answer(json.text(.pretty) + "\n")
        }
        console.answer(ResolveText(outcome, style: style).text)
        console.remark("The next plan acts on it: audit-jira plan\n")
    }
}
