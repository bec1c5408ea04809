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
        var columns: [TableDescription.Column] = []
        for name in schema.columns {
            guard let column = description.column(name) else {
                let near = Nearest.names(to: name, among: description.columns.map(\.name))
                let shown = near.isEmpty ? description.columns.map(\.name) : near
                throw Problem(
                    .failure,
                    "The table \(table) has no column \(name).",
                    hint:
                        "There is \(shown.joined(separator: ", ")). Check database.columns in the configuration."
                )
            }
            columns.append(column)
        }
        let closed = columns.filter { !$0.isReadable }.map(\.name)
        guard closed.isEmpty else {
            throw Problem(
                .credentials,
                "The database's user may not read \(closed.joined(separator: ", ")) of \(table).",
                hint:
                    "GRANT SELECT (\(closed.map { Identifier($0).quoted }.joined(separator: ", "))) ON \(table.quoted) TO the user."
            )
        }
        guard columns[2].kind == .bool else {
            throw Problem(
                .failure,
                "The debt column \(schema.debt) of \(table) is of type \(columns[2].type), not boolean.",
                hint: "Name a boolean column in database.columns.debt, or make a view that has one."
            )
        }
        for index in [0, 1, 3] where columns[index].kind == .list {
            throw Problem(
                .failure,
                "The column \(columns[index].name) of \(table) is a list, \(columns[index].type), not a text.",
                hint: "Check database.columns in the configuration."
            )
        }
        guard columns[4].kind == .list else {
            throw Problem(
                .failure,
                "The tickets column \(schema.tickets) of \(table) is of type \(columns[4].type), not an array of texts.",
                hint: "Name a column of type text[] in database.columns.tickets."
            )
        }
        self.schema = schema
        self.table = table
        self.columns = columns
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
