/// A block of a Markdown document, as GitHub Flavored Markdown defines them.
public enum MarkdownBlock: Hashable, Sendable {
    /// Running text.
    case paragraph([MarkdownInline])
    /// A heading of level 1 to 6.
    case heading(level: Int, [MarkdownInline])
    /// Quoted blocks.
    case blockQuote([MarkdownBlock])
    /// A list.
    case list(MarkdownList)
    /// Code, fenced or indented, with what stands behind the fence; the literal ends with a line feed.
    case codeBlock(info: String, literal: String)
    /// HTML as it is written, comments among it.
    case html(String)
    /// A line across.
    case thematicBreak
    /// A table.
    case table(MarkdownTable)
}

/// A list of a Markdown document.
public struct MarkdownList: Hashable, Sendable {
    /// The marks of the items.
    public enum Kind: Hashable, Sendable {
        /// By bullets.
        case bullet
        /// By numbers, from that one on.
        case ordered(start: Int)
    }

    /// The marks of the items.
    public let kind: Kind
    /// Whether the items stand close together, without blank lines between them.
    public let isTight: Bool
    /// The items, at least one.
    public let items: [MarkdownItem]

    /// Creates a list.
    public init(kind: Kind, isTight: Bool, items: [MarkdownItem]) {
        self.kind = kind
        self.isTight = isTight
        self.items = items
    }
}

/// An item of a list.
public struct MarkdownItem: Hashable, Sendable {
    /// Whether the task is done, or nil when the item is no task.
    public let isChecked: Bool?
    /// The item's content.
    public let blocks: [MarkdownBlock]

    /// Creates an item.
    public init(isChecked: Bool? = nil, blocks: [MarkdownBlock]) {
        self.isChecked = isChecked
        self.blocks = blocks
    }
}

/// A table of a Markdown document; all rows have as many cells as the header.
public struct MarkdownTable: Hashable, Sendable {
    /// The alignment of a column.
    public enum Alignment: Hashable, Sendable {
        /// As the column's delimiter row says, `none` when it says nothing.
        case none, left, center, right
    }

    /// The content of a cell.
    public typealias Cell = [MarkdownInline]

    /// One alignment for each column.
    public let alignments: [Alignment]
    /// The first row.
    public let header: [Cell]
    /// The other rows.
    public let rows: [[Cell]]

    /// Creates a table.
    public init(alignments: [Alignment], header: [Cell], rows: [[Cell]]) {
        self.alignments = alignments
        self.header = header
        self.rows = rows
    }
}
