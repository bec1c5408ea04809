import Workflow

/// The question that has to be answered with yes before something is changed.
struct Confirmation {
    private let console: Console
    /// Whether nobody is asked, since the command line said yes.
    private let isGiven: Bool

    /// Prepares a question.
    ///
    /// - Parameters:
    ///   - console: The terminal.
    ///   - isGiven: Whether the command line said yes already.
    init(_ console: Console, isGiven: Bool) {
        self.console = console
        self.isGiven = isGiven
    }

    /// Returns whether a person answers yes.
    ///
    /// - Parameters:
    ///   - question: The question.
    ///   - refusal: What to say when the answer is another one.
    ///   - nobody: The problem where there is no terminal.
    /// - Returns: Whether it was yes.
    /// - Throws: `nobody`.
    func isGiven(
        to question: String,
        otherwise refusal: String,
        nobody: @autoclosure () -> Problem
    ) throws(Problem) -> Bool {
        guard !isGiven else { return true }
        guard console.isInputTerminal else { throw nobody() }
        console.remark("\(question) Only yes is taken as yes: ")
        guard console.readLine() == "yes" else {
            console.remark("\(refusal)\n")
            return false
        }
        return true
    }
}
