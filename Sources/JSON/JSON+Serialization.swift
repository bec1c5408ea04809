extension JSON {
    /// The layout of a value as text.
    public enum Style: Hashable, Sendable {
        /// Without white space, members in their own order.
        case compact
        /// Two spaces a level, one element a line, members in their own order.
        case pretty
        /// Without white space, members sorted by the UTF-8 bytes of their names: one value, one text.
        ///
        /// Close to RFC 8785; that sorts by UTF-16 and has its own form for numbers beyond 2⁵³.
        case canonical
    }

    /// Returns the value as UTF-8 text; a number that is not finite becomes `null`.
    public func serialized(_ style: Style = .compact) -> [UInt8] {
        var writer = JSONWriter()
        write(to: &writer, style, depth: 0)
        return writer.bytes
    }

    /// Returns the value as text; a number that is not finite becomes `null`.
    public func text(_ style: Style = .compact) -> String {
        String(decoding: serialized(style), as: UTF8.self)
    }

    func write(to writer: inout JSONWriter, _ style: Style, depth: Int) {
        switch self {
        case .null: writer.null()
        case .bool(let value): writer.bool(value)
        case .integer(let value): writer.integer(value)
        case .double(let value):
            // 1.0 and 1 are one number to whoever compares canonical texts.
            if style == .canonical, abs(value) <= 0x1p53, let whole = Int(exactly: value) {
                writer.integer(whole)
            } else {
                writer.double(value)
            }
        case .string(let value): writer.string(value)
        case .array(let elements):
            writer.beginArray()
            for element in elements {
                writer.startLine(style, depth + 1)
                element.write(to: &writer, style, depth: depth + 1)
            }
            if !elements.isEmpty { writer.endLine(style, depth) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for (key, value) in style == .canonical ? members.sortedByBytes : Array(members) {
                writer.startLine(style, depth + 1)
                writer.key(key)
                if style == .pretty { writer.space() }
                value.write(to: &writer, style, depth: depth + 1)
            }
            if !members.isEmpty { writer.endLine(style, depth) }
            writer.endObject()
        }
    }
}

extension JSON: CustomStringConvertible {
    /// The value as compact JSON text.
    public var description: String { text() }
}

extension JSONObject {
    fileprivate var sortedByBytes: [Element] {
        sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}
