internal import Notation

extension JSONScanner {
    /// The bytes between two quotes, as they are written.
    struct Literal {
        let bytes: UnsafeRawBufferPointer
        let hasEscapes: Bool
    }

    /// Reads a string.
    public mutating func string() throws(JSONError) -> String {
        try readString().decoded
    }

    /// Reads a string without copying it, or returns nil and stays where it is when the string has escapes.
    public mutating func rawString() throws(JSONError) -> UnsafeRawBufferPointer? {
        let start = offset
        let literal = try readString()
        if literal.hasEscapes {
            offset = start
            isAfterValue = false
            return nil
        }
        return literal.bytes
    }

    /// Reads a string, or `null` as nil.
    public mutating func optionalString() throws(JSONError) -> String? {
        try null() ? nil : try string()
    }

    @inline(__always)
    mutating func readString() throws(JSONError) -> Literal {
        skipWhitespace()
        let literal = try stringLiteral("a string is expected here")
        isAfterValue = true
        return literal
    }

    /// Reads from one quote to the other and checks escapes and UTF-8 on the way.
    mutating func stringLiteral(_ message: @autoclosure () -> String) throws(JSONError) -> Literal {
        guard offset < bytes.count else { throw failure(Self.endMessage) }
        guard bytes[offset] == 0x22 else { throw failure(message()) }
        offset += 1
        let start = offset
        var hasEscapes = false
        while offset < bytes.count {
            if offset + ByteWord.size <= bytes.count {
                let plain = ByteWord.plainBytes(bytes, at: offset, asciiOnly: true)
                offset += plain
                if plain == ByteWord.size { continue }
            }
            let byte = bytes[offset]
            switch byte {
            case 0x22:
                let literal = UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
                offset += 1
                return Literal(bytes: literal, hasEscapes: hasEscapes)
            case 0x5C:
                hasEscapes = true
                try skipEscape()
            case 0..<0x20: throw failure("a control character stands unescaped in a string")
            case 0x20..<0x80: offset += 1
            default: try skipMultibyte(byte)
            }
        }
        throw failure(Self.endMessage)
    }

    private mutating func skipEscape() throws(JSONError) {
        guard offset + 1 < bytes.count else {
            offset = bytes.count
            throw failure(Self.endMessage)
        }
        switch bytes[offset + 1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
            offset += 2
        case 0x75:
            guard offset + 6 <= bytes.count else {
                offset = bytes.count
                throw failure(Self.endMessage)
            }
            guard bytes[(offset + 2)..<(offset + 6)].allSatisfy({ Hexadecimal.value(of: $0) != nil }) else {
                throw failure("four hexadecimal digits must follow \\u")
            }
            offset += 6
        default:
            throw failure("a backslash stands before a character that it cannot escape")
        }
    }

    /// Passes over one character of several bytes; the ranges are those of the Unicode standard's table 3-7.
    private mutating func skipMultibyte(_ lead: UInt8) throws(JSONError) {
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch lead {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0...0)
            }
        guard length > 0, offset + length <= bytes.count, second.contains(bytes[offset + 1]),
            bytes[(offset + 2)..<(offset + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { throw failure("the bytes here are not UTF-8") }
        offset += length
    }
}

extension JSONScanner.Literal {
    /// The text with its escapes resolved; half a surrogate pair becomes U+FFFD.
    var decoded: String {
        guard hasEscapes else { return String(decoding: bytes, as: UTF8.self) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x5C else {
                text.append(bytes[index])
                index += 1
                continue
            }
            index += 2
            switch bytes[index - 1] {
            case 0x62: text.append(0x08)
            case 0x66: text.append(0x0C)
            case 0x6E: text.append(0x0A)
            case 0x72: text.append(0x0D)
            case 0x74: text.append(0x09)
            case 0x75:
                text.append(contentsOf: UTF8.encode(scalar(at: &index)) ?? UTF8.encodedReplacementCharacter)
            case let plain: text.append(plain)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Returns the character whose four digits begin at the index, and moves the index behind it.
    private func scalar(at index: inout Int) -> Unicode.Scalar {
        let first = codeUnit(at: index)
        index += 4
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, index + 6 <= bytes.count, bytes[index] == 0x5C, bytes[index + 1] == 0x75 else {
            return "\u{FFFD}"
        }
        let second = codeUnit(at: index + 2)
        guard (0xDC00...0xDFFF).contains(second) else { return "\u{FFFD}" }
        index += 6
        return Unicode.Scalar(0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF)) ?? "\u{FFFD}"
    }

    private func codeUnit(at index: Int) -> UInt32 {
        bytes[index..<(index + 4)].reduce(0) { $0 << 4 | UInt32(Hexadecimal.value(of: $1) ?? 0) }
    }
}
