import JSON
import Workflow

/// A problem as a run tells it when it ends: the summary, each cause and each hint on lines of their own.
struct ProblemText {
    private let problem: Problem

    /// Prepares the text of a problem, with the hint that only the edge can word.
    init(_ problem: Problem) { self.problem = problem.advised }

    /// Returns the lines, each with a line feed.
    ///
    /// For programs the last line of the summary also has the causes and hints as lists; the hints come as lines, too.
    func text(_ format: LogFormat) -> String {
        let hints = problem.hints.map { format.line("hint", $0) }.joined()
        switch format {
        case .text:
            let causes = problem.causes.map { format.line("caused by", $0) }.joined()
            return format.line("error", problem.summary) + causes + hints
        case .json:
            let lines = problem.summary.split(separator: "\n").map(String.init)
            let first = lines.dropLast().map { format.line("error", $0) }.joined()
            var last: JSONObject = ["level": "error", "message": .string(lines.last ?? "")]
            if !problem.causes.isEmpty { last["causes"] = .array(problem.causes.map(JSON.string)) }
            if !problem.hints.isEmpty { last["hints"] = .array(problem.hints.map(JSON.string)) }
            return first + JSON.object(last).text() + "\n" + hints
        }
    }
}
