internal import CCmark
internal import SerialExecution

/// A Markdown text as a tree of values.
///
/// The language is CommonMark with GitHub's tables, strikethrough, task lists and bare links.
public struct MarkdownDocument: Hashable, Sendable {
    /// The depth beyond which containers are dissolved into those around them, their text kept.
    public static let maximumDepth = 24

    /// The blocks, in order.
    public let blocks: [MarkdownBlock]

    /// Creates a document from blocks.
    public init(blocks: [MarkdownBlock]) {
        self.blocks = blocks
    }

    /// Creates a document from a text; every text is Markdown, so this cannot fail.
    public init(parsing text: String) {
        blocks = Self.lock.withLock { _ in
            Self.tree(of: text)
        }
    }

    /// libcmark-gfm keeps the characters that its extensions react to in tables common to all parsers, and
    /// clears them when one parser is done (`cmark_manage_extensions_special_characters`): two at a time
    /// would spoil each other.
    private static let lock = Locked(())

    private static let extensions: [String] = {
        cmark_gfm_core_extensions_ensure_registered()
        return ["table", "strikethrough", "tasklist", "autolink"]
    }()

    /// Renders a text as HTML.
    ///
    /// HTML that stands in the text comes through as it is: whoever makes the text has to see to it that nobody else's words
    /// are HTML.
    ///
    /// - Parameter text: The Markdown.
    /// - Returns: The elements that belong into a page's body.
    public static func html(of text: String) -> String {
        lock.withLock { _ in
            var html = ""
            unsafe parse(text) { root, parser in
                let extensions = unsafe cmark_parser_get_syntax_extensions(parser)
                guard let rendered = unsafe cmark_render_html(root, CMARK_OPT_UNSAFE, extensions) else {
                    return
                }
                defer { unsafe cmark_get_default_mem_allocator().pointee.free(rendered) }
                html = unsafe String(cString: rendered)
            }
            return html
        }
    }

    private static func tree(of text: String) -> [MarkdownBlock] {
        var builder = TreeBuilder()
        unsafe parse(text) { root, _ in unsafe builder.walk(root) }
        return builder.blocks
    }

    /// Parses a text, and hands over the root of its tree, which does not outlive the call, and the parser.
    private static func parse(_ text: String, _ body: (OpaquePointer, OpaquePointer) -> Void) {
        // One tilde means "about" more often than it strikes out, hence the demand for two.
        let options = CMARK_OPT_DEFAULT | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE
        let extensions = extensions
        guard let parser = unsafe cmark_parser_new(options) else { return }
        defer { unsafe cmark_parser_free(parser) }
        for name in extensions {
            unsafe cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
        }
        var text = text.withLineFeeds
        text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                unsafe cmark_parser_feed(parser, characters.baseAddress, characters.count)
            }
        }
        guard let root = unsafe cmark_parser_finish(parser) else { return }
        defer { unsafe cmark_node_free(root) }
        unsafe body(root, parser)
    }
}

extension String {
    /// The text with each of the three kinds of line end as a line feed, so that literals hold no other.
    fileprivate var withLineFeeds: String {
        guard utf8.contains(0x0D) else { return self }
        return split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\r" }.joined(separator: "\n")
    }
}
