/// A piece of running text of a Markdown document.
public enum MarkdownInline: Hashable, Sendable {
    /// Plain characters.
    case text(String)
    /// The end of a line that means a space.
    case softBreak
    /// The end of a line that is meant.
    case lineBreak
    /// Code.
    case code(String)
    /// Emphasised content.
    case emphasis([MarkdownInline])
    /// Strongly emphasised content.
    case strong([MarkdownInline])
    /// Content struck through.
    case strikethrough([MarkdownInline])
    /// A link, written or recognised, to any destination at all.
    case link(destination: String, title: String, [MarkdownInline])
    /// An image, with what to read in its place.
    case image(source: String, title: String, alternative: String)
    /// HTML as it is written, comments among it.
    case html(String)

    /// The characters that a reader sees, without markup.
    public var plainText: String {
        switch self {
        case .text(let text), .code(let text), .html(let text): text
        case .softBreak: " "
        case .lineBreak: "\n"
        case .emphasis(let content), .strong(let content), .strikethrough(let content),
            .link(_, _, let content):
            content.plainText
        case .image(_, _, let alternative): alternative
        }
    }
}

extension [MarkdownInline] {
    /// The characters that a reader sees, without markup.
    public var plainText: String { map(\.plainText).joined() }
}
