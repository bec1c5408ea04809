internal import JSON
internal import RichText

/// The form of rich text in one version of the API, and that version's name for people.
///
/// In version 3 text is ADF, in version 2 wiki markup.
struct RichTextFormat: Sendable {
    /// Turns Markdown into a field's value.
    var value: @Sendable (_ markdown: String) -> JSON
    /// Puts the tool's block, of Markdown, into a description and leaves what stands around it alone.
    var embed: @Sendable (_ markdown: String, _ row: String, _ existing: JSON?) -> JSON
    /// Returns the normalised text of the tool's block; nil when the description has none.
    var block: @Sendable (_ description: JSON?) -> String?
    /// Returns the normalised text of a rich value; nil when the value is none.
    var text: @Sendable (_ value: JSON) -> String?

    /// The member by which a user is named.
    var userKey = "accountId"

    /// Atlassian Document Format; a text too long for Jira ends with a word about the table that has it all.
    static func adf(table: String) -> RichTextFormat {
        RichTextFormat(
            value: { ADF.document(markdown: $0, table: table) },
            embed: { markdown, row, existing in
                let document = existing?.object == nil ? nil : existing
                return DescriptionBlock.embed(markdown: markdown, row: row, into: document, table: table)
            },
            block: { DescriptionBlock.extract(from: $0) },
            text: { $0["type"]?.string == "doc" ? ADF.plainText($0) : nil }
        )
    }

    /// Wiki markup; a text too long for Jira ends with a word about the table that has it all.
    static func wiki(table: String) -> RichTextFormat {
        RichTextFormat(
            value: { .string(WikiMarkup.text(markdown: $0, table: table)) },
            embed: { markdown, row, existing in
                let text = existing?.string
                return .string(
                    DescriptionBlock.embed(markdown: markdown, row: row, intoText: text, table: table)
                )
            },
            block: { DescriptionBlock.extract(fromText: $0?.string) },
            text: { $0.string.map(WikiMarkup.plainText) },
            userKey: "name"
        )
    }
}
