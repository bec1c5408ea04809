/// What a template is made of: its texts and tags, as far as they have to be known before it is rendered.
struct TemplateTags {
    /// A piece of a template that has no sections.
    enum Piece: Hashable {
        /// Text that stands as it is.
        case text(String)
        /// The value of a column.
        case column(String)
    }

    /// What keeps a template from being used.
    struct Fault: Error, Hashable {
        /// What is wrong: a phrase.
        var message: String
        /// On which line of the template it is, from 0.
        var line: Int
    }

    /// The pieces; meaningful only when `isPlain`.
    private(set) var pieces: [Piece] = []
    /// The columns that are named, with the line of each, from 0.
    private(set) var columns: [(name: String, line: Int)] = []
    /// Whether there are no tags but plain columns.
    private(set) var isPlain = true

    /// What the library can do to a value; it would print nothing for anything else.
    private static let transforms = [
        "capitalized", "count", "empty", "enumerated", "equalzero", "even", "first", "index", "last",
        "lowercased",
        "minusone", "odd", "plusone", "reversed", "sorted", "uppercased",
    ]

    private var line = 0
    private var open: [String] = []

    /// Reads a template.
    init(_ template: String) throws(Fault) {
        var rest = Substring(template)
        while let start = rest.firstRange(of: "{{") {
            add(text: rest[..<start.lowerBound])
            rest = rest[start.upperBound...]
            let close = rest.hasPrefix("{") ? "}}}" : "}}"
            guard let end = rest.firstRange(of: close) else {
                throw Fault(message: "a tag is not closed with \(close)", line: line)
            }
            try add(tag: rest[..<end.lowerBound])
            line += rest[..<end.lowerBound].count { $0.isNewline }
            rest = rest[end.upperBound...]
        }
        add(text: rest)
        if let section = open.last {
            throw Fault(message: "the section {{#\(section)}} is not closed", line: line)
        }
    }

    private mutating func add(text: Substring) {
        guard !text.isEmpty else { return }
        pieces.append(.text(String(text)))
        line += text.count { $0.isNewline }
    }

    private mutating func add(tag: Substring) throws(Fault) {
        let name = tag.dropFirst().trimmingSpaces
        switch tag.first {
        case "{", "&":
            try add(column: name)
            isPlain = isPlain && !name.contains("(")
        case "#", "^":
            isPlain = false
            open.append(name)
            try add(column: name)
        case "/":
            guard open.popLast() == name else {
                throw Fault(message: "{{/\(name)}} closes a section that is not open", line: line)
            }
        case "!": isPlain = false
        case ">", "<", "$": throw Fault(message: "templates cannot include others", line: line)
        case "=", "%": throw Fault(message: "{{\(tag)}} is not supported", line: line)
        default: try add(column: tag.trimmingSpaces)
        }
    }

    private mutating func add(column tag: String) throws(Fault) {
        var name = Substring(tag)
        while let bracket = name.firstIndex(of: "("), name.hasSuffix(")") {
            let transform = String(name[..<bracket])
            guard Self.transforms.contains(transform) else {
                let suggestion = Suggestion.phrase(for: transform, in: Self.transforms)
                throw Fault(message: "there is no transform '\(transform)'\(suggestion)", line: line)
            }
            name = name[name.index(after: bracket)...].dropLast()
            isPlain = false
        }
        if name == "." || (name.isEmpty && tag.contains("(")) {
            isPlain = false
            if open.isEmpty { throw Fault(message: "{{\(tag)}} means nothing outside a section", line: line) }
            return
        }
        guard !name.isEmpty else { throw Fault(message: "a tag names no column", line: line) }
        pieces.append(.column(String(name)))
        columns.append((String(name), line))
    }
}
