internal import JSON

/// Cuts a sequence of ADF blocks so that it keeps within a limit and stays valid.
struct ADFCut {
    /// The note at the end of blocks that were cut.
    let note: JSON

    /// Returns the length of a node in UTF-16 units of its JSON text.
    static func size(_ node: JSON) -> Int { node.text().utf16.count }

    /// Returns the blocks, or as much of them as fits together with the note, commas counted.
    ///
    /// Where not even the note fits it comes alone, since a text that ends without a word would mislead.
    func fit(_ blocks: [JSON], within limit: Int) -> [JSON] {
        guard blocks.reduce(-1, { $0 + Self.size($1) + 1 }) > limit else { return blocks }
        return Self.prefix(of: blocks, within: limit - Self.size(note) - 1) + [note]
    }

    /// Returns the first nodes that fit, the last of them cut in itself where it can be.
    private static func prefix(of nodes: [JSON], within limit: Int) -> [JSON] {
        var kept: [JSON] = []
        var rest = limit
        for node in nodes {
            let size = size(node) + 1
            guard size <= rest else { return kept + [part(of: node, within: rest - 1)].compactMap(\.self) }
            kept.append(node)
            rest -= size
        }
        return kept
    }

    private static func part(of node: JSON, within limit: Int) -> JSON? {
        guard limit > 0, var members = node.object else { return nil }
        switch node["type"]?.string {
        case "text":
            guard let text = node["text"]?.string else { return nil }
            members["text"] = ""
            guard let prefix = prefix(of: text, within: limit - size(.object(members))) else { return nil }
            members["text"] = .string(prefix)
        case "paragraph", "heading", "codeBlock", "blockquote", "bulletList", "orderedList", "listItem",
            "table":
            members["content"] = []
            let content = prefix(of: node["content"]?.array ?? [], within: limit - size(.object(members)))
            guard !content.isEmpty else { return nil }
            members["content"] = .array(content)
        default:
            return nil
        }
        return .object(members)
    }

    /// Returns the longest beginning of a text that ends with a word, or nil when not one word fits.
    private static func prefix(of text: String, within limit: Int) -> String? {
        var rest = limit
        var end = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            if character.isWhitespace { end = index }
            rest -= size(.string(String(character))) - 2
            guard rest >= 0 else { break }
            index = text.index(after: index)
        }
        return end == text.startIndex ? nil : String(text[..<end])
    }
}
