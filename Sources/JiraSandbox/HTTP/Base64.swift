import FoundationEssentials

/// Decodes the credentials of Basic authentication.
enum Base64 {
    static func decode(_ text: String) -> String? {
        Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) }
    }
}
