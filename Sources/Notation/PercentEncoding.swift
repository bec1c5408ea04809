/// A way to write a text with some of its bytes as `%` and two hexadecimal digits, as RFC 3986 has it.
public struct PercentEncoding: Sendable {
    /// Whether a byte stands for itself, by the byte.
    private let isPlain: [Bool]

    /// Keeps ASCII's letters and digits and some other ASCII characters, and encodes everything else.
    public init(keeping others: StaticString) {
        var isPlain = (0...255).map { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        for scalar in others.description.unicodeScalars { isPlain[Int(scalar.value)] = true }
        self.isPlain = isPlain
    }

    /// Encodes some ASCII characters, and keeps everything else.
    public init(encoding characters: StaticString) {
        var isPlain = [Bool](repeating: true, count: 256)
        for scalar in characters.description.unicodeScalars { isPlain[Int(scalar.value)] = false }
        self.isPlain = isPlain
    }

    /// The encoding of a part of a URL: the unreserved characters of RFC 3986, section 2.3, stay.
    public static let url = PercentEncoding(keeping: "-._~")

    /// Whether a byte stands for itself.
    public func keeps(_ byte: UInt8) -> Bool { isPlain[Int(byte)] }

    /// Returns a text encoded.
    public func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends a text, encoded.
    public func append(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            if isPlain[Int(byte)] {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(Hexadecimal.upper(byte >> 4))
                bytes.append(Hexadecimal.upper(byte & 15))
            }
        }
    }

    /// Returns the bytes that are encoded in some others; a `%` without two digits behind it stands for itself.
    public static func decode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let high = Hexadecimal.value(of: rest[rest.startIndex]),
                let low = Hexadecimal.value(of: rest[rest.startIndex + 1])
            {
                decoded.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return decoded
    }
}
