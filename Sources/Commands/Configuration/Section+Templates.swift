import Yams

extension Section {
    /// A template as it was written, with its place; nil where it is a default.
    typealias Source = (source: String, node: Node?)

    /// Returns the template at a key with its place; an empty text is one.
    mutating func template(_ key: String) -> Source? {
        guard let node = node(key) else { return nil }
        return text(key).map { ($0, node) }
    }

    /// Returns the templates at a key with their places.
    mutating func templates(_ key: String) -> [Source]? {
        guard let node = node(key), let texts = texts(key) else { return nil }
        guard case .sequence(let sequence) = node, sequence.count == texts.count else {
            return texts.map { ($0.text, node) }
        }
        return zip(texts, sequence).map { ($0.text, $1) }
    }
}
