import JSON

/// The changes that Jira and its editor make to a document without anybody changing a word.
struct Rewriting {
    var generator: MarkdownGenerator

    mutating func rewrite(_ node: JSON) -> JSON {
        guard var members = node.object else { return node }
        let type = node["type"]?.string ?? ""
        if let content = node["content"]?.array {
            members["content"] = .array(
                content.flatMap { child in
                    child["type"] == "text" ? texts(child, isCode: type == "codeBlock") : [rewrite(child)]
                }
            )
        }
        if type != "doc" {
            var attributes = members["attrs"]?.object ?? [:]
            attributes["localId"] = .string("\(generator.next())")
            members["attrs"] = .object(attributes)
        }
        if type == "paragraph", generator.below(3) == 0 { members["marks"] = nil }
        return .object(members)
    }

    private mutating func texts(_ node: JSON, isCode: Bool) -> [JSON] {
        guard let text = node["text"]?.string else { return [node] }
        let changed = isCode ? text : text.map { character($0) }.joined()
        var parts = [changed]
        if changed.count > 1, generator.below(2) == 0 {
            let middle = changed.index(changed.startIndex, offsetBy: 1 + generator.below(changed.count - 1))
            parts = [String(changed[..<middle]), String(changed[middle...])]
        }
        return parts.map { part in
            var marks = node["marks"]?.array ?? []
            if generator.below(4) == 0 { marks = [] }
            if part.hasPrefix("http"), marks.isEmpty {
                marks = [["type": "link", "attrs": ["href": .string(part)]]]
            }
            return ["type": "text", "text": .string(part), "marks": .array(marks)]
        }
    }

    private mutating func character(_ character: Character) -> String {
        guard generator.below(2) == 0 else { return String(character) }
        return switch character {
        case "\"": generator.pick(["“", "”"])
        case "'": generator.pick(["‘", "’"])
        case "-": generator.pick(["–", "—", "--"])
        case "…": "..."
        case " ": generator.pick(["\u{A0}", "  ", " \u{200B}"])
        default: String(character)
        }
    }
}
