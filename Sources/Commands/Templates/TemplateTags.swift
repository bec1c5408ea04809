/// The parts of a template, as far as they have to be known before it is rendered: its texts and tags.
struct TemplateTags {
    /// A piece of a template that has no sections.
    enum Piece: Hashable {
        /// Text that stands as it is.
        case text(String)
        /// The value of a column.
        case column(String)
    }

    /// A fault of a template.
    struct Fault: Error, Hashable {
        /// The fault, as a phrase.
        var message: String
        /// At which tag it is, counted by the `{{` before it.
        var tag: Int
        /// The word of the tag that is meant; nil for the tag as a whole.
        var word: String?
    }

    /// The pieces; meaningful only when `isPlain`.
    private(set) var pieces: [Piece] = []
    /// The columns that are named, with the tag of each.
    private(set) var columns: [(name: String, tag: Int)] = []
    /// Whether there are no tags but plain columns.
    private(set) var isPlain = true
    /// All that is wrong, in the order of the template.
    private(set) var faults: [Fault] = []

    /// The transforms that the library knows; it would print nothing for any other.
    private static let transforms = [
        "capitalized", "count", "empty", "enumerated", "equalzero", "even", "first", "index", "last",
        "lowercased",
        "minusone", "odd", "plusone", "reversed", "sorted", "uppercased",
    ]

    private var tag = 0
    private var open: [(name: String, tag: Int)] = []

    /// Reads a template.
    init(_ template: String) {
        var rest = Substring(template)
        while let start = rest.firstRange(of: "{{") {
            add(text: rest[..<start.lowerBound])
            rest = rest[start.upperBound...]
            let close = rest.hasPrefix("{") ? "}}}" : "}}"
            guard let end = rest.firstRange(of: close) else {
                complain("a tag is not closed with \(close)")
                return
            }
            let content = rest[..<end.lowerBound]
            add(tag: content)
            tag += 1 + Self.openings(in: content)
            rest = rest[end.upperBound...]
        }
        add(text: rest)
        for section in open {
            faults.append(
                Fault(message: "the section {{#\(section.name)}} is not closed", tag: section.tag)
            )
        }
    }

    /// Returns the number of `{{` in a text.
    static func openings(in text: some StringProtocol) -> Int { text.ranges(of: "{{").count }

    private mutating func complain(_ message: String, about word: String? = nil) {
        faults.append(Fault(message: message, tag: tag, word: word))
    }

    private mutating func add(text: Substring) {
        if !text.isEmpty { pieces.append(.text(String(text))) }
    }

    private mutating func add(tag content: Substring) {
        let name = content.dropFirst().trimmingSpaces
        switch content.first {
        case "{", "&":
            add(column: name)
            isPlain = isPlain && !name.contains("(")
        case "#", "^":
            isPlain = false
            open.append((name, tag))
            add(column: name)
        case "/":
            guard open.last?.name == name else {
                return complain("{{/\(name)}} closes a section that is not open", about: name)
            }
            open.removeLast()
        case "!": isPlain = false
        case ">", "<", "$": complain("templates cannot include others")
        case "=", "%": complain("{{\(content)}} is not supported")
        default: add(column: content.trimmingSpaces)
        }
    }

    private mutating func add(column text: String) {
        var name = Substring(text)
        while let bracket = name.firstIndex(of: "("), name.hasSuffix(")") {
            let transform = String(name[..<bracket])
            guard Self.transforms.contains(transform) else {
                let suggestion = Suggestion.phrase(for: transform, in: Self.transforms)
                return complain("there is no transform '\(transform)'\(suggestion)", about: transform)
            }
            name = name[name.index(after: bracket)...].dropLast()
            isPlain = false
        }
        if name == "." || (name.isEmpty && text.contains("(")) {
            isPlain = false
            if open.isEmpty { complain("{{\(text)}} means nothing outside a section", about: text) }
            return
        }
        guard !name.isEmpty else { return complain("a tag names no column") }
        pieces.append(.column(String(name)))
        columns.append((String(name), tag))
    }
}
