extension DescriptionBlock {
    /// Returns a description in wiki markup with the tool's part in it, as the document form does.
    public static func embed(
        markdown: String,
        row: String,
        intoText existing: String?,
        limit: Int = ADF.defaultLimit,
        table: String = "file_audit"
    ) -> String {
        let existing = existing ?? ""
        let range = range(in: existing)
        let begin = DescriptionMark.begin.line(row: row)
        let end = DescriptionMark.end.line(row: row)
        let before = range.map { String(existing[..<$0.lowerBound]) } ?? existing.separated
        let after = range.map { String(existing[$0.upperBound...]) } ?? ""
        let room = max(limit, 0) - [before, begin, end, after].reduce(4) { $0 + $1.utf16.count }
        let written = WikiMarkup.text(markdown: markdown, limit: room, table: table)
        // Blank lines part the marks from lists and tables, which would swallow them.
        return before + [begin, "", written, "", end].joined(separator: "\n") + after
    }

    /// Returns the tool's part of a description in wiki markup, or nil when the text has none.
    ///
    /// It has the form of ``WikiMarkup/plainText(_:)``.
    public static func extract(fromText text: String?) -> String? {
        guard let text, let range = range(in: text) else { return nil }
        let lines = text[range].split(whereSeparator: \.isNewline).filter { DescriptionMark(line: $0) == nil }
        return WikiMarkup.plainText(lines.joined(separator: "\n"))
    }

    /// Returns where the first part stands, both marks included but not the end of the last line.
    private static func range(in text: String) -> Range<String.Index>? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let pair = DescriptionMark.firstPair(in: lines.map { DescriptionMark(line: $0) })
        return pair.map { lines[$0.lowerBound].startIndex..<lines[$0.upperBound].endIndex }
    }
}

extension String {
    /// The text with a blank line behind it, for what comes next.
    fileprivate var separated: String {
        guard let last = lastIndex(where: { !$0.isNewline }) else { return "" }
        return self[...last] + "\n\n"
    }
}
