/// Hexadecimal digits, as the bytes that stand for them.
public enum Hexadecimal {
    /// Returns the digit of a value below 16, in lower case.
    @inlinable
    public static func lower(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 + value - 10 }

    /// Returns the digit of a value below 16, in upper case.
    @inlinable
    public static func upper(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x41 + value - 10 }

    /// Returns the value of a digit in either case; nil for any other byte.
    @inlinable
    public static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }

    /// The value of each lower-case digit by its byte; 255 for what is none.
    ///
    /// For loops over millions of digits: nothing is decided there.
    public static let lowerValues: [UInt8] = (0...255).map { byte in
        (0x41...0x46).contains(byte) ? 255 : value(of: byte) ?? 255
    }

    /// Appends the last digits of a word in lower case, the highest first.
    @inlinable
    public static func append(_ word: UInt64, digits: Int = 16, to bytes: inout [UInt8]) {
        for place in stride(from: digits - 1, through: 0, by: -1) {
            bytes.append(lower(UInt8(truncatingIfNeeded: word >> (4 * UInt64(place))) & 15))
        }
    }
}
