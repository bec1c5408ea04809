internal import Notation

/// Writes JSON a token at a time; commas come by themselves.
///
/// The caller sees to it that what it opens is closed and that each key is followed by one value.
public struct JSONWriter: Sendable {
    /// The bytes that have been written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Creates a writer with room for that many bytes.
    public init(reservingCapacity capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// Opens an object.
    public mutating func beginObject() { open(UInt8(ascii: "{")) }

    /// Closes an object.
    public mutating func endObject() { close(UInt8(ascii: "}")) }

    /// Opens an array.
    public mutating func beginArray() { open(UInt8(ascii: "[")) }

    /// Closes an array.
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes the name of a member and its colon.
    public mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string.
    public mutating func string(_ value: String) {
        separate()
        quote(value)
        needsComma = true
    }

    /// Writes a whole number.
    public mutating func integer(_ value: Int) { raw(value.description.utf8) }

    /// Writes a number in the shortest form that reads back as the same; `null` when it is not finite.
    public mutating func double(_ value: Double) {
        raw(value.isFinite ? value.description.utf8 : "null".utf8)
    }

    /// Writes a truth value.
    public mutating func bool(_ value: Bool) { raw(value ? "true".utf8 : "false".utf8) }

    /// Writes `null`.
    public mutating func null() { raw("null".utf8) }

    /// Writes any value, compact.
    public mutating func value(_ value: JSON) { value.write(to: &self, .compact, depth: 0) }

    /// Writes bytes that are one JSON value already.
    public mutating func raw(_ value: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: value)
        needsComma = true
    }

    /// Ends the line; what comes next is a value of its own, as in JSON Lines.
    public mutating func endLine() {
        bytes.append(0x0A)
        needsComma = false
    }

    /// Drops what was written and keeps the memory for the next lines.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
    }
}

extension JSONWriter {
    mutating func startLine(_ style: JSON.Style, _ depth: Int) {
        guard style == .pretty else { return }
        separate()
        endLine(style, depth)
    }

    mutating func endLine(_ style: JSON.Style, _ depth: Int) {
        guard style == .pretty else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
    }

    mutating func space() { bytes.append(0x20) }
}

extension JSONWriter {
    private mutating func quote(_ text: String) {
        bytes.append(0x22)
        var text = text
        text.withUTF8 { escape(UnsafeRawBufferPointer($0)) }
        bytes.append(0x22)
    }

    /// Copies whole stretches, and escapes only what RFC 8259 demands.
    private mutating func escape(_ source: UnsafeRawBufferPointer) {
        var start = 0
        var index = 0
        while index < source.count {
            if index + ByteWord.size <= source.count {
                let plain = ByteWord.plainBytes(source, at: index, asciiOnly: false)
                index += plain
                if plain == ByteWord.size { continue }
            }
            let byte = source[index]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C {
                bytes.append(contentsOf: source[start..<index])
                appendEscape(byte)
                start = index + 1
            }
            index += 1
        }
        bytes.append(contentsOf: source[start...])
    }

    private mutating func appendEscape(_ byte: UInt8) {
        bytes.append(0x5C)
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x22, 0x5C: bytes.append(byte)
        default:
            bytes.append(contentsOf: "u00".utf8)
            Hexadecimal.append(UInt64(byte), digits: 2, to: &bytes)
        }
    }
}
