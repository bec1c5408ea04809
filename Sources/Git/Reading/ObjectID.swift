internal import CGit2
internal import Notation

/// The name of an object: the SHA-1 of its kind, size and content.
public struct ObjectID: Hashable, Sendable, CustomStringConvertible {
    // Three words rather than a string: a history walk holds two of these for every commit.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt32

    /// The forty hexadecimal digits, in lower case.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(40)
        for (word, width) in [(first, 16), (second, 16), (UInt64(third), 8)] {
            Hexadecimal.append(word, digits: width, to: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads forty hexadecimal digits; nil when `text` is anything else.
    public init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 40 else { return nil }
        var words: [UInt64] = [0, 0, 0]
        for (place, digit) in digits.enumerated() {
            guard let value = Hexadecimal.value(of: digit) else { return nil }
            words[place / 16] = words[place / 16] << 4 | UInt64(value)
        }
        first = words[0]
        second = words[1]
        third = UInt32(truncatingIfNeeded: words[2])
    }

    init(_ raw: git_oid) {
        (first, second, third) = unsafe withUnsafeBytes(of: raw.id) { bytes in
            unsafe (
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
            )
        }
    }

    /// The same name as libgit2 holds it.
    var raw: git_oid {
        var raw = git_oid()
        unsafe withUnsafeMutableBytes(of: &raw.id) { bytes in
            unsafe bytes.storeBytes(of: first.bigEndian, toByteOffset: 0, as: UInt64.self)
            unsafe bytes.storeBytes(of: second.bigEndian, toByteOffset: 8, as: UInt64.self)
            unsafe bytes.storeBytes(of: third.bigEndian, toByteOffset: 16, as: UInt32.self)
        }
        return raw
    }
}
