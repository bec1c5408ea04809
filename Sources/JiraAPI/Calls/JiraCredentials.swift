/// The credentials of the caller.
public enum JiraCredentials: Sendable {
    /// An Atlassian account's address and API token, as Cloud wants them.
    case basic(email: String, token: String)
    /// A personal access token, as Data Center wants it.
    case bearer(token: String)

    /// The value of the `Authorization` header.
    package var authorization: String {
        switch self {
        case .basic(let email, let token): "Basic " + base64(Array("\(email):\(token)".utf8))
        case .bearer(let token): "Bearer \(token)"
        }
    }
}

extension JiraCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The sort of credentials and the address, never the token.
    public var description: String {
        switch self {
        case .basic(let email, _): "the API token of \(email)"
        case .bearer: "a personal access token"
        }
    }

    /// The same as the description.
    public var debugDescription: String { description }

    /// A leaf, so that `dump` shows no token.
    public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}

/// Returns the bytes in the alphabet of RFC 4648, section 4.
private func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let word = (0..<3).reduce(0) { word, place in
            word << 8 | (place < group.count ? Int(group[start + place]) : 0)
        }
        for place in 0..<4 {
            text.append(place <= group.count ? alphabet[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
        }
    }
    return String(decoding: text, as: UTF8.self)
}
