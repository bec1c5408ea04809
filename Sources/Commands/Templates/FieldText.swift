import Reconciliation

/// The rules by which rendered text becomes values that Jira takes.
enum FieldText {
    /// The most UTF-16 units of a summary or a label, which is how Jira counts.
    static let limit = 255

    /// Returns a summary: one line without white space at its ends, cut with `…`; `fallback` where nothing is left.
    static func summary(_ text: String, fallback: String) -> String {
        let line = oneLine(text)
        return cut(line.isEmpty ? oneLine(fallback) : line, to: limit)
    }

    /// Returns a label: runs of white space become `-`; nil where nothing is left.
    static func label(_ text: String) -> String? {
        let label = cut(oneLine(text).split(whereSeparator: \.isWhitespace).joined(separator: "-"), to: limit)
        return label.isEmpty ? nil : label
    }

    /// Returns labels sorted by UTF-8, each once, with the marker's among them.
    static func labels(_ texts: some Sequence<String>) -> [String] {
        var labels = Set(texts.compactMap(label))
        labels.insert(Marker.name)
        return labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Returns a field's value; none where there is nothing but white space.
    static func value(_ text: String) -> FieldValue {
        text.allSatisfy(\.isWhitespace) ? .none : .text(text)
    }

    /// Returns the value of a field that takes several, in the form in which one is read: each once, sorted by UTF-8, without
    /// empty ones; a single one is no list.
    static func value(of texts: some Sequence<String>) -> FieldValue {
        let lines = Set(texts.map(oneLine).filter { !$0.isEmpty })
        guard lines.count > 1 else { return lines.first.map(FieldValue.text) ?? .none }
        return .list(lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    /// Returns a text's lines as one, runs of white space and control characters as one space.
    static func oneLine(_ text: String) -> String {
        // Most texts are plain and short: they come back as they are.
        if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) { return text }
        let words = text.unicodeScalars.split { scalar in
            scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
        }
        return words.map { String($0) }.joined(separator: " ")
    }

    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf16.count > limit else { return text }
        var length = 1
        let kept = text.prefix { character in
            length += character.utf16.count
            return length <= limit
        }
        return kept.trimmingSpaces + "…"
    }
}
