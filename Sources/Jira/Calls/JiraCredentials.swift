/// Who calls.
public enum JiraCredentials: Sendable {
    /// An Atlassian account's address and API token, as Cloud wants them.
    case basic(email: String, token: String)
    /// A personal access token, as Data Center wants it.
    case bearer(token: String)

    /// The value of the `Authorization` header.
    var authorization: String {
        switch self {
        case .basic(let email, let token): "Basic " + base64(Array("\(email):\(token)".utf8))
        case .bearer(let token): "Bearer \(token)"
        }
    }
}

extension JiraConfiguration {
    /// What to do when Jira does not accept the credentials.
    ///
    /// A scoped token looks like any other; at the address of the site Jira knows none.
    /// Source: https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account
    var credentialHint: String {
        let host = apiURL.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        var hint =
            switch credentials {
            case .bearer where host.hasSuffix(".atlassian.net"):
                "Jira Cloud takes no personal access token at this address: give JIRA_EMAIL and JIRA_API_TOKEN in place of "
                    + "JIRA_PAT."
            case .bearer: "Check JIRA_PAT: the token may be mistyped, expired or revoked."
            case .basic where host == "api.atlassian.com":
                "Check JIRA_EMAIL, JIRA_API_TOKEN and the cloudId in jira.api_url: the token may be mistyped or expired, or "
                    + "lack the scopes read:jira-work, write:jira-work and read:jira-user."
            case .basic where host.hasSuffix(".atlassian.net"):
                "Check JIRA_EMAIL and JIRA_API_TOKEN: the token may be mistyped or expired. A scoped token works only with "
                    + "jira.api_url: https://api.atlassian.com/ex/jira/<cloudId>; the cloudId is at "
                    + "https://\(host)/_edge/tenant_info."
            case .basic:
                "Check JIRA_EMAIL and JIRA_API_TOKEN (or JIRA_PAT): the token may be mistyped, expired or scoped."
            }
        if let expiry { hint = "\(expiry) \(hint)" }
        return hint
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
