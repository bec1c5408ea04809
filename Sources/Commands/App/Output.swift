import JSON
import Presentation
import Workflow

/// The way of a verb's result to its reader: as text, or as JSON for programs.
struct Output: Sendable {
    private let console: Console
    private let progress: Progress?
    /// Whether a program reads the result.
    let isJSON: Bool
    /// The style of texts.
    let style: Style

    /// Prepares the output of a verb.
    ///
    /// - Parameters:
    ///   - environment: The surroundings.
    ///   - options: The options of the verb.
    ///   - progress: What is told while it runs, whose line is taken away before a result; nil for nothing.
    init(_ environment: Environment, _ options: CommonOptions, progress: Progress? = nil) {
        console = environment.console
        self.progress = progress
        isJSON = options.json
        style = environment.mayColour(console.isAnswerTerminal) ? .coloured : .plain
    }

    /// Writes a result.
    func render(_ value: some Rendered) { write(isJSON ? value.json.text(.pretty) + "\n" : value.text) }

    /// Writes a list that is too long to be one text.
    func render(_ list: LinkList) {
        progress?.finish()
        if isJSON { list.json(console.answer) } else { list.text(console.answer) }
    }

    /// Writes a text as it is.
    func write(_ text: String) {
        progress?.finish()
        console.answer(text)
    }
}
