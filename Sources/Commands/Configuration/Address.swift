/// Addresses of a Jira, as texts.
enum Address {
    /// Returns what keeps a text from being an address that credentials may be sent to; nil when nothing does.
    static func fault(_ text: String) -> String? {
        let parts: (scheme: Substring, rest: Substring)
        guard let range = text.firstRange(of: "://") else {
            return "must begin with https://"
        }
        parts = (text[..<range.lowerBound], text[range.upperBound...])
        let authority = parts.rest.prefix { !"/?#".contains($0) }
        if text.contains(where: { $0.isWhitespace || $0.isNewline }) { return "must not contain spaces" }
        if authority.isEmpty { return "names no host" }
        if authority.contains("@") { return "must not contain a login" }
        if parts.rest.contains(where: { "?#".contains($0) }) { return "must end with the host or a path" }
        switch parts.scheme.lowercased() {
        case "https": return nil
        case "http" where isLoopback(authority): return nil
        case "http": return "must begin with https://: plain http would show the token to whoever listens"
        default: return "must begin with https://"
        }
    }

    /// Whether a host, with or without a port, is this machine's own.
    static func isLoopback(_ authority: Substring) -> Bool {
        if authority.hasPrefix("[") { return authority.hasPrefix("[::1]") }
        let host = authority.prefix { $0 != ":" }
        guard host != "localhost" else { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// Returns an address without slashes at its end.
    static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.hasSuffix("/") { text = text.dropLast() }
        return String(text)
    }
}
