internal import CCrypto

/// SHA-256 by libcrypto.
public enum SHA256 {
    /// Returns the 32 bytes of the digest, as four big-endian words.
    public static func words(of bytes: [UInt8]) -> (UInt64, UInt64, UInt64, UInt64) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        unsafe withUnsafeMutableBytes(of: &words) { digest in
            unsafe bytes.withUnsafeBufferPointer { input in
                _ = unsafe CCrypto.SHA256(
                    input.baseAddress,
                    input.count,
                    digest.baseAddress?.assumingMemoryBound(to: UInt8.self)
                )
            }
        }
        return (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    }
}
