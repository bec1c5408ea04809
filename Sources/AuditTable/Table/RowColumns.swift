import Postgres
import Reconciliation
import Workflow

/// The configured columns as the table has them: what to select, and how to read it.
struct RowColumns {
    let schema: RowSchema
    let table: QualifiedName
    /// The columns, in the order of the schema.
    let columns: [TableDescription.Column]

    /// Looks the configured columns up, and checks that they can play their parts.
    init(_ schema: RowSchema, of table: QualifiedName, in description: TableDescription) throws(Problem) {
        if let fault = description.faults(of: schema, in: table).first { throw fault }
        columns = schema.columns.compactMap { description.column($0) }
        self.schema = schema
        self.table = table
    }

    /// The columns as a list for SELECT.
    var list: String { columns.map { Identifier($0.name).quoted }.joined(separator: ", ") }

    /// Makes a row of what the server sent.
    func row(_ view: borrowing RowView) throws(Problem) -> Row {
        guard let key = view.text(0) else { throw .noKey(path: view.text(1), in: self) }
        guard let path = view.text(1) else {
            throw .noPath(key: key, in: self)
        }
        var row = Row(key: RowKey(key), path: path, debt: nil, text: view.text(3), tickets: nil)
        if case .bool(let flag) = try value(view, at: 2, of: key) { row.debt = flag }
        if case .list(let tickets) = try value(view, at: 4, of: key) { row.take(tickets) }
        row.also.reserveCapacity(columns.count - 5)
        for index in 5..<columns.count { row.also.append(try value(view, at: index, of: key)) }
        return row
    }

    private func value(
        _ view: borrowing RowView,
        at index: Int,
        of key: String
    ) throws(Problem) -> ColumnValue {
        guard let bytes = view.bytes(index) else { return .null }
        switch columns[index].kind {
        case .bool: return .bool(bytes.first == UInt8(ascii: "t"))
        case .text: return .text(String(decoding: bytes, as: UTF8.self))
        case .list:
            do throws(PostgresError) {
                return .list(try TextArray.parse(bytes).compactMap(\.self))
            } catch {
                throw .unreadableList(columns[index].name, ofRow: key, in: table, error)
            }
        }
    }
}
