/// The passwords that a text must not show.
struct Secrets: Sendable {
    private var values: [String] = []

    /// Remembers one more.
    ///
    /// Very short ones are left: a text with every "a" blotted out would spell them.
    mutating func add(_ value: String?) {
        guard let value, value.utf8.count > 3, !values.contains(value) else { return }
        values.append(value)
    }

    /// Returns `text` with every secret in it replaced.
    func removed(from text: String) -> String {
        values.reduce(text) { text, secret in
            text.contains(secret) ? text.replacing(secret, with: "(password)") : text
        }
    }
}
