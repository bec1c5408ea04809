internal import Notation
internal import Reconciliation

/// Writes a links file in its one form.
///
/// A text from outside always stands in quotes; the words of the format, numbers, digests and `null` never do.
struct LinkWriter {
    /// The content of a file without any entry: an empty mapping.
    static let empty = Array("{}\n".utf8)

    private(set) var bytes: [UInt8] = []
    private var label = LinkLabel()

    /// Returns the file with these links, which come sorted.
    static func file(_ links: [Link]) -> [UInt8] { file(links, links.indices) }

    /// Returns the file with the links at some positions; both links and positions come sorted.
    static func file(_ links: [Link], _ positions: some Collection<Int>) -> [UInt8] {
        guard !positions.isEmpty else { return empty }
        var writer = LinkWriter()
        writer.bytes.reserveCapacity(positions.count * 640)
        var names = LabelNumbers()
        for position in positions { writer.add(links[position], number: names.number(of: links[position])) }
        return writer.bytes
    }

    private mutating func add(_ link: Link, number: Int) {
        label.set(link, number: number)
        bytes.append(contentsOf: label.bytes)
        text("\n  row: ", link.row.text)
        text("\n  path: ", link.path)
        word("\n  issue: ", link.issue.description)
        text("\n  key: ", link.key)
        word("\n  kind: ", link.kind.rawValue)
        word("\n  agreed: ", link.agreed.rawValue)
        word("\n  category: ", link.category.rawValue)
        if let decision = link.decision { word("\n  decision: ", decision.rawValue) }
        if let operation = link.operation { text("\n  operation: ", operation) }
        if let content = link.content { digest("\n  content: ", content) }
        if let text = link.text { digest("\n  text: ", text) }
        for field in Self.inOrder(link.fields) {
            name("\n  sent ", field.name)
            value(field.sent)
            if !field.read.isIdentical(to: field.sent) {
                name("\n  read ", field.name)
                value(field.read)
            }
            guard let flip = field.flip else { continue }
            name("\n  flips ", field.name)
            bytes.append(contentsOf: flip.count.description.utf8)
            name("\n  flipped ", field.name)
            value(flip.value)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func inOrder(_ fields: [FieldBase]) -> [FieldBase] {
        let isSorted = zip(fields, fields.dropFirst()).allSatisfy { $0.name.precedes($1.name) }
        return isSorted ? fields : fields.sorted { $0.name.precedes($1.name) }
    }

    private mutating func text(_ heading: StaticString, _ text: String) {
        add(heading)
        QuotedText.append(text, to: &bytes)
    }

    private mutating func word(_ heading: StaticString, _ word: String) {
        add(heading)
        bytes.append(contentsOf: word.utf8)
    }

    private mutating func digest(_ heading: StaticString, _ digest: Digest) {
        add(heading)
        add(digest)
    }

    private mutating func name(_ heading: StaticString, _ name: String) {
        add(heading)
        LinkLabel.encode(name, into: &bytes)
        add(": ")
    }

    private mutating func value(_ value: FieldValue) {
        switch value {
        case .none: add("null")
        case .text(let text): QuotedText.append(text, to: &bytes)
        case .digest(let digest): add(digest)
        case .list(let list):
            bytes.append(UInt8(ascii: "["))
            for (index, text) in Set(list.map { RowKey($0) }).sorted().enumerated() {
                if index > 0 { bytes.append(contentsOf: ", ".utf8) }
                QuotedText.append(text.text, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        }
    }

    private mutating func add(_ digest: Digest) {
        add("sha256:")
        for word in [digest.words.0, digest.words.1, digest.words.2, digest.words.3] {
            Hexadecimal.append(word, to: &bytes)
        }
    }

    private mutating func add(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}

/// Counts how often a row has had an issue of the same key, so that no two labels of a file are the same.
///
/// An issue's key can come back only after a project was deleted and made anew; then two ids share it.
struct LabelNumbers {
    private var row: RowKey?
    private var first = ""
    private var counts: [String: Int] = [:]

    /// Returns 1 for the first link with this row and key, 2 for the second, and so on; links come sorted.
    mutating func number(of link: Link) -> Int {
        guard row == link.row else {
            row = link.row
            first = link.key
            if !counts.isEmpty { counts.removeAll() }
            return 1
        }
        if counts.isEmpty { counts[first] = 1 }
        counts[link.key, default: 0] += 1
        return counts[link.key] ?? 1
    }
}

extension String {
    /// Whether the bytes of this text come before those of the other.
    func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}

extension FieldValue {
    /// Whether two values have the same bytes: Swift's own equality of texts takes two spellings of one accent
    /// for the same.
    func isIdentical(to other: FieldValue) -> Bool {
        switch (self, other) {
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.list(let left), .list(let right)):
            left.elementsEqual(right) { $0.utf8.elementsEqual($1.utf8) }
        default: self == other
        }
    }
}
