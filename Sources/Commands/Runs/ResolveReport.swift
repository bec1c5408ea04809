import JSON
import Presentation
import Workflow

/// What a decision came to, as its verb tells it.
struct DecisionReport {
    private let outcome: Deciding.Outcome
    private let style: Style
    private let isJSON: Bool

    init(_ outcome: Deciding.Outcome, style: Style, isJSON: Bool) {
        self.outcome = outcome
        self.style = style
        self.isJSON = isJSON
    }

    /// Writes it to where answers go.
    func write(to place: Workplace) {
        place.progress.finish()
        let console = place.environment.console
        guard !isJSON else {
            let json: JSON = [
                "decided": .array(outcome.lines.map(JSON.string)),
                "commit": .string(outcome.commit),
            ]
            return console.answer(json.text(.pretty) + "\n")
        }
        console.answer(DecisionText(outcome, style: style).text)
        console.remark("The next plan acts on it: audit-jira plan\n")
    }
}
