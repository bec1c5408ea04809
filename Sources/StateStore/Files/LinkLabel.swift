internal import Reconciliation

/// The line that begins an entry of the links file, such as `row 2006 CCS-9:`.
///
/// It is there for people and for git, which shows it above each hunk of a diff; what counts are the entry's
/// fields. It begins with a letter and holds only what YAML takes for a plain word, so whatever else a row key
/// has is percent-encoded, an empty one is `%`, and of a long one there is the beginning and a checksum: YAML
/// allows a key 1,024 characters.
struct LinkLabel {
    private static let limit = 200
    private(set) var bytes: [UInt8] = []

    /// Writes the label of a link, without the line's end; `number` tells apart what would else be the same.
    mutating func set(_ link: Link, number: Int = 1) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: "row ".utf8)
        add(link.row.text)
        bytes.append(UInt8(ascii: " "))
        add(link.key)
        if number > 1 {
            bytes.append(UInt8(ascii: " "))
            bytes.append(contentsOf: number.description.utf8)
        }
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func add(_ text: String) {
        let start = bytes.count
        Self.encode(text, into: &bytes)
        guard bytes.count - start > Self.limit else { return }
        bytes.removeSubrange((start + Self.limit)...)
        bytes.append(UInt8(ascii: "~"))
        // FNV-1a: it has to tell keys apart within one file, not to withstand anybody.
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
            bytes.append(Hexadecimal.lower(UInt8(truncatingIfNeeded: sum >> shift) & 15))
        }
    }

    /// Writes a text with all but letters, digits, `-`, `_`, `.` and `/` percent-encoded; an empty one is `%`.
    static func encode(_ text: String, into bytes: inout [UInt8]) {
        if text.isEmpty { bytes.append(UInt8(ascii: "%")) }
        for byte in text.utf8 {
            if isPlain(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(Hexadecimal.upper(byte >> 4))
                bytes.append(Hexadecimal.upper(byte & 15))
            }
        }
    }

    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "/"):
            true
        default: false
        }
    }
}

/// Hexadecimal digits.
enum Hexadecimal {
    static func lower(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 + value - 10 }
    static func upper(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x41 + value - 10 }

    /// The value of a lower-case digit by its byte; 255 for what is none.
    static let lowerValues: [UInt8] = (0...255).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt8(byte) - 0x61 + 10
        default: 255
        }
    }
}
