/// Spoils bytes and JSON at random, the same for the same seed.
public struct Mutator: RandomNumberGenerator, Sendable {
    private var numbers: SeededGenerator

    /// Makes one whose choices follow from its seed alone.
    public init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

    /// Returns the next random number.
    public mutating func next() -> UInt64 { numbers.next() }

    /// Returns a number from zero up to, not including, `limit`; zero when there is none.
    public mutating func below(_ limit: Int) -> Int {
        limit > 0 ? Int.random(in: 0..<limit, using: &numbers) : 0
    }

    /// Returns one of the choices.
    public mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }

    /// Returns the bytes with one to eight changes: bits flipped, parts cut out, put in, doubled or swapped.
    public mutating func spoil(_ bytes: [UInt8]) -> [UInt8] {
        var spoilt = bytes
        for _ in 0...pick([0, 0, 1, 3, 7]) { spoilOnce(&spoilt) }
        return spoilt
    }

    /// Returns a text with as much that is odd in it as a text can have.
    public mutating func text() -> String {
        (0..<below(6)).map { _ in pick(Self.oddTexts) }.joined(separator: pick(["", "", " ", "\n"]))
    }

    private mutating func spoilOnce(_ bytes: inout [UInt8]) {
        let part = part(of: bytes)
        switch below(9) {
        case 0 where !bytes.isEmpty: bytes[below(bytes.count)] ^= 1 << UInt8(below(8))
        case 1 where !bytes.isEmpty: bytes[below(bytes.count)] = UInt8(below(256))
        case 2: bytes.removeSubrange(part)
        case 3: bytes.insert(contentsOf: (0...below(8)).map { _ in UInt8(below(256)) }, at: part.lowerBound)
        case 4: bytes.insert(contentsOf: bytes[part], at: below(bytes.count + 1))
        case 5:
            let moved = Array(bytes[part])
            bytes.removeSubrange(part)
            bytes.insert(contentsOf: moved, at: below(bytes.count + 1))
        case 6: bytes.removeLast(below(bytes.count + 1))
        case 7: bytes.replaceSubrange(part, with: Array(pick(Self.oddNumbers).utf8))
        default: bytes.insert(contentsOf: Array(pick(Self.oddTexts).utf8), at: part.lowerBound)
        }
    }

    /// Returns a place in the bytes, seldom a long one, often within one line.
    private mutating func part(of bytes: [UInt8]) -> Range<Int> {
        let start = below(bytes.count + 1)
        if below(4) == 0 {
            let end = bytes[start...].firstIndex(of: 0x0a).map { $0 + 1 } ?? bytes.count
            return start..<end
        }
        return start..<min(bytes.count, start + below(pick([2, 8, 40, 400])))
    }

    /// Numbers that are at the edge of what a number can be, or beyond it.
    static let oddNumbers = [
        "0", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e999", "1.5",
        "18446744073709551615", "4294967296", "1e18", "00", "0x10", "-", "1764000000000000",
    ]

    /// Texts that readers and writers have been known to trip over.
    static let oddTexts: [String] =
        [
            "", " ", "\n", "\r\n", "\t", "\u{0}", "\u{1}", "\u{7F}", "\u{85}", "\u{A0}", "\u{AD}", "\u{301}",
            "e\u{301}", "\u{200D}", "\u{202E}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFD}", "\u{1F600}",
            "\"", "\\", "\\\"", "'", "`", "\\u0022", "\\ud800", "{", "}", "[", "]", ",", ":", "{}", "null",
            "~",
            "- a", "a: b", "&a", "*a", "<<: *a", "!!int x", "%", "#", "|", "---", "...", "<<<<<<< HEAD",
            "=======", ">>>>>>> x", "CCS-1", "CCS-01", "2006", "\u{6F22}\u{5B57}",
            "\u{1F468}\u{200D}\u{1F469}",
            "<!-- -->", "{{", "}}", "{{x}}", "${x}", "$1", "AND", "ORDER BY", "EMPTY", "2026-02-30T25:61:61Z",
            "a word",
        ] + noncharacters + [String(repeating: "x", count: 300)]

    /// Swift takes none of these in a literal.
    private static let noncharacters = [0xFFFF, 0xFDD0, 0x10FFFF].compactMap { Unicode.Scalar($0) }
        .map { String($0) }
}
