public import JSON
internal import Markdown

/// The part of an issue's description that belongs to the tool; what people write around it is left alone.
///
/// The part stands between two marked paragraphs at the top level of the document.
public enum DescriptionBlock {
    /// Returns the description with the tool's part in it.
    ///
    /// Where both marks are found, what stands between them is replaced. Where they are not, the part comes
    /// after people's text: without its closing mark nobody knows where people's text begins again. The limit
    /// counts people's text too, and only the tool's part is cut to keep it.
    public static func embed(
        markdown: String,
        row: String,
        into existing: JSON?,
        limit: Int = ADF.defaultLimit,
        table: String = "file_audit"
    ) -> JSON {
        let content = existing?["content"]?.array ?? []
        let range = range(in: content) ?? content.count..<content.count
        let begin = DescriptionMark.begin.block(row: row)
        let end = DescriptionMark.end.block(row: row)
        let around = Array(content[..<range.lowerBound]) + [begin, end] + Array(content[range.upperBound...])
        let written = ADFWriter().document(MarkdownDocument(parsing: markdown))
        // One for the comma that joins the part to what stands around it.
        let room = max(limit, 0) - ADFCut.size(ADF.document(around)) - 1
        let part = [begin] + ADFCut(note: ADF.note(table: table)).fit(written, within: room) + [end]
        var whole = content
        whole.replaceSubrange(range, with: part)
        return ADF.document(whole)
    }

    /// Returns the words of the tool's part, or nil when the document has none.
    ///
    /// They have the form of ``ADF/plainText(_:)``.
    public static func extract(from document: JSON?) -> String? {
        let content = document?["content"]?.array ?? []
        guard let range = range(in: content) else { return nil }
        let part = content[range].filter { DescriptionMark($0) == nil }
        return ADF.plainText(ADF.document(part))
    }

    /// Returns the places of the first part's blocks, both marks included.
    private static func range(in content: [JSON]) -> Range<Int>? {
        DescriptionMark.firstPair(in: content.map { DescriptionMark($0) }).map {
            $0.lowerBound..<$0.upperBound + 1
        }
    }
}
