internal import Notation

/// Texts in double quotes, as both JSON and YAML read them, each written in exactly one way.
///
/// Beside what JSON has to escape there is what YAML takes for the end of a line or does not take at all:
/// U+0085, U+2028, U+2029, the other control characters, the byte order mark, U+FFFE and U+FFFF.
enum QuotedText {
    /// Appends a text in quotes.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            if utf8.contains(where: { !isPlainByte[Int($0)] }) {
                appendEscaped(utf8, to: &bytes)
            } else {
                bytes.append(contentsOf: utf8)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether a byte stands for itself wherever it occurs; false also for the first bytes of longer
    /// sequences, some of which have to be escaped.
    static let isPlainByte: [Bool] = (0...255).map { byte in
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func appendEscaped(_ utf8: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var position = 0
        while position < utf8.count {
            let byte = utf8[position]
            if let short = shortEscape(byte) {
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(short)
                position += 1
                continue
            }
            let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            let end = min(position + length, utf8.count)
            if let scalar = unprintable(utf8[position..<end]) {
                bytes.append(contentsOf: "\\u".utf8)
                for shift in [12, 8, 4, 0] {
                    bytes.append(Hexadecimal.upper(UInt8(truncatingIfNeeded: scalar >> shift) & 15))
                }
            } else {
                bytes.append(contentsOf: utf8[position..<end])
            }
            position = end
        }
    }

    private static func shortEscape(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        default: nil
        }
    }

    /// Returns the number of a character that YAML cannot show; nil for all others.
    private static func unprintable(_ sequence: Slice<UnsafeBufferPointer<UInt8>>) -> UInt16? {
        let start = sequence.startIndex
        switch sequence.count {
        case 1 where sequence[start] < 0x20 || sequence[start] == 0x7F: return UInt16(sequence[start])
        case 2 where sequence[start] == 0xC2 && sequence[start + 1] < 0xA0: return UInt16(sequence[start + 1])
        case 3:
            let scalar =
                UInt16(sequence[start] & 15) << 12 | UInt16(sequence[start + 1] & 63) << 6
                | UInt16(sequence[start + 2] & 63)
            return [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains(scalar) ? scalar : nil
        default: return nil
        }
    }

    /// Returns what a text between quotes means; nil when it has an escape that does not exist.
    static func decoded(_ raw: UnsafeRawBufferPointer) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.count)
        var position = 0
        while position < raw.count {
            let byte = raw[position]
            position += 1
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            guard position < raw.count else { return nil }
            let letter = raw[position]
            position += 1
            switch letter {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(letter)
            case UInt8(ascii: "b"): bytes.append(0x08)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "f"): bytes.append(0x0C)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "u"):
                guard position + 4 <= raw.count else { return nil }
                let digits = String(decoding: raw[position..<position + 4], as: UTF8.self)
                guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
                    return nil
                }
                bytes.append(contentsOf: Array(String(Character(scalar)).utf8))
                position += 4
            default: return nil
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
