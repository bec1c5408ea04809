import Mustache
import Reconciliation

/// A row as templates see it: its columns by their names.
struct RowValues: MustacheParent {
    private let row: Row
    private let schema: RowSchema

    /// Shows a row to templates.
    init(_ row: Row, _ schema: RowSchema) {
        self.row = row
        self.schema = schema
    }

    /// Returns the value of a column for the library; nil for NULL and the empty text, whose sections are not shown.
    func child(named name: String) -> Any? {
        switch row.value(of: name, in: schema) {
        case .none, .null: nil
        case .bool(let flag): flag
        case .text(let text): text.isEmpty ? nil : text
        case .list(let list): ListValue(list: list)
        }
    }

    /// Returns the elements of an array column; nil for any other.
    func list(of column: String) -> [String]? {
        guard case .list(let list) = row.value(of: column, in: schema) else { return nil }
        return list
    }

    /// Returns a column as it is printed: `true` or `false`, lists as `a, b`, NULL as nothing.
    func text(of column: String) -> String {
        switch row.value(of: column, in: schema) {
        case .none, .null: ""
        case .bool(let flag): flag ? "true" : "false"
        case .text(let text): text
        case .list(let list): list.joined(separator: ", ")
        }
    }
}

/// A list that is a section for each element, and prints as `a, b`.
struct ListValue: MustacheSequence, MustacheCustomRenderable, MustacheTransformable {
    let list: [String]

    var renderText: String { list.joined(separator: ", ") }
    var isNull: Bool { list.isEmpty }

    func makeIterator() -> IndexingIterator<[String]> { list.makeIterator() }
    func transform(_ name: String) -> Any? { list.transform(name) }
}
