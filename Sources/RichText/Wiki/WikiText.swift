internal import Markdown

/// Running text in wiki markup.
struct WikiText {
    /// The lines; wiki markup shows the end of a line as one.
    let lines: [String]

    /// Creates the text; breaks are what a line break of the content becomes.
    init(_ content: [MarkdownInline], breaks: String = "\n") {
        let pieces = InlineRuns(content).pieces
        var text = ""
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .lineBreak: text += breaks
            case .run(let run, let style):
                let isAtStart = text.isEmpty || text.last == "\n"
                let following = index + 1 < pieces.count ? pieces[index + 1].first : nil
                text += Self.marked(run, style, after: text.last, before: following, isAtStart: isAtStart)
            }
        }
        lines = text.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
    }

    /// Returns a run between its signs, which stand right at the words or have no effect.
    private static func marked(
        _ run: String,
        _ style: InlineStyle,
        after: Character?,
        before: Character?,
        isAtStart: Bool
    ) -> String {
        let lead = run.prefix { $0.isWhitespace }
        let words = run.dropFirst(lead.count)
        let trail = String(words.reversed().prefix { $0.isWhitespace }.reversed())
        let core = String(words.dropLast(trail.count))
        guard !core.isEmpty else { return run }
        var text = escaped(core, isAtStart: isAtStart && lead.isEmpty)
        let joins = { (character: Character?) in character.map { $0.isLetter || $0.isNumber } ?? false }
        let isWithinWord = (lead.isEmpty && joins(after)) || (trail.isEmpty && joins(before))
        for sign in style.signs {
            text = isWithinWord ? "{\(sign)}\(text){\(sign)}" : sign + text + sign
        }
        if style.isCode { text = "{{\(text)}}" }
        if let link = style.link { text = linked(core, text, to: link) }
        return lead + text + trail
    }

    private static func linked(_ label: String, _ text: String, to link: LinkTarget) -> String {
        let address = link.address.replacing("[", with: "%5B").replacing("]", with: "%5D")
        if label == link.address || "mailto:" + label == link.address { return "[\(address)]" }
        return link.title.isEmpty ? "[\(text)|\(address)]" : "[\(text)|\(address)|\(escaped(link.title))]"
    }
}

extension InlineStyle {
    /// The signs of wiki markup, the innermost first; code takes none.
    fileprivate var signs: [String] {
        guard !isCode else { return [] }
        return [isStruck ? "-" : nil, isStrong ? "*" : nil, isEmphasised ? "_" : nil].compactMap(\.self)
    }
}

extension InlineRuns.Piece {
    /// The first character of a run.
    fileprivate var first: Character? {
        guard case .run(let text, _) = self else { return nil }
        return text.first
    }
}
