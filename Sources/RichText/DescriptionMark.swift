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
        self.init(words: ADF.plainText(["content": [block]]))
    }

    /// Reads a line of wiki markup as a mark, or gives nil for any other line.
    init?(line: some StringProtocol) {
        self.init(words: String(line.drop { " _*{}".contains($0) }).normalized)
    }

    private init?(words: String) {
        let words = words.lowercased()
        guard let mark = Self.allCases.first(where: { words.hasPrefix($0.rawValue) }) else { return nil }
        self = mark
    }

    /// Returns the places of the first opening mark that a closing one follows, without another opening mark between.
    static func firstPair(in marks: [DescriptionMark?]) -> ClosedRange<Int>? {
        var start: Int?
        for (place, mark) in marks.enumerated() {
            switch mark {
            case .begin: start = place
            case .end: if let start { return start...place }
            case nil: break
            }
        }
        return nil
    }

    /// Returns the line that opens the part, or closes it.
    func block(row: String) -> JSON {
        ADFNode.paragraph([ADFNode.text(text(row: row), marks: [["type": "em"]])])
    }

    /// Returns the line that opens the part, or closes it, in wiki markup.
    func line(row: String) -> String { "_\(WikiText.escaped(text(row: row)))_" }

    private func text(row: String) -> String {
        switch self {
        case .begin: "\(rawValue) (row \(row.printable)): written by audit-jira, edit outside these lines"
        case .end: rawValue
        }
    }

    /// Returns a block of a row's own text so that it is never taken for a mark.
    static func defused(_ block: JSON) -> JSON {
        guard DescriptionMark(block) != nil, var members = block.object else { return block }
        members["content"] = .array([ADFNode.text(harmlessPrefix)] + (block["content"]?.array ?? []))
        return .object(members)
    }

    /// Returns a line of a row's own text so that it is never taken for a mark.
    static func defused(_ line: String) -> String {
        DescriptionMark(line: line) == nil ? line : harmlessPrefix + line
    }

    private static let harmlessPrefix = "· "
}
