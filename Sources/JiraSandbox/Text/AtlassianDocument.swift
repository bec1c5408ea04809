/// Reads and rewrites texts in the Atlassian Document Format.
enum AtlassianDocument {
    /// The texts of all nodes, with line breaks between blocks.
    static func plainText(of node: JSONValue) -> String {
        var pieces: [String] = []
        for child in node["content"]?.elements ?? [] {
            switch child["type"]?.text {
            case "text": pieces.append(child["text"]?.text ?? "")
            case "hardBreak": pieces.append("\n")
            default:
                if !pieces.isEmpty { pieces.append("\n") }
                pieces.append(plainText(of: child))
            }
        }
        return pieces.joined()
    }

    /// The document as Jira gives it back: nodes carry a `localId`, straight quotes have become typographic ones.
    static func rewritten(_ document: JSONValue, nextLocalId: () -> String) -> JSONValue {
        guard case .object(var members) = document, let type = document["type"]?.text else { return document }
        if type == "text" {
            let marks = document["marks"]?.elements ?? []
            let isCode = marks.contains { $0["type"]?.text == "code" }
            if !isCode, let text = document["text"]?.text { members["text"] = .string(typographic(text)) }
            return .object(members)
        }
        if nodesWithLocalId.contains(type), document["attrs"]?["localId"] == nil {
            var attributes = document["attrs"]?.members ?? JSONMembers()
            attributes["localId"] = .string(nextLocalId())
            members["attrs"] = .object(attributes)
        }
        if type != "codeBlock", let content = document["content"]?.elements {
            members["content"] = .array(content.map { rewritten($0, nextLocalId: nextLocalId) })
        }
        return .object(members)
    }

    private static let nodesWithLocalId: Set = [
        "paragraph", "heading", "bulletList", "orderedList", "listItem", "codeBlock", "table",
    ]

    /// Opening quotes stand at the start or after a space or bracket; all others close.
    private static func typographic(_ text: String) -> String {
        var result = ""
        var opens = true
        for character in text {
            switch character {
            case "\"": result.append(opens ? "“" : "”")
            case "'": result.append(opens ? "‘" : "’")
            default: result.append(character)
            }
            opens = character.isWhitespace || "([{".contains(character)
        }
        return result
    }
}
