/// A SHA-256 digest, written as `sha256:` and 64 hexadecimal digits.
public struct Digest: Hashable, Sendable {
    /// The 32 bytes, as four big-endian words.
    public let words: (UInt64, UInt64, UInt64, UInt64)

    /// Makes a digest of its four big-endian words.
    public init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// Reads the written form; nil when `text` is not one.
    public init?(_ text: some StringProtocol) {
        let digits = text.utf8
        guard digits.count == 71, digits.starts(with: "sha256:".utf8) else { return nil }
        // The standard library takes signs and capitals as well, and then there would be two forms of one digest.
        guard digits.dropFirst(7).allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        let words = (0..<4).compactMap { index in
            let word = digits.dropFirst(7 + 16 * index).prefix(16)
            return UInt64(String(decoding: word, as: UTF8.self), radix: 16)
        }
        guard words.count == 4 else { return nil }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// Whether two digests are the same.
    public static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

    /// Feeds the digest's first word, which is as good as random.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension Digest: CustomStringConvertible {
    /// The written form, `sha256:` and 64 lower-case hexadecimal digits.
    public var description: String {
        let texts = [words.0, words.1, words.2, words.3].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }
        return "sha256:" + texts.joined()
    }
}

/// What makes digests: SHA-256, handed in, so that the core depends on no library.
public struct Digester: Sendable {
    private let sha256: @Sendable ([UInt8]) -> Digest

    /// Wraps a SHA-256 function.
    public init(sha256: @escaping @Sendable ([UInt8]) -> Digest) { self.sha256 = sha256 }

    /// Returns the digest of some bytes.
    public func digest(_ bytes: [UInt8]) -> Digest { sha256(bytes) }

    /// Returns the digest of a text's UTF-8.
    public func digest(_ text: String) -> Digest { sha256(Array(text.utf8)) }
}

/// Bytes to digest, written so that no two different lists of values give the same bytes.
public struct DigestInput: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    /// Starts with nothing.
    public init() {}

    /// Adds a text, with its length before it.
    public mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            add(UInt64(utf8.count), tag: 0x74)
            bytes.append(contentsOf: utf8)
        }
    }

    /// Adds a text that may be missing.
    public mutating func add(_ text: String?) {
        if let text { add(text) } else { bytes.append(0x6e) }
    }

    /// Adds a list of texts, in its order.
    public mutating func add(_ list: [String]) {
        add(UInt64(list.count), tag: 0x6c)
        for text in list { add(text) }
    }

    /// Adds a truth value that may be missing.
    public mutating func add(_ value: Bool?) {
        bytes.append(value.map { $0 ? 0x31 : 0x30 } ?? 0x6e)
    }

    /// Adds a digest.
    public mutating func add(_ digest: Digest) {
        for word in [digest.words.0, digest.words.1, digest.words.2, digest.words.3] { add(word, tag: 0x64) }
    }

    private mutating func add(_ number: UInt64, tag: UInt8) {
        bytes.append(tag)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
