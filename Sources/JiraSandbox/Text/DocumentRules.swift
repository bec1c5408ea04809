/// Says whether a value is a valid Atlassian document, by the rules of Atlassian's schema that matter in practice.
enum DocumentRules {
    private struct Rule {
        var children: Set<String> = []
        var minimum = 0
        var required: Set<String> = []
        var optional: Set<String> = []
        var first: Set<String>?
        var marks: Set<String>?
    }

    private static let inline: Set = [
        "text", "hardBreak", "mention", "emoji", "inlineCard", "date", "status", "placeholder",
        "inlineExtension",
        "mediaInline",
    ]
    private static let blocks: Set = [
        "paragraph", "heading", "bulletList", "orderedList", "blockquote", "codeBlock", "rule", "panel",
        "table",
        "taskList", "decisionList", "mediaGroup", "mediaSingle", "expand", "blockCard", "embedCard",
        "extension",
        "bodiedExtension", "layoutSection",
    ]
    private static let cellBlocks = blocks.subtracting([
        "table", "expand", "layoutSection", "bodiedExtension",
    ])
    .union(["nestedExpand"])
    private static let panelBlocks: Set = [
        "paragraph", "heading", "bulletList", "orderedList", "codeBlock", "rule", "taskList", "decisionList",
        "mediaGroup", "mediaSingle", "blockCard", "extension",
    ]
    private static let itemBlocks: Set = [
        "paragraph", "bulletList", "orderedList", "taskList", "codeBlock", "mediaSingle", "extension",
    ]
    private static let itemFirst = itemBlocks.subtracting(["bulletList", "orderedList", "taskList"])
    private static let quoteBlocks: Set = [
        "paragraph", "bulletList", "orderedList", "codeBlock", "mediaSingle", "mediaGroup", "extension",
    ]
    private static let cell: Set = ["colspan", "rowspan", "colwidth", "background", "localId", "valign"]

    private static let rules: [String: Rule] = [
        "paragraph": Rule(children: inline, optional: ["localId"]),
        "heading": Rule(children: inline, required: ["level"], optional: ["localId"]),
        "bulletList": Rule(children: ["listItem"], minimum: 1, optional: ["localId"]),
        "orderedList": Rule(children: ["listItem"], minimum: 1, optional: ["order", "localId"]),
        "listItem": Rule(children: itemBlocks, minimum: 1, optional: ["localId"], first: itemFirst),
        "blockquote": Rule(children: quoteBlocks, minimum: 1, optional: ["localId"]),
        "codeBlock": Rule(
            children: ["text"],
            optional: ["language", "localId", "uniqueId"],
            marks: []
        ),
        "rule": Rule(optional: ["localId"]),
        "panel": Rule(
            children: panelBlocks,
            minimum: 1,
            required: ["panelType"],
            optional: ["panelIcon", "panelIconId", "panelIconText", "panelColor", "localId"]
        ),
        "table": Rule(
            children: ["tableRow"],
            minimum: 1,
            optional: ["displayMode", "isNumberColumnEnabled", "layout", "localId", "width"]
        ),
        "tableRow": Rule(children: ["tableCell", "tableHeader"], optional: ["localId"]),
        "tableCell": Rule(children: cellBlocks, minimum: 1, optional: cell),
        "tableHeader": Rule(children: cellBlocks, minimum: 1, optional: cell),
        "taskList": Rule(
            children: ["taskItem", "taskList", "blockTaskItem"],
            minimum: 1,
            required: ["localId"]
        ),
        "taskItem": Rule(children: inline, required: ["localId", "state"]),
        "decisionList": Rule(children: ["decisionItem"], minimum: 1, required: ["localId"]),
        "decisionItem": Rule(children: inline, required: ["localId", "state"]),
        "expand": Rule(
            children: blocks.subtracting(["expand"]).union(["nestedExpand"]),
            minimum: 1,
            optional: ["title", "localId"]
        ),
        "nestedExpand": Rule(children: cellBlocks, minimum: 1, optional: ["title", "localId"]),
        "hardBreak": Rule(optional: ["text", "localId"]),
        "mention": Rule(required: ["id"], optional: ["text", "userType", "accessLevel", "localId"]),
        "emoji": Rule(required: ["shortName"], optional: ["id", "text", "localId"]),
        "inlineCard": Rule(optional: ["url", "data", "localId"]),
        "date": Rule(required: ["timestamp"], optional: ["localId"]),
        "status": Rule(required: ["text", "color"], optional: ["localId", "style"]),
    ]

    private static let marks: [String: Set<String>] = [
        "strong": [], "em": [], "strike": [], "underline": [], "code": [], "subsup": ["type"],
        "textColor": ["color"], "backgroundColor": ["color"], "annotation": ["id", "annotationType"],
        "link": ["href", "title", "id", "collection", "occurrenceKey"],
    ]

    /// Nodes that the sandbox takes as they are.
    private static let opaque: Set = [
        "mediaGroup", "mediaSingle", "mediaInline", "blockCard", "embedCard", "extension", "bodiedExtension",
        "inlineExtension", "layoutSection", "placeholder", "blockTaskItem",
    ]

    /// The first thing wrong with a document, or nil for a valid one.
    static func problem(in document: JSONValue) -> String? {
        guard let members = document.members, document["type"] == "doc" else { return "The root is no doc." }
        guard document["version"] == 1 else { return "The version is not 1." }
        guard let content = document["content"]?.elements else { return "The doc has no content." }
        guard Set(members.names).isSubset(of: ["type", "version", "content"]) else {
            return "Unknown member in doc."
        }
        return children(content, allowed: blocks, of: "doc", textMarks: nil)
    }

    private static func children(
        _ nodes: [JSONValue],
        allowed: Set<String>,
        of parent: String,
        textMarks: Set<String>?
    ) -> String? {
        for node in nodes {
            guard let type = node["type"]?.text else { return "A node in \(parent) has no type." }
            guard allowed.contains(type) else { return "\(type) cannot stand in \(parent)." }
            if let problem = type == "text" ? text(node, marks: textMarks) : self.node(node, type) {
                return problem
            }
        }
        return nil
    }

    private static func node(_ node: JSONValue, _ type: String) -> String? {
        if opaque.contains(type) { return nil }
        guard let rule = rules[type] else { return "There is no node \(type)." }
        guard Set(node.members?.names ?? []).isSubset(of: ["type", "attrs", "content", "marks"]) else {
            return "Unknown member in \(type)."
        }
        if let problem = attributes(node["attrs"], rule, of: type) { return problem }
        let content = node["content"]?.elements ?? []
        guard content.count >= rule.minimum else { return "\(type) is empty." }
        if let first = rule.first, let head = content.first?["type"]?.text, !first.contains(head) {
            return "\(head) cannot stand first in \(type)."
        }
        return children(content, allowed: rule.children, of: type, textMarks: rule.marks)
    }

    private static func attributes(_ value: JSONValue?, _ rule: Rule, of type: String) -> String? {
        let names = Set(value?.members?.names ?? [])
        guard value == nil || value?.members != nil, rule.required.isSubset(of: names) else {
            return "\(type) lacks an attribute."
        }
        guard names.isSubset(of: rule.required.union(rule.optional)) else {
            return "Unknown attribute in \(type)."
        }
        if type == "heading", !(1...6).contains(value?["level"]?.whole ?? 0) {
            return "The level is not 1 to 6."
        }
        let panels: Set = ["info", "note", "tip", "warning", "error", "success", "custom"]
        if type == "panel", !panels.contains(value?["panelType"]?.text ?? "") {
            return "Unknown type of panel."
        }
        return nil
    }

    private static func text(_ node: JSONValue, marks allowed: Set<String>?) -> String? {
        guard let text = node["text"]?.text, !text.isEmpty else { return "A text node is empty." }
        guard Set(node.members?.names ?? []).isSubset(of: ["type", "text", "marks"]) else {
            return "Unknown member in text."
        }
        let types = (node["marks"]?.elements ?? []).map { $0["type"]?.text ?? "" }
        for (mark, type) in zip(node["marks"]?.elements ?? [], types) {
            guard let attributes = marks[type], allowed?.contains(type) ?? true else {
                return "No mark \(type) here."
            }
            guard Set(mark["attrs"]?.members?.names ?? []).isSubset(of: attributes) else {
                return "Unknown attribute of \(type)."
            }
            if type == "link", mark["attrs"]?["href"]?.text == nil { return "The link has no href." }
        }
        if types.contains("code"), !Set(types).isSubset(of: ["code", "link", "annotation"]) {
            return "The mark code stands beside others."
        }
        return nil
    }
}
