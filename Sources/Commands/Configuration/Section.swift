import Yams

/// A mapping of the configuration while it is read: knows which keys were asked for, and complains about the others.
struct Section {
    /// The section's name, such as `mapping`; empty for the whole file.
    let name: String
    /// The line it begins on.
    let line: Int?
    let complaints: Complaints
    private var entries: [(key: String, line: Int?, value: Node)] = []
    private var known: [String] = []

    /// Reads a mapping; anything else is a complaint, and reads as empty.
    init(_ node: Node?, name: String, complaints: Complaints) {
        self.name = name
        self.complaints = complaints
        self.line = node?.mark?.line
        guard let node, !node.isEmptyValue else { return }
        guard case .mapping(let mapping) = node else {
            complaints.add(node.mark?.line, "\(name.isEmpty ? "the file" : name) must be a mapping of keys")
            return
        }
        for (key, value) in mapping {
            guard let key = key.scalar else {
                complaints.add(key.mark?.line, "a key must be a word")
                continue
            }
            entries.append((key.string, key.mark?.line, value))
        }
    }

    /// All keys with their lines and values, for mappings whose keys are free.
    mutating func all() -> [(key: String, line: Int?, value: Node)] {
        known += entries.map(\.key)
        return entries
    }

    /// Returns the value of a key; nil when it is not there or empty.
    mutating func node(_ key: String) -> Node? {
        known.append(key)
        guard let value = entries.first(where: { $0.key == key })?.value, !value.isEmptyValue else {
            return nil
        }
        return value
    }

    /// Returns the line of a key; nil when it is not there.
    func line(of key: String) -> Int? { entries.first { $0.key == key }?.line }

    /// Returns the mapping at a key.
    mutating func section(_ key: String) -> Section {
        Section(node(key), name: path(key), complaints: complaints)
    }

    /// Returns the name of a key with its section's before it.
    func path(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

    /// Complains about every key that nobody asked for.
    func finish() {
        for entry in entries where !known.contains(entry.key) {
            // A slip in a key that there is, such as jira.token_expires, brings no secret.
            if Self.looksSecret(entry.key), Suggestion.nearest(to: entry.key, in: known) == nil {
                complaints.add(
                    entry.line,
                    "'\(entry.key)' looks like a secret, and no secret may stand in this file; "
                        + "give it in the environment"
                )
                continue
            }
            let place = name.isEmpty ? "" : " in \(name)"
            let suggestion = Suggestion.phrase(for: entry.key, in: known)
            complaints.add(entry.line, "unknown key '\(entry.key)'\(place)\(suggestion)")
        }
    }

    private static func looksSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        return key == "pat"
            || ["token", "password", "passwd", "secret", "api_key", "apikey", "jira_pat"]
                .contains { key.contains($0) }
    }
}

extension Node {
    /// Whether nothing stands behind a key.
    var isEmptyValue: Bool {
        guard let scalar else { return false }
        return scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
    }
}
