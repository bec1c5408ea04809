/// Eight bytes looked at in one step, so that long plain strings cost an eighth.
enum ByteWord {
    static let size = 8

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Returns how many of the eight bytes, from the first on, need no attention within a string: no quote,
    /// no backslash, no control character and, when asked for, nothing but ASCII.
    ///
    /// The subtraction marks the lowest match exactly; a borrow can only spoil bytes above it.
    @inline(__always)
    static func plainBytes(_ bytes: UnsafeRawBufferPointer, at offset: Int, asciiOnly: Bool) -> Int {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5C)
        var marks = (quotes &- ones) & ~quotes
        marks |= (backslashes &- ones) & ~backslashes
        marks |= (word &- (ones &* 0x20)) & ~word
        if asciiOnly { marks |= word }
        return (marks & highs).trailingZeroBitCount / 8
    }
}
