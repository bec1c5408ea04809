internal import CCrypto

/// SHA-256 by libcrypto.
public enum SHA256 {
    /// The algorithm, looked up once: libcrypto's own one-call function does so each time, which takes longer
    /// than hashing a row.
    ///
    /// It is never changed nor freed, and libcrypto lets all threads use it.
    nonisolated(unsafe) private static let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil)

    /// Returns the 32 bytes of the digest, as four big-endian words.
    public static func words(of bytes: [UInt8]) -> (UInt64, UInt64, UInt64, UInt64) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        unsafe withUnsafeMutableBytes(of: &words) { digest in
            unsafe bytes.withUnsafeBufferPointer { input in
                _ = unsafe EVP_Digest(
                    input.baseAddress,
                    input.count,
                    digest.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    nil,
                    algorithm,
                    nil
                )
            }
        }
        return (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    }
}
