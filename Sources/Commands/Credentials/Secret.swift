import Notation
import SerialExecution

/// A text that must never be printed.
struct Secret: Hashable, Sendable {
    /// The text itself, for whom it is meant for.
    let revealed: String

    /// Wraps a secret.
    init(_ text: String) { revealed = text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A word in the place of the secret.
    var description: String { "(secret)" }
    /// A word in the place of the secret.
    var debugDescription: String { "(secret)" }
    /// A leaf, so that `dump` shows nothing of it.
    var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}

/// The secrets that a run has looked up so far.
final class KnownSecrets: Sendable {
    private let state = Locked((secrets: Set<Secret>(), redactor: Redactor([])))

    /// Adds a secret.
    func add(_ secret: Secret) {
        state.withLock { state in
            guard state.secrets.insert(secret).inserted else { return }
            state.redactor = Redactor(state.secrets)
        }
    }

    /// Returns a text with `(secret)` in the place of every secret known so far.
    func redact(_ text: String) -> String { state.withLock(\.redactor).redact(text) }
}

/// The filter that takes secrets out of texts before they are shown.
///
/// Nothing should bring one there; this is the second lock on that door.
struct Redactor: Sendable {
    private let texts: [String]

    /// Prepares to take out these secrets, alone and as parts of addresses.
    init(_ secrets: some Sequence<Secret>) {
        var texts: Set<String> = []
        for secret in secrets {
            texts.insert(secret.revealed)
            texts.insert(PercentEncoding.url.encode(secret.revealed))
            for part in Self.passwords(in: secret.revealed) {
                texts.insert(part)
                texts.insert(String(decoding: PercentEncoding.decode(part.utf8), as: UTF8.self))
            }
        }
        // Longest first, so that no remainder of a longer one is left; short ones would tear words apart.
        self.texts = texts.filter { $0.utf8.count >= 6 }.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }

    /// Returns a text with `(secret)` in the place of every known secret.
    func redact(_ text: String) -> String {
        var text = text
        for secret in texts where text.contains(secret) { text = text.replacing(secret, with: "(secret)") }
        return text
    }

    /// The password of a URL or of libpq's keywords.
    private static func passwords(in text: String) -> [String] {
        var found: [String] = []
        if let start = text.firstRange(of: "://") {
            let authority = text[start.upperBound...].prefix { !"/?#".contains($0) }
            if let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") {
                found.append(String(authority[authority.index(after: colon)..<at]))
            }
        }
        if let keyword = text.firstRange(of: "password=") {
            let value = text[keyword.upperBound...].prefix { !$0.isWhitespace && $0 != "&" }
            found.append(value.filter { $0 != "'" })
        }
        return found
    }
}
