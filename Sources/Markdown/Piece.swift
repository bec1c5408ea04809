/// A part that a container of the tree can receive.
enum Piece {
    case block(MarkdownBlock)
    case inline(MarkdownInline)
    case item(MarkdownItem)
    case row([MarkdownTable.Cell], isHeader: Bool)
    case cell(MarkdownTable.Cell)
}
