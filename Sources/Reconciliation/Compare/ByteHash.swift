/// A hash of bytes that is the same in every process, unlike `Hasher`'s, and quick.
enum ByteHash {
    /// Returns the hash, which is never 0: eight bytes a step, mixed by multiplying to double width.
    static func of(_ bytes: Span<UInt8>) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: bytes.count) ^ 0x9e37_79b9_7f4a_7c15
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset + 8 <= buffer.count {
                hash = mix(hash ^ buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
                offset += 8
            }
            var rest: UInt64 = 0
            while offset < buffer.count {
                rest = rest << 8 | UInt64(buffer[offset])
                offset += 1
            }
            hash = mix(hash ^ rest)
        }
        return hash == 0 ? 1 : hash
    }

    private static func mix(_ word: UInt64) -> UInt64 {
        let product = word.multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
        return product.high ^ product.low &+ 0xa076_1d64_78bd_642f
    }
}
