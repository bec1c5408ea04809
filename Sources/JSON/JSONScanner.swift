/// Reads JSON a token at a time, for records whose schema the caller knows.
///
/// The caller drives: ``beginObject()``, then ``nextKey()`` until it gives nil, and after each key exactly
/// one value (``string()``, ``integer()``, ``skip()``, …). Nothing is allocated but what the caller asks for.
/// Everything that is read or skipped is checked against RFC 8259, UTF-8 included. The bytes must outlive the
/// scanner and its keys.
public struct JSONScanner {
    /// The deepest nesting that is read; RFC 8259 section 9 leaves the limit to the reader.
    public static let maximumDepth = 256

    let bytes: UnsafeRawBufferPointer
    /// The distance of the next unread byte from the beginning.
    public internal(set) var offset: Int
    /// Whether the open container has had an element, so that a comma must come before the next.
    var isAfterValue = false
    var depth = 0

    /// The kind of a value, told by its first byte.
    public enum Kind: Hashable, Sendable {
        /// One of the six kinds that RFC 8259 knows, the two truth values taken as one.
        case null, bool, number, string, array, object
    }

    /// Creates a scanner over one text; a byte order mark at its beginning is passed over.
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Returns the kind of the next value without reading it.
    public mutating func peek() throws(JSONError) -> Kind {
        skipWhitespace()
        guard offset < bytes.count else { throw failure(Self.endMessage) }
        switch bytes[offset] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw failure("a value is expected here")
        }
    }

    /// Reads the brace that opens an object.
    public mutating func beginObject() throws(JSONError) {
        try open(UInt8(ascii: "{"), "an object is expected here")
    }

    /// Reads the bracket that opens an array.
    public mutating func beginArray() throws(JSONError) {
        try open(UInt8(ascii: "["), "an array is expected here")
    }

    /// Reads the name of the next member and its colon, or the closing brace and returns nil.
    public mutating func nextKey() throws(JSONError) -> Key? {
        guard try advance(unless: UInt8(ascii: "}")) else { return nil }
        skipWhitespace()
        let key = Key(literal: try stringLiteral("a member's name is expected here"))
        skipWhitespace()
        guard offset < bytes.count else { throw failure(Self.endMessage) }
        guard bytes[offset] == UInt8(ascii: ":") else { throw failure("a colon is expected here") }
        offset += 1
        return key
    }

    /// Returns whether another element follows; if none does, the closing bracket is read.
    public mutating func nextElement() throws(JSONError) -> Bool { try advance(unless: UInt8(ascii: "]")) }

    /// Whether nothing but white space is left.
    public mutating func atEnd() -> Bool {
        skipWhitespace()
        return offset == bytes.count
    }

    /// Throws unless nothing but white space is left.
    public mutating func finish() throws(JSONError) {
        guard atEnd() else { throw failure("the text goes on after the value") }
    }

    /// Returns an error for the place where the scanner stands, for callers with rules of their own.
    public func failure(_ message: String) -> JSONError { JSONError(message, at: offset, in: bytes) }

    static let endMessage = "the text ends too early"
}

extension JSONScanner {
    @inline(__always)
    mutating func skipWhitespace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    private mutating func open(_ bracket: UInt8, _ message: String) throws(JSONError) {
        skipWhitespace()
        guard offset < bytes.count else { throw failure(Self.endMessage) }
        guard bytes[offset] == bracket else { throw failure(message) }
        guard depth < Self.maximumDepth else {
            throw failure("the nesting is deeper than \(Self.maximumDepth) levels")
        }
        offset += 1
        depth += 1
        isAfterValue = false
    }

    /// Reads the comma before an element and returns true, or the closing bracket and returns false.
    @inline(__always)
    private mutating func advance(unless closing: UInt8) throws(JSONError) -> Bool {
        skipWhitespace()
        guard offset < bytes.count else { throw failure(Self.endMessage) }
        let byte = bytes[offset]
        if byte == closing {
            offset += 1
            depth -= 1
            isAfterValue = true
            return false
        }
        guard isAfterValue else { return true }
        guard byte == UInt8(ascii: ",") else {
            throw failure("a comma or the closing bracket is expected here")
        }
        offset += 1
        isAfterValue = false
        return true
    }
}
