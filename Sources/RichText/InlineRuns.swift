internal import JSON
internal import Markdown

/// Running text as a flat sequence of equally marked stretches, which is how ADF holds it.
struct InlineRuns {
    enum Piece: Equatable {
        case run(String, InlineStyle)
        case lineBreak
    }

    private(set) var pieces: [Piece] = []

    init(_ content: [MarkdownInline], _ style: InlineStyle = InlineStyle()) {
        add(content, style)
    }

    /// The nodes; none is empty.
    var nodes: [JSON] {
        pieces.map { piece in
            switch piece {
            case .run(let text, let style): ADFNode.text(text, marks: style.marks)
            case .lineBreak: ADFNode.hardBreak
            }
        }
    }

    private mutating func add(_ content: [MarkdownInline], _ style: InlineStyle) {
        for inline in content { add(inline, style) }
    }

    private mutating func add(_ inline: MarkdownInline, _ style: InlineStyle) {
        var inner = style
        switch inline {
        case .text(let text): append(text, style)
        case .softBreak: append(" ", style)
        case .lineBreak: pieces.append(.lineBreak)
        case .code(let code):
            inner.isCode = true
            append(code, inner)
        case .html(let html): add(html: html, style)
        case .emphasis(let content):
            inner.isEmphasised = true
            add(content, inner)
        case .strong(let content):
            inner.isStrong = true
            add(content, inner)
        case .strikethrough(let content):
            inner.isStruck = true
            add(content, inner)
        case .link(let destination, let title, let content):
            add(link: destination, title: title, content, style)
        case .image(let source, let title, let alternative):
            add(link: source, title: title, alternative.isEmpty ? [] : [.text(alternative)], style)
        }
    }

    /// Adds content that leads somewhere: as a link where that can be, else with the destination behind it.
    private mutating func add(link: String, title: String, _ content: [MarkdownInline], _ style: InlineStyle)
    {
        let label = content.isEmpty ? [MarkdownInline.text(link)] : content
        var inner = style
        if style.link == nil, let target = LinkTarget(link, title: title) {
            inner.link = target
            return add(label, inner)
        }
        add(label, style)
        let words = LinkTarget.words(link, title: title)
        if !words.isEmpty, words != label.plainText { append(" (\(words))", style) }
    }

    private mutating func add(html: String, _ style: InlineStyle) {
        var inner = style
        inner.isCode = true
        let isBreak = html.lowercased().filter { !$0.isWhitespace && $0 != "/" } == "<br>"
        if isBreak { return pieces.append(.lineBreak) }
        for (index, line) in html.printableLines.split(separator: "\n").enumerated() {
            if index > 0 { pieces.append(.lineBreak) }
            append(String(line), inner)
        }
    }

    private mutating func append(_ text: String, _ style: InlineStyle) {
        let text = text.printable
        guard !text.isEmpty else { return }
        if case .run(var joined, style) = pieces.last {
            // Taken out first, so that there is one owner and the text grows in place.
            pieces.removeLast()
            joined += text
            pieces.append(.run(joined, style))
        } else {
            pieces.append(.run(text, style))
        }
    }
}
