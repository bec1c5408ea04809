import ArgumentParser
import Presentation
import Reconciliation
import Workflow

struct StateShowVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows the links of a row or an issue with everything the state holds.",
        discussion: """
            One row may follow several issues, and several rows one issue: all their links are shown. The lines are \
            named as in the links file; what was read back is shown only where it is not what was sent.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(
        help: ArgumentHelp(
            "A row by its key or path, or an issue by its key or id.",
            valueName: "row|path|issue"
        )
    )
    var subject: String

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        guard let state = try await context.repository().load()?.state else { throw Problem.noStateToShow }
        let links = state.links(of: subject)
        guard !links.isEmpty else { throw Problem.noLink(of: subject) }
        let style = context.output.style
        context.output.render(RenderedList(links.map { LinkText($0, style: style) }))
        return .done
    }
}

extension State {
    /// Returns the links of a row, by its key or path, or of an issue, by its key.
    ///
    /// Where there are none, an issue's id is taken too, and its key in small letters.
    fileprivate func links(of subject: String) -> [Link] {
        let row = RowKey(subject)
        let named = links.filter { $0.row == row || $0.path == subject || $0.key == subject }
        guard named.isEmpty else { return named }
        let key = subject.uppercased()
        let id = IssueID(subject)
        return links.filter { $0.key == key || $0.issue == id }
    }
}
