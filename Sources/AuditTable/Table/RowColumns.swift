import Postgres
import Reconciliation
import Workflow

/// The configured columns as the table has them: what to select, and how to read it.
struct RowColumns {
    let schema: RowSchema
    let table: QualifiedName
    /// In the order of the schema's columns.
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
        guard let key = view.text(0) else { throw keyIsNull(view) }
        guard let path = view.text(1) else {
            throw Problem(
                .failure,
                "The row \(key) of \(table) has no path: its \(schema.path) is NULL.",
                hint: "Give the row a path, or name another column in database.columns.path."
            )
        }
        var row = Row(key: RowKey(key), path: path, debt: nil, text: view.text(3), tickets: nil)
        if case .bool(let flag) = try value(view, 2, key) { row.debt = flag }
        if case .list(let tickets) = try value(view, 4, key) { row.take(tickets) }
        row.also.reserveCapacity(columns.count - 5)
        for index in 5..<columns.count { row.also.append(try value(view, index, key)) }
        return row
    }

    /// The problem of a row without key.
    func keyIsNull(_ view: borrowing RowView) -> Problem {
        Problem(
            .failure,
            "A row of \(table) has no key: \(schema.key) is NULL where \(schema.path) is \(view.text(1) ?? "NULL").",
            hint: "Give the row a key, or name another column in database.columns.key."
        )
    }

    private func value(_ view: borrowing RowView, _ index: Int, _ key: String) throws(Problem) -> ColumnValue
    {
        guard let bytes = view.bytes(index) else { return .null }
        switch columns[index].kind {
        case .bool: return .bool(bytes.first == UInt8(ascii: "t"))
        case .text: return .text(String(decoding: bytes, as: UTF8.self))
        case .list:
            do throws(PostgresError) {
                return .list(try TextArray.parse(bytes).compactMap(\.self))
            } catch {
                throw Problem(
                    .failure,
                    "The row \(key) of \(table): \(columns[index].name): \(error.message)."
                )
            }
        }
    }
}
