public import JSON
public import Workflow

/// A decision that was recorded, for people and for programs.
public struct ResolveText: Rendered {
    private let outcome: LinkDecisions.Outcome
    private let style: Style

    /// Prepares a decision's text.
    ///
    /// - Parameters:
    ///   - outcome: What was decided.
    ///   - style: How it is coloured.
    public init(_ outcome: LinkDecisions.Outcome, style: Style = .plain) {
        self.outcome = outcome
        self.style = style
    }

    /// The text, with a line feed at the end.
    public var text: String {
        let lines = outcome.lines.map { PrintableText.line($0, limit: 300) }
        let head = style.bold("Recorded as \(outcome.commit.prefix(12)):")
        return ([head] + lines.map { "  \($0)" }).joined(separator: "\n") + "\n"
    }

    /// The decision and its commit, for programs.
    public var json: JSON {
        ["decided": .array(outcome.lines.map(JSON.string)), "commit": .string(outcome.commit)]
    }
}
