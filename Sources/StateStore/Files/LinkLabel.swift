internal import Notation
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
        Hexadecimal.append(sum, to: &bytes)
    }

    /// Writes a text with all but letters, digits, `-`, `_`, `.` and `/` percent-encoded; an empty one is `%`.
    static func encode(_ text: String, into bytes: inout [UInt8]) {
        if text.isEmpty { bytes.append(UInt8(ascii: "%")) }
        encoding.append(text, to: &bytes)
    }

    private static let encoding = PercentEncoding(keeping: "-_./")

    /// Whether a byte stands for itself.
    static func isPlain(_ byte: UInt8) -> Bool { encoding.keeps(byte) }
}
