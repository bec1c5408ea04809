internal import JSON

/// The two lines between which the tool's part of a description stands.
enum DescriptionMark: String, CaseIterable {
    case begin = "audit-jira begin"
    case end = "audit-jira end"

    /// Reads a block as a mark, or gives nil for any other block.
    ///
    /// Only the words count: people's editors drop the emphasis, change quotes and turn parts into links.
    init?(_ block: JSON) {
        guard block["type"] == "paragraph" || block["type"] == "heading" else { return nil }
        let text = ADF.plainText(["content": [block]]).lowercased()
        guard let mark = Self.allCases.first(where: { text.hasPrefix($0.rawValue) }) else { return nil }
        self = mark
    }

    /// Returns the line that opens the part, or closes it.
    func block(row: String) -> JSON {
        let text =
            switch self {
            case .begin: "\(rawValue) (row \(row.printable)): written by audit-jira, edit outside these lines"
            case .end: rawValue
            }
        return ADFNode.paragraph([ADFNode.text(text, marks: [["type": "em"]])])
    }

    /// Returns a block of a row's own text so that it is never taken for a mark.
    static func defused(_ block: JSON) -> JSON {
        guard DescriptionMark(block) != nil, var members = block.object else { return block }
        members["content"] = .array([ADFNode.text("· ")] + (block["content"]?.array ?? []))
        return .object(members)
    }
}
