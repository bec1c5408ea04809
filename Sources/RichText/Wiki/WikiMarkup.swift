internal import Markdown

/// The format for rich text of Jira Data Center's API, version 2: plain text with wiki markup.
///
/// Unlike Atlassian documents it is kept as it was sent, so nothing but line ends and white space is levelled when
/// two texts are compared.
public enum WikiMarkup {
    /// Returns a text with the content of a Markdown text.
    ///
    /// Beyond the limit, in UTF-16 units, it is cut at a line or a word, with what is open closed and a note that names
    /// the table in whose row the rest stands. Letters that wiki markup would take for markup are escaped.
    public static func text(
        markdown: String,
        limit: Int = ADF.defaultLimit,
        table: String = "file_audit"
    ) -> String {
        let lines = WikiWriter().lines(of: MarkdownDocument(parsing: markdown))
        return WikiCut(note: "_\(WikiText.escaped(ADF.noteText(table: table)))_").fit(
            lines,
            within: max(limit, 0)
        )
        .joined(separator: "\n")
    }

    /// Returns the text in the form that is compared: white space levelled and blank lines left out.
    public static func plainText(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { String($0).normalized }.filter { !$0.isEmpty }
            .joined(separator: "\n")
    }
}
