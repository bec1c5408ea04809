internal import JSON
internal import RichText

/// How rich text travels in one version of the API: ADF in v3; wiki markup in v2 would be another value.
struct RichTextFormat: Sendable {
    /// Turns Markdown into a field's value.
    var value: @Sendable (_ markdown: String) -> JSON
    /// Puts the tool's block, of Markdown, into a description and leaves what stands around it alone.
    var embed: @Sendable (_ markdown: String, _ row: String, _ existing: JSON?) -> JSON
    /// Returns the normalised text of the tool's block; nil when the description has none.
    var block: @Sendable (_ description: JSON?) -> String?
    /// Returns the normalised text of a rich value; nil when the value is none.
    var text: @Sendable (_ value: JSON) -> String?

    /// Atlassian Document Format; a text too long for Jira ends with a word about the table that has it all.
    static func adf(table: String) -> RichTextFormat {
        RichTextFormat(
            value: { ADF.document(markdown: $0, table: table) },
            embed: { DescriptionBlock.embed(markdown: $0, row: $1, into: $2, table: table) },
            block: { DescriptionBlock.extract(from: $0) },
            text: { $0["type"]?.string == "doc" ? ADF.plainText($0) : nil }
        )
    }
}
