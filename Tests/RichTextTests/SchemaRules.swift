import JSON

/// The part of Atlassian's schema that concerns what is written here, as rules one can read.
enum SchemaRules {
    private static let blocks: [String: Set<String>] = [
        "doc": [
            "paragraph", "heading", "codeBlock", "blockquote", "bulletList", "orderedList", "rule", "table",
        ],
        "blockquote": ["paragraph", "bulletList", "orderedList", "codeBlock"],
        "bulletList": ["listItem"],
        "orderedList": ["listItem"],
        "listItem": ["paragraph", "bulletList", "orderedList", "codeBlock"],
        "table": ["tableRow"],
        "tableRow": ["tableCell", "tableHeader"],
        "tableCell": ["paragraph"],
        "tableHeader": ["paragraph"],
        "paragraph": ["text", "hardBreak"],
        "heading": ["text", "hardBreak"],
        "codeBlock": ["text"],
    ]
    private static let mayBeEmpty: Set = ["doc", "paragraph", "heading", "codeBlock", "tableRow"]
    private static let attributes: [String: Set<String>] = [
        "heading": ["level"], "codeBlock": ["language"], "orderedList": ["order"], "link": ["href", "title"],
        "alignment": ["align"],
    ]

    /// Returns everything that is wrong with a document; nothing is when it is valid.
    static func violations(in document: JSON) -> [String] {
        guard document["type"] == "doc", document["version"] == 1, document["content"]?.array != nil else {
            return ["the root is no document"]
        }
        return violations(of: document, in: nil)
    }

    private static func violations(of node: JSON, in parent: String?) -> [String] {
        guard let type = node["type"]?.string, let members = node.object else {
            return ["a node without type"]
        }
        var found: [String] = []
        let known: Set = ["type", "content", "attrs", "marks", type == "doc" ? "version" : "text"]
        found += members.keys.filter { !known.contains($0) }.map { "\(type) has \($0)" }
        found += attributeViolations(of: node, type)
        found += markViolations(of: node, type, in: parent)
        if type == "text" {
            if node["text"]?.string?.isEmpty != false { found.append("an empty text node") }
            let scalars = node["text"]?.string?.unicodeScalars.map(\.value) ?? []
            let isOdd = { (value: UInt32) in
                (value < 0x20 && value != 9 && value != 10) || (0x7F...0x9F).contains(value)
                    || (0xFDD0...0xFDEF).contains(value) || value & 0xFFFE == 0xFFFE
            }
            if scalars.contains(where: isOdd) { found.append("a character that Jira refuses") }
            if parent != "codeBlock", scalars.contains(10) { found.append("a line feed in running text") }
        }
        guard let allowed = blocks[type] else {
            if node["content"] != nil { found.append("\(type) has content") }
            if type != "text", type != "hardBreak", type != "rule" { found.append("unknown node \(type)") }
            return found
        }
        let content = node["content"]?.array ?? []
        if content.isEmpty, !mayBeEmpty.contains(type) { found.append("\(type) is empty") }
        let first = content.first?["type"]?.string ?? ""
        if type == "listItem", first != "paragraph", first != "codeBlock" {
            found.append("listItem begins with \(first)")
        }
        for child in content {
            let name = child["type"]?.string ?? ""
            if !allowed.contains(name) { found.append("\(name) in \(type)") }
            found += violations(of: child, in: type)
        }
        return found
    }

    private static func attributeViolations(of node: JSON, _ type: String) -> [String] {
        var found: [String] = []
        for (name, value) in node["attrs"]?.object ?? [:] {
            if attributes[type]?.contains(name) != true { found.append("\(type) has attribute \(name)") }
            if name == "level", !(1...6).contains(value.integer ?? 0) { found.append("level \(value)") }
            if name == "order", (value.integer ?? -1) < 0 { found.append("order \(value)") }
            if name == "align", value != "center", value != "end" { found.append("align \(value)") }
        }
        if type == "heading", node["attrs"]?["level"] == nil { found.append("a heading without level") }
        return found
    }

    private static func markViolations(of node: JSON, _ type: String, in parent: String?) -> [String] {
        let marks = node["marks"]?.array ?? []
        let names = marks.compactMap { $0["type"]?.string }
        var found = marks.flatMap { attributeViolations(of: $0, $0["type"]?.string ?? "") }
        switch type {
        case "text":
            let allowed: Set = parent == "codeBlock" ? [] : ["link", "code", "em", "strong", "strike"]
            found += names.filter { !allowed.contains($0) }.map { "mark \($0) on text in \(parent ?? "")" }
            if names.contains("code"), !Set(names).isSubset(of: ["code", "link"]) {
                found.append("code with \(names)")
            }
        case "paragraph":
            let isCell = parent == "tableCell" || parent == "tableHeader"
            found += names.filter { $0 != "alignment" || !isCell }.map { "mark \($0) on a paragraph" }
        default:
            found += names.map { "mark \($0) on \(type)" }
        }
        if Set(names).count != names.count { found.append("a mark twice") }
        for mark in marks where mark["type"] == "link" {
            let address = mark["attrs"]?["href"]?.string ?? ""
            let isUsable = ["http://", "https://", "mailto:"].contains { address.lowercased().hasPrefix($0) }
            if !isUsable || address.contains(" ") { found.append("link to \(address)") }
        }
        return found
    }
}
