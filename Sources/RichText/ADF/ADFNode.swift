internal import JSON

/// The nodes that are written, each with the attributes that the schema demands and no other.
enum ADFNode {
    static let hardBreak: JSON = ["type": "hardBreak"]
    static let rule: JSON = ["type": "rule"]

    static func text(_ text: String, marks: [JSON] = []) -> JSON {
        marks.isEmpty
            ? ["type": "text", "text": .string(text)]
            : ["type": "text", "text": .string(text), "marks": .array(marks)]
    }

    static func paragraph(_ content: [JSON], marks: [JSON] = []) -> JSON {
        guard !content.isEmpty else { return ["type": "paragraph"] }
        return marks.isEmpty
            ? node("paragraph", content)
            : ["type": "paragraph", "marks": .array(marks), "content": .array(content)]
    }

    static func heading(level: Int, _ content: [JSON]) -> JSON {
        ["type": "heading", "attrs": ["level": .integer(min(max(level, 1), 6))], "content": .array(content)]
    }

    static func codeBlock(language: String?, _ code: String) -> JSON {
        guard let language else { return node("codeBlock", [text(code)]) }
        return ["type": "codeBlock", "attrs": ["language": .string(language)], "content": [text(code)]]
    }

    static func blockQuote(_ content: [JSON]) -> JSON { node("blockquote", content) }

    static func bulletList(_ items: [JSON]) -> JSON { node("bulletList", items) }

    static func orderedList(start: Int, _ items: [JSON]) -> JSON {
        guard start != 1 else { return node("orderedList", items) }
        return ["type": "orderedList", "attrs": ["order": .integer(max(start, 0))], "content": .array(items)]
    }

    static func listItem(_ content: [JSON]) -> JSON { node("listItem", content) }

    static func table(_ rows: [JSON]) -> JSON { node("table", rows) }

    static func tableRow(_ cells: [JSON]) -> JSON { node("tableRow", cells) }

    static func tableCell(_ content: [JSON], isHeader: Bool) -> JSON {
        node(isHeader ? "tableHeader" : "tableCell", content)
    }

    private static func node(_ type: String, _ content: [JSON]) -> JSON {
        ["type": .string(type), "content": .array(content)]
    }
}
