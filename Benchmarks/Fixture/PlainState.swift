import Hashing
import JSON
import Reconciliation

/// The state as lines of JSON, with digests that a script can make as well: what `scripts/bench.d/plan.py` reads.
struct PlainState {
    private var writer = JSONWriter()

    /// The lines so far.
    var bytes: [UInt8] { writer.bytes }

    /// Adds a link and the row and the issue that it agrees with.
    mutating func add(_ link: Link, _ row: Row, _ issue: Issue, _ schema: RowSchema) {
        writer.beginObject()
        text("row", link.row.text)
        text("path", link.path)
        text("issue", issue.id.description)
        text("key", link.key)
        text("category", link.category.rawValue)
        var layer = ""
        if case .text(let value) = row.value(of: "layer_number", in: schema) { layer = value }
        text("content", Self.digest([row.key.text, row.path, row.text ?? "", layer]))
        text("text", Self.digest([row.text ?? ""]))
        writer.key("fields")
        writer.beginObject()
        if case .text(let summary) = issue.fields["summary"] { text("summary", summary) }
        if case .text(let description) = issue.fields["description"] {
            text("description", Self.digest([description]))
        }
        writer.key("labels")
        writer.beginArray()
        for label in issue.labels { writer.string(label) }
        writer.endArray()
        writer.endObject()
        writer.endObject()
        writer.endLine()
    }

    private mutating func text(_ key: String, _ value: String) {
        writer.key(key)
        writer.string(value)
    }

    private static func digest(_ parts: [String]) -> String {
        var bytes: [UInt8] = []
        for part in parts {
            bytes.append(contentsOf: "\(part.utf8.count):".utf8)
            bytes.append(contentsOf: part.utf8)
        }
        return String(Digest(words: SHA256.words(of: bytes)).description.dropFirst(7))
    }
}
