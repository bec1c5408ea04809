/// A text that is no JSON, with the byte where that shows.
struct MalformedJSON: Error, CustomStringConvertible {
    let offset: Int
    let reason: String

    var description: String { "\(reason) at byte \(offset)" }
}

extension JSONValue {
    /// Reads exactly one value from UTF-8 bytes.
    init(parsing bytes: [UInt8]) throws(MalformedJSON) {
        var reader = JSONReader(bytes: bytes)
        self = try reader.document()
    }

    /// Reads exactly one value from a text.
    init(parsing text: String) throws(MalformedJSON) {
        try self.init(parsing: Array(text.utf8))
    }
}

/// The reader.
///
/// Not Foundation's decoder, nor its encoder for the way back: both forget in which order members stand, in which the seed's
/// fields get their ids and errors are told, and take Jira's `3.0` for `3`.
private struct JSONReader {
    let bytes: [UInt8]
    var offset = 0
    var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(MalformedJSON) -> JSONValue {
        let value = try value()
        skipSpace()
        guard offset == bytes.count else { throw failure("Unexpected text after the value") }
        return value
    }

    private mutating func value() throws(MalformedJSON) -> JSONValue {
        skipSpace()
        guard offset < bytes.count else { throw failure("Unexpected end") }
        switch bytes[offset] {
        case UInt8(ascii: "{"): return try nested { reader throws(MalformedJSON) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(MalformedJSON) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(MalformedJSON) -> JSONValue
    ) throws(MalformedJSON) -> JSONValue {
        depth += 1
        guard depth < 200 else { throw failure("Nested too deeply") }
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(MalformedJSON) -> JSONValue {
        offset += 1
        var members = JSONMembers()
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
                throw failure("Expected a member's name")
            }
            let name = try string()
            guard take(":") else { throw failure("Expected ':'") }
            members[name] = try value()
        } while take(",")
        guard take("}") else { throw failure("Expected '}'") }
        return .object(members)
    }

    private mutating func array() throws(MalformedJSON) -> JSONValue {
        offset += 1
        var elements: [JSONValue] = []
        if take("]") { return .array(elements) }
        repeat { elements.append(try value()) } while take(",")
        guard take("]") else { throw failure("Expected ']'") }
        return .array(elements)
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(MalformedJSON) -> JSONValue {
        guard bytes[offset...].starts(with: word.utf8) else { throw failure("Unexpected character") }
        offset += word.utf8.count
        return value
    }

    private mutating func number() throws(MalformedJSON) -> JSONValue {
        let start = offset
        while offset < bytes.count, isNumberByte(bytes[offset]) { offset += 1 }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if let whole = Int(text) { return .integer(whole) }
        guard let double = Double(text), double.isFinite else { throw failure("Unexpected character") }
        return .double(double)
    }

    private func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private mutating func string() throws(MalformedJSON) -> String {
        offset += 1
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\""), bytes[offset] != UInt8(ascii: "\\") {
            guard bytes[offset] >= 0x20 else { throw failure("Control character in a string") }
            offset += 1
        }
        guard offset < bytes.count else { throw failure("Unexpected end of a string") }
        var text = String(decoding: bytes[start..<offset], as: UTF8.self)
        while bytes[offset] == UInt8(ascii: "\\") {
            text += try escape()
            let rest = offset
            while offset < bytes.count, bytes[offset] != UInt8(ascii: "\""),
                bytes[offset] != UInt8(ascii: "\\")
            {
                guard bytes[offset] >= 0x20 else { throw failure("Control character in a string") }
                offset += 1
            }
            guard offset < bytes.count else { throw failure("Unexpected end of a string") }
            text += String(decoding: bytes[rest..<offset], as: UTF8.self)
        }
        offset += 1
        return text
    }

    private mutating func escape() throws(MalformedJSON) -> String {
        guard offset + 1 < bytes.count else { throw failure("Unexpected end of a string") }
        let letter = bytes[offset + 1]
        offset += 2
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var units = [try unit()]
            if UTF16.isLeadSurrogate(units[0]), bytes[offset...].starts(with: #"\u"#.utf8) {
                offset += 2
                units.append(try unit())
            }
            return String(decoding: units, as: UTF16.self)
        default: throw failure("Unknown escape")
        }
    }

    private mutating func unit() throws(MalformedJSON) -> UInt16 {
        guard offset + 4 <= bytes.count,
            let unit = UInt16(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
        else { throw failure("Expected four hexadecimal digits") }
        offset += 4
        return unit
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func skipSpace() {
        while offset < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[offset]) { offset += 1 }
    }

    private func failure(_ reason: String) -> MalformedJSON { MalformedJSON(offset: offset, reason: reason) }
}
