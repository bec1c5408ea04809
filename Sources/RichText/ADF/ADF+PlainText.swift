public import JSON

extension ADF {
    /// Returns the words of a document in a form that Jira's own rewriting does not change.
    ///
    /// Blocks stand on lines of their own, list items behind their marker, cells between bars. Marks,
    /// identifiers, link targets, the division into text nodes, the kind of quotes and dashes and the amount
    /// of white space are left out; any word, number or sign that a person changes shows.
    public static func plainText(_ document: JSON) -> String {
        lines(of: document).joined(separator: "\n")
    }

    static func lines(of node: JSON) -> [String] {
        let content = node["content"]?.array ?? []
        switch node["type"]?.string {
        case "paragraph", "heading", "caption":
            return line(inlineText(content))
        case "codeBlock":
            return inlineText(content).split(whereSeparator: \.isNewline).flatMap { line(String($0)) }
        case "bulletList", "decisionList":
            return content.flatMap { marked("-", lines(of: $0)) }
        case "orderedList":
            let start = node["attrs"]?["order"]?.integer ?? 1
            return content.enumerated().flatMap { marked("\(start &+ $0).", lines(of: $1)) }
        case "taskItem", "blockTaskItem":
            return marked(node["attrs"]?["state"] == "DONE" ? "[x]" : "[ ]", mixedLines(content))
        case "tableRow":
            return [content.map { lines(of: $0).joined(separator: " ") }.joined(separator: " | ")]
        case "rule":
            return ["---"]
        case "expand", "nestedExpand":
            return line(node["attrs"]?["title"]?.string ?? "") + content.flatMap(lines)
        case "blockCard", "embedCard", "media":
            return line(inlineText(of: node))
        default:
            return mixedLines(content)
        }
    }

    /// Returns the lines of a node that may hold blocks or running text.
    private static func mixedLines(_ content: [JSON]) -> [String] {
        let inlines: Set<String> = ["text", "hardBreak", "mention", "emoji", "date", "status", "inlineCard"]
        guard let type = content.first?["type"]?.string, inlines.contains(type) else {
            return content.flatMap(lines)
        }
        return line(inlineText(content))
    }

    private static func line(_ text: String) -> [String] {
        let text = text.normalized
        return text.isEmpty ? [] : [text]
    }

    private static func marked(_ marker: String, _ lines: [String]) -> [String] {
        guard let first = lines.first else { return [marker] }
        return ["\(marker) \(first)"] + lines.dropFirst()
    }

    private static func inlineText(_ content: [JSON]) -> String {
        content.map(inlineText).joined()
    }

    /// Returns what a reader sees of an inline node; an address that Jira made a card of is the address.
    private static func inlineText(of node: JSON) -> String {
        let attributes = node["attrs"]
        return switch node["type"]?.string {
        case "text": node["text"]?.string ?? ""
        case "hardBreak": "\n"
        case "inlineCard", "blockCard", "embedCard":
            attributes?["url"]?.string ?? attributes?["data"]?["url"]?.string ?? ""
        case "date": attributes?["timestamp"]?.string ?? ""
        case "emoji": attributes?["text"]?.string ?? attributes?["shortName"]?.string ?? ""
        case "media", "mediaInline": attributes?["alt"]?.string ?? ""
        default: attributes?["text"]?.string ?? ""
        }
    }
}
