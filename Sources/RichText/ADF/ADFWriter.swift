internal import JSON
internal import Markdown

/// Writes the blocks of a Markdown tree as ADF nodes.
struct ADFWriter {
    /// A place of blocks; the schema allows each its own set of nodes.
    enum Place {
        case document, quote, item
    }

    /// Returns the nodes of a whole document.
    func document(_ document: MarkdownDocument) -> [JSON] {
        blocks(document.blocks, in: .document).map(DescriptionMark.defused)
    }

    private func blocks(_ blocks: [MarkdownBlock], in place: Place) -> [JSON] {
        blocks.flatMap { nodes($0, in: place) }
    }

    private func nodes(_ block: MarkdownBlock, in place: Place) -> [JSON] {
        switch block {
        case .paragraph(let content): paragraph(content)
        case .heading(let level, let content): heading(level, content, in: place)
        case .blockQuote(let blocks): quote(blocks, in: place)
        case .list(let list): [self.list(list)]
        case .codeBlock(let info, let literal): code(literal, info: info)
        case .html(let html): self.html(html)
        case .thematicBreak: place == .document ? [ADFNode.rule] : [ADFNode.paragraph([ADFNode.text("———")])]
        case .table(let table): place == .document ? [self.table(table)] : lines(of: table)
        }
    }

    private func paragraph(_ content: [MarkdownInline], _ style: InlineStyle = InlineStyle()) -> [JSON] {
        let nodes = InlineRuns(content, style).nodes
        return nodes.isEmpty ? [] : [ADFNode.paragraph(nodes)]
    }

    private func heading(_ level: Int, _ content: [MarkdownInline], in place: Place) -> [JSON] {
        guard place == .document else { return paragraph(content, InlineStyle(isStrong: true)) }
        let nodes = InlineRuns(content).nodes
        return nodes.isEmpty ? [] : [ADFNode.heading(level: level, nodes)]
    }

    /// Quotes stand at the top only; elsewhere their blocks take their place.
    private func quote(_ blocks: [MarkdownBlock], in place: Place) -> [JSON] {
        guard place == .document else { return self.blocks(blocks, in: place) }
        let nodes = self.blocks(blocks, in: .quote)
        return nodes.isEmpty ? [] : [ADFNode.blockQuote(nodes)]
    }

    private func code(_ literal: String, info: String) -> [JSON] {
        let code = literal.printableLines
        let text = code.hasSuffix("\n") ? String(code.dropLast()) : code
        guard !text.isEmpty else { return [] }
        let language = info.prefix { !$0.isWhitespace }
        let isPlain = language.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "+#._-".contains($0))
        }
        return [ADFNode.codeBlock(language: isPlain && !language.isEmpty ? String(language) : nil, text)]
    }

    /// HTML is shown as it is written: its comments are what auditors say, and Jira has no HTML.
    private func html(_ html: String) -> [JSON] {
        let lines = html.printableLines.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
        guard lines.count > 1 else { return lines.flatMap { paragraph([.html(String($0))]) } }
        return [ADFNode.codeBlock(language: "html", lines.joined(separator: "\n"))]
    }
}

extension ADFWriter {
    private func list(_ list: MarkdownList) -> JSON {
        let items = list.items.map { ADFNode.listItem(item($0)) }
        return switch list.kind {
        case .bullet: ADFNode.bulletList(items)
        case .ordered(let start): ADFNode.orderedList(start: start, items)
        }
    }

    /// An item begins with a paragraph or with code; where it has neither, an empty paragraph goes before it.
    private func item(_ item: MarkdownItem) -> [JSON] {
        var blocks = item.blocks
        if let isChecked = item.isChecked {
            let box = MarkdownInline.text(isChecked ? "[x] " : "[ ] ")
            if case .paragraph(let content) = blocks.first {
                blocks[0] = .paragraph([box] + content)
            } else {
                blocks.insert(.paragraph([box]), at: 0)
            }
        }
        let nodes = self.blocks(blocks, in: .item)
        let type = nodes.first?["type"]
        return type == "paragraph" || type == "codeBlock" ? nodes : [ADFNode.paragraph([])] + nodes
    }

    private func table(_ table: MarkdownTable) -> JSON {
        let rows =
            [row(table.header, of: table, isHeader: true)]
            + table.rows.map { row($0, of: table, isHeader: false) }
        return ADFNode.table(rows)
    }

    private func row(_ cells: [MarkdownTable.Cell], of table: MarkdownTable, isHeader: Bool) -> JSON {
        ADFNode.tableRow(
            cells.enumerated().map { column, cell in
                let alignment: [JSON] =
                    switch table.alignments.indices.contains(column) ? table.alignments[column] : .none {
                    case .none, .left: []
                    case .center: [["type": "alignment", "attrs": ["align": "center"]]]
                    case .right: [["type": "alignment", "attrs": ["align": "end"]]]
                    }
                return ADFNode.tableCell(
                    [ADFNode.paragraph(InlineRuns(cell).nodes, marks: alignment)],
                    isHeader: isHeader
                )
            }
        )
    }

    /// Returns a table as one paragraph a row, for the places where no table may stand.
    private func lines(of table: MarkdownTable) -> [JSON] {
        let joined = { (cells: [MarkdownTable.Cell]) in Array(cells.joined(separator: [.text(" | ")])) }
        return paragraph(joined(table.header), InlineStyle(isStrong: true))
            + table.rows.flatMap { paragraph(joined($0)) }
    }
}
