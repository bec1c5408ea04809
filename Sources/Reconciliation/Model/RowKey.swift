/// What identifies a row: the text of its key column.
///
/// Keys are equal and ordered by their UTF-8 bytes, as the database sees them, not by Unicode's rules: two keys
/// that differ only in how an accent is composed are two rows.
public struct RowKey: Sendable {
    /// The key as the table gives it.
    public let text: String

    /// Makes a key of its text.
    public init(_ text: String) { self.text = text }
}

extension RowKey: Hashable {
    /// Whether two keys have the same bytes.
    public static func == (left: RowKey, right: RowKey) -> Bool {
        let left = left.text.utf8Span.span
        let right = right.text.utf8Span.span
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }

    /// Feeds the key's bytes.
    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension RowKey: Comparable {
    /// Whether the left key's bytes come before the right key's.
    public static func < (left: RowKey, right: RowKey) -> Bool {
        let left = left.text.utf8Span.span
        let right = right.text.utf8Span.span
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index]
        }
        return left.count < right.count
    }
}

extension RowKey: CustomStringConvertible, ExpressibleByStringLiteral {
    /// The key as the table gives it.
    public var description: String { text }

    /// Makes a key of a literal.
    public init(stringLiteral text: String) { self.init(text) }
}
