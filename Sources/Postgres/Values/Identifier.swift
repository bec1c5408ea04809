/// A name within SQL, exactly as the catalogue has it.
public struct Identifier: Hashable, Sendable {
    /// The bare name.
    public let name: String

    /// Takes a bare name.
    public init(_ name: String) { self.name = name }

    /// The name in double quotes, safe to put into a statement.
    public var quoted: String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}

/// A text within SQL, for the few places that take no parameter.
struct Literal {
    private let text: String

    init(_ text: String) { self.text = text }

    /// The text in single quotes; a backslash makes it an escape string, whatever the server's settings.
    var quoted: String {
        let inner = text.replacing("'", with: "''")
        return inner.contains("\\") ? " E'" + inner.replacing("\\", with: "\\\\") + "'" : "'\(inner)'"
    }
}

/// The name of a table, with or without its schema.
public struct QualifiedName: Hashable, Sendable, CustomStringConvertible {
    /// The schema, or `nil` where the server's search path decides.
    public let schema: Identifier?
    /// The table.
    public let table: Identifier

    /// Reads `table`, `schema.table`, or parts in double quotes, which may hold dots; `nil` when it is none of them.
    ///
    /// Letters keep their case, unlike in SQL: the name is the one that the catalogue has.
    public init?(parsing text: String) {
        var parts: [String] = []
        var rest = text[...]
        while true {
            guard let part = Self.part(&rest), !part.isEmpty else { return nil }
            parts.append(part)
            if rest.isEmpty { break }
            rest.removeFirst()
        }
        guard parts.count <= 2, let last = parts.last else { return nil }
        schema = parts.count == 2 ? Identifier(parts[0]) : nil
        table = Identifier(last)
    }

    /// Takes one part off the front of `rest`, up to a dot or the end.
    private static func part(_ rest: inout Substring) -> String? {
        guard rest.first == "\"" else {
            let part = rest.prefix { $0 != "." }
            rest = rest.dropFirst(part.count)
            return part.contains("\"") ? nil : String(part)
        }
        rest.removeFirst()
        var part = ""
        while let next = rest.popFirst() {
            guard next == "\"" else {
                part.append(next)
                continue
            }
            guard rest.first == "\"" else {
                return rest.isEmpty || rest.first == "." ? part : nil
            }
            part.append("\"")
            rest.removeFirst()
        }
        return nil
    }

    /// The name in double quotes, safe to put into a statement.
    public var quoted: String { (schema.map { $0.quoted + "." } ?? "") + table.quoted }

    /// The name as people write it.
    public var description: String { (schema.map { $0.name + "." } ?? "") + table.name }
}
