/// Converts between Atlassian documents and the wiki markup of version 2, as far as a demo needs it.
enum WikiConversion {
    /// Paragraphs for the blocks between empty lines; markup inside them stays as text.
    static func document(_ text: String) -> JSONValue {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let blocks = lines.split { $0.allSatisfy { $0.isWhitespace } }
        let paragraphs = blocks.map { block -> JSONValue in
            var content: [JSONValue] = []
            for line in block {
                if !content.isEmpty { content.append(["type": "hardBreak"]) }
                content.append(["type": "text", "text": .string(String(line))])
            }
            return ["type": "paragraph", "content": .array(content)]
        }
        return ["type": "doc", "version": 1, "content": .array(paragraphs)]
    }

    /// The document in wiki markup.
    static func text(of document: JSONValue) -> String {
        blocks(document, prefix: "").joined(separator: "\n\n")
    }

    private static func blocks(_ node: JSONValue, prefix: String) -> [String] {
        (node["content"]?.elements ?? []).map { block($0, prefix: prefix) }
    }

    private static func block(_ node: JSONValue, prefix: String) -> String {
        switch node["type"]?.text {
        case "heading":
            return "h\(node["attrs"]?["level"]?.whole ?? 1). " + inline(node)
        case "codeBlock":
            let language = node["attrs"]?["language"]?.text.map { ":\($0)" } ?? ""
            return "{code\(language)}\n\(AtlassianDocument.plainText(of: node))\n{code}"
        case "blockquote":
            return "{quote}\n" + blocks(node, prefix: "").joined(separator: "\n\n") + "\n{quote}"
        case "rule":
            return "----"
        case "panel":
            return "{panel}\n" + blocks(node, prefix: "").joined(separator: "\n\n") + "\n{panel}"
        case "bulletList": return list(node, marker: prefix + "*")
        case "orderedList": return list(node, marker: prefix + "#")
        case "table": return (node["content"]?.elements ?? []).map(row).joined(separator: "\n")
        default:
            return inline(node)
        }
    }

    private static func list(_ node: JSONValue, marker: String) -> String {
        (node["content"]?.elements ?? []).flatMap { item in
            (item["content"]?.elements ?? []).enumerated().map { index, child in
                let isList = child["type"]?.text?.hasSuffix("List") ?? false
                return isList
                    ? block(child, prefix: marker) : (index == 0 ? marker + " " : "") + inline(child)
            }
        }.joined(separator: "\n")
    }

    private static func row(_ row: JSONValue) -> String {
        let cells = row["content"]?.elements ?? []
        let bar = cells.first?["type"]?.text == "tableHeader" ? "||" : "|"
        return cells.reduce(into: "") { line, cell in
            line += bar + blocks(cell, prefix: "").joined(separator: "\n")
        } + bar
    }

    private static func inline(_ node: JSONValue) -> String {
        (node["content"]?.elements ?? []).map { child in
            switch child["type"]?.text {
            case "hardBreak": "\n"
            case "text": marked(child)
            default: inline(child)
            }
        }.joined()
    }

    private static func marked(_ node: JSONValue) -> String {
        (node["marks"]?.elements ?? []).reduce(node["text"]?.text ?? "") { text, mark in
            switch mark["type"]?.text {
            case "strong": "*\(text)*"
            case "em": "_\(text)_"
            case "strike": "-\(text)-"
            case "code": "{{\(text)}}"
            case "underline": "+\(text)+"
            case "link": "[\(text)|\(mark["attrs"]?["href"]?.text ?? "")]"
            default: text
            }
        }
    }
}
