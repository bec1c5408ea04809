/// A container of the tree that is still being filled.
struct Frame {
    enum Kind {
        case document
        case paragraph
        case heading(level: Int)
        case blockQuote
        case list(MarkdownList.Kind, isTight: Bool)
        case item(isChecked: Bool?)
        case table([MarkdownTable.Alignment])
        case row(isHeader: Bool)
        case cell
        case emphasis
        case strong
        case strikethrough
        case link(destination: String, title: String)
        case image(source: String, title: String)
        case other
    }

    let kind: Kind
    private(set) var blocks: [MarkdownBlock] = []
    private var inlines: [MarkdownInline] = []
    private var items: [MarkdownItem] = []
    private var rows: [[MarkdownTable.Cell]] = []
    private var header: [MarkdownTable.Cell] = []
    private var cells: [MarkdownTable.Cell] = []

    init(_ kind: Kind) { self.kind = kind }

    mutating func add(_ piece: Piece) {
        switch piece {
        case .block(let block): blocks.append(block)
        case .inline(let inline): append(inline)
        case .item(let item): items.append(item)
        case .row(let cells, let isHeader):
            if isHeader { header = cells } else { rows.append(cells) }
        case .cell(let cell): cells.append(cell)
        }
    }

    /// Adds an inline, text joined with text: the parser splits wherever a delimiter might have been.
    private mutating func append(_ inline: MarkdownInline) {
        if case .text(let text) = inline, case .text(var joined) = inlines.last {
            // Taken out first, so that there is one owner and the text grows in place.
            inlines.removeLast()
            joined += text
            inlines.append(.text(joined))
        } else {
            inlines.append(inline)
        }
    }

    /// The container as a piece for the one around it.
    var finished: Piece {
        switch kind {
        case .paragraph, .document, .other: .block(.paragraph(inlines))
        case .heading(let level): .block(.heading(level: level, inlines))
        case .blockQuote: .block(.blockQuote(blocks))
        case .list(let kind, let isTight):
            .block(.list(MarkdownList(kind: kind, isTight: isTight, items: items)))
        case .item(let isChecked): .item(MarkdownItem(isChecked: isChecked, blocks: blocks))
        case .table(let alignments):
            .block(.table(MarkdownTable(alignments: alignments, header: header, rows: rows)))
        case .row(let isHeader): .row(cells, isHeader: isHeader)
        case .cell: .cell(inlines)
        case .emphasis: .inline(.emphasis(inlines))
        case .strong: .inline(.strong(inlines))
        case .strikethrough: .inline(.strikethrough(inlines))
        case .link(let destination, let title):
            .inline(.link(destination: destination, title: title, inlines))
        case .image(let source, let title):
            .inline(.image(source: source, title: title, alternative: inlines.plainText))
        }
    }
}

extension Frame.Kind {
    /// Returns whether a container of this kind may stand in the other one, so many levels below the top.
    ///
    /// What may not is dissolved: its children go to the container around it.
    func fits(in parent: Frame.Kind, depth: Int) -> Bool {
        switch self {
        case .other: false
        case .paragraph, .heading, .table: true
        // A link holds no link, and of what an image holds only the text is kept: these cannot pile up.
        case .link, .image: true
        case .item:
            // An item whose list was dissolved has no list to stand in.
            if case .list = parent { true } else { false }
        case .row, .cell: true
        default: depth < MarkdownDocument.maximumDepth
        }
    }
}
