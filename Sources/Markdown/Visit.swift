internal import CCmark

/// A node of the parser's tree, told by the name of its type.
///
/// The names serve the extensions' nodes too, whose type codes are variables of the C library that Swift
/// cannot know to be constant.
struct Visit {
    private let type: String

    @unsafe
    init(_ node: OpaquePointer) {
        type = unsafe text(cmark_node_get_type_string(node))
    }

    /// Returns the piece that a node without children is, or nil when it is a container.
    @unsafe
    func leaf(_ node: OpaquePointer) -> Piece? {
        switch type {
        case "text": .inline(.text(unsafe text(cmark_node_get_literal(node))))
        case "softbreak": .inline(.softBreak)
        case "linebreak": .inline(.lineBreak)
        case "code": .inline(.code(unsafe text(cmark_node_get_literal(node))))
        case "html_inline": .inline(.html(unsafe text(cmark_node_get_literal(node))))
        case "html_block": .block(.html(unsafe text(cmark_node_get_literal(node))))
        case "thematic_break": .block(.thematicBreak)
        case "code_block":
            .block(
                .codeBlock(
                    info: unsafe text(cmark_node_get_fence_info(node)),
                    literal: unsafe text(cmark_node_get_literal(node))
                )
            )
        default: nil
        }
    }

    /// Returns an empty frame for a container.
    @unsafe
    func frame(_ node: OpaquePointer) -> Frame {
        switch type {
        case "paragraph": Frame(.paragraph)
        case "heading": Frame(.heading(level: Int(unsafe cmark_node_get_heading_level(node))))
        case "block_quote": Frame(.blockQuote)
        case "list": Frame(.list(unsafe listKind(node), isTight: unsafe cmark_node_get_list_tight(node) != 0))
        case "item": Frame(.item(isChecked: nil))
        case "tasklist": Frame(.item(isChecked: unsafe cmark_gfm_extensions_get_tasklist_item_checked(node)))
        case "table": Frame(.table(unsafe alignments(node)))
        case "table_header": Frame(.row(isHeader: true))
        case "table_row":
            Frame(.row(isHeader: unsafe cmark_gfm_extensions_get_table_row_is_header(node) != 0))
        case "table_cell": Frame(.cell)
        case "emph": Frame(.emphasis)
        case "strong": Frame(.strong)
        case "strikethrough": Frame(.strikethrough)
        case "link":
            Frame(
                .link(
                    destination: unsafe text(cmark_node_get_url(node)),
                    title: unsafe text(cmark_node_get_title(node))
                )
            )
        case "image":
            Frame(
                .image(
                    source: unsafe text(cmark_node_get_url(node)),
                    title: unsafe text(cmark_node_get_title(node))
                )
            )
        default: Frame(.other)
        }
    }

    @unsafe
    private func listKind(_ node: OpaquePointer) -> MarkdownList.Kind {
        guard unsafe cmark_node_get_list_type(node) == CMARK_ORDERED_LIST else { return .bullet }
        return .ordered(start: Int(unsafe cmark_node_get_list_start(node)))
    }

    @unsafe
    private func alignments(_ node: OpaquePointer) -> [MarkdownTable.Alignment] {
        let count = Int(unsafe cmark_gfm_extensions_get_table_columns(node))
        guard let letters = unsafe cmark_gfm_extensions_get_table_alignments(node) else { return [] }
        return (0..<count).map { column in
            switch unsafe letters[column] {
            case UInt8(ascii: "l"): .left
            case UInt8(ascii: "c"): .center
            case UInt8(ascii: "r"): .right
            default: .none
            }
        }
    }
}

/// Returns a copy of a C string; a missing one is empty.
@unsafe
private func text(_ characters: UnsafePointer<CChar>?) -> String {
    guard let characters = unsafe characters else { return "" }
    return unsafe String(cString: characters)
}
