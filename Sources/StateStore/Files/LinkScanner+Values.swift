internal import Glibc
internal import Notation
internal import Reconciliation

/// The lists that were read last.
struct KnownLists {
    /// A list as it stands in the file, and what it means.
    struct Known {
        let raw: [UInt8]
        let list: [String]
    }

    private static let limit = 16
    private(set) var known: [Known] = []
    private var oldest = 0

    /// Remembers a list, in the place of the one that was added longest ago.
    mutating func add(_ new: Known) {
        guard known.count == Self.limit else { return known.append(new) }
        known[oldest] = new
        oldest = (oldest + 1) % Self.limit
    }
}

extension LinkScanner {
    /// Makes a failure at the present place; what stands in the line may say more than what was expected.
    func failure(_ message: String) -> Failure {
        var start = min(position, bytes.count)
        while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        let line = bytes[start...].prefix { $0 != UInt8(ascii: "\n") }
        for mark in ["<<<<<<<", "=======", ">>>>>>>", "|||||||"] where line.starts(with: mark.utf8) {
            return Failure(offset: start, message: "a merge left its marks here")
        }
        if line.contains(UInt8(ascii: "\r")) {
            return Failure(offset: start, message: "the line ends as on Windows")
        }
        if line.contains(UInt8(ascii: "\t")) {
            return Failure(offset: start, message: "the line holds a tab")
        }
        return Failure(offset: position, message: message)
    }

    func matches(_ text: StaticString) -> Bool { matches(text, at: position) }

    func matches(_ text: StaticString, at position: Int) -> Bool {
        guard position + text.utf8CodeUnitCount <= bytes.count, let base = bytes.baseAddress else {
            return false
        }
        return memcmp(base + position, text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    func matches(_ word: [UInt8]) -> Bool {
        guard position + word.count <= bytes.count, let base = bytes.baseAddress else { return false }
        return memcmp(base + position, word, word.count) == 0
    }

    /// Goes past a text that must stand here.
    mutating func skip(_ text: StaticString) throws(Failure) {
        guard matches(text) else { throw failure("expected ‘\(trimmed(text))’") }
        position += text.utf8CodeUnitCount
    }

    private func trimmed(_ text: StaticString) -> Substring {
        let text = text.description.drop { $0 == " " }
        return text.hasSuffix(" ") ? text.dropLast() : text
    }

    mutating func endLine() throws(Failure) {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\n") else {
            throw failure("expected the end of the line")
        }
        position += 1
    }

    /// Returns where the line ends.
    func endOfLine() throws(Failure) -> Int {
        guard position < bytes.count, let base = bytes.baseAddress,
            let end = memchr(base + position, Int32(UInt8(ascii: "\n")), bytes.count - position)
        else { throw failure("the file ends within a line") }
        return UnsafeRawPointer(end) - base
    }

    /// Reads the value of a field.
    mutating func value() throws(Failure) -> FieldValue {
        guard position < bytes.count else { throw failure("expected a value") }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .text(try quoted())
        case UInt8(ascii: "s"): return .digest(try digest())
        case UInt8(ascii: "["): return .list(try list())
        default:
            try skip("null")
            return .none
        }
    }

    /// Reads a text in quotes.
    mutating func quoted() throws(Failure) -> String {
        try skip("\"")
        let start = position
        var isPlain = true
        while position < bytes.count {
            let byte = bytes[position]
            if QuotedText.isPlainByte[Int(byte)] {
                position += 1
                continue
            }
            if byte == UInt8(ascii: "\"") { break }
            guard byte >= 0x20 else { throw failure("a text must end in its line") }
            isPlain = false
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < bytes.count else {
            position = bytes.count
            throw failure("a text must end in its line")
        }
        let raw = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
        position += 1
        if isPlain { return String(decoding: raw, as: UTF8.self) }
        var again: [UInt8] = []
        if let text = QuotedText.decoded(raw) {
            QuotedText.append(text, to: &again)
            if again.dropFirst().dropLast().elementsEqual(raw) { return text }
        }
        throw failure("the text is not written in the one way")
    }

    /// Reads a list; those that come again and again, as labels do, are shared.
    private mutating func list() throws(Failure) -> [String] {
        // A whole list, bracket and all, cannot be the beginning of another.
        for known in lists.known where matches(known.raw) {
            position += known.raw.count
            return known.list
        }
        let start = position
        let list = try newList()
        lists.add(KnownLists.Known(raw: Array(bytes[start..<position]), list: list))
        return list
    }

    private mutating func newList() throws(Failure) -> [String] {
        try skip("[")
        var list: [String] = []
        while !matches("]") {
            if !list.isEmpty { try skip(", ") }
            let text = try quoted()
            if let last = list.last, !last.precedes(text) {
                throw failure("the list is not in order, or has an element twice")
            }
            list.append(text)
        }
        try skip("]")
        return list
    }

    mutating func digest() throws(Failure) -> Digest {
        try skip("sha256:")
        guard position + 64 <= bytes.count else { throw failure("expected 64 hexadecimal digits") }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        words.0 = try digits()
        words.1 = try digits()
        words.2 = try digits()
        words.3 = try digits()
        return Digest(words: words)
    }

    private static let digitValues = Hexadecimal.lowerValues

    private mutating func digits() throws(Failure) -> UInt64 {
        var word: UInt64 = 0
        var seen: UInt8 = 0
        for offset in position..<position + 16 {
            let value = Self.digitValues[Int(bytes[offset])]
            seen |= value
            word = word << 4 | UInt64(value)
        }
        guard seen < 16 else { throw failure("expected 64 hexadecimal digits") }
        position += 16
        return word
    }
}
