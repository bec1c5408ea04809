public import JSON
internal import Markdown

/// Jira Cloud's format for rich text, the Atlassian Document Format: a tree of JSON objects.
///
/// What is built here is valid against Atlassian's schema (`@atlaskit/adf-schema`, full), which forbids much
/// that Markdown allows: such things are written in the nearest form that keeps their words.
public enum ADF {
    /// The longest document that is built, in UTF-16 units of its JSON text.
    ///
    /// Jira refuses more than 32,767 characters and counts after a conversion of its own, hence the distance.
    public static let defaultLimit = 30_000

    /// Returns a document with the content of a Markdown text.
    ///
    /// Beyond the limit the text is cut at a boundary of nodes or words and closed with a note that names the
    /// table in whose row the rest stands. Control characters and noncharacters are dropped; every other
    /// character is kept.
    public static func document(
        markdown: String,
        limit: Int = defaultLimit,
        table: String = "file_audit"
    ) -> JSON {
        let blocks = ADFWriter().document(MarkdownDocument(parsing: markdown))
        return document(
            ADFCut(note: note(table: table)).fit(blocks, within: max(limit, 0) - ADFCut.size(document([])))
        )
    }

    static func document(_ blocks: [JSON]) -> JSON {
        ["type": "doc", "version": 1, "content": .array(blocks)]
    }

    static func note(table: String) -> JSON {
        ADFNode.paragraph([ADFNode.text(noteText(table: table), marks: [["type": "em"]])])
    }

    static func noteText(table: String) -> String {
        "… the text is longer than Jira takes; the rest stands in the \(table.printable) row."
    }
}
