import Postgres
import Reconciliation
import Workflow

extension TableDescription {
    /// Returns what keeps the configured columns from playing their parts: missing ones first, then those this user may not
    /// read, then those of a wrong type.
    func faults(of schema: RowSchema, in table: QualifiedName) -> [Problem] {
        let found = schema.columns.map { column($0) }
        let missing = schema.columns.filter { column($0) == nil }
        var faults = missing.map { missingColumn($0, in: table) }
        let closed = found.compactMap(\.self).filter { !$0.isReadable }.map(\.name)
        if !closed.isEmpty {
            let list = closed.map { Identifier($0).quoted }.joined(separator: ", ")
            faults.append(
                Problem(
                    .credentials,
                    "The database's user may not read \(closed.joined(separator: ", ")) of \(table).",
                    hint: "GRANT SELECT (\(list)) ON \(table.quoted) TO the user."
                )
            )
        }
        if let debt = found[2], debt.kind != .bool {
            faults.append(
                Problem(
                    .failure,
                    "The debt column \(schema.debt) of \(table) is of type \(debt.type), not boolean.",
                    hint: "Name a boolean column in database.columns.debt, or make a view that has one."
                )
            )
        }
        for column in [found[0], found[1], found[3]].compactMap(\.self) where column.kind == .list {
            faults.append(
                Problem(
                    .failure,
                    "The column \(column.name) of \(table) is a list, \(column.type), not a text.",
                    hint: "Check database.columns in the configuration."
                )
            )
        }
        if let tickets = found[4], tickets.kind != .list {
            faults.append(
                Problem(
                    .failure,
                    "The tickets column \(schema.tickets) of \(table) is of type \(tickets.type), not an array of texts.",
                    hint: "Name a column of type text[] in database.columns.tickets."
                )
            )
        }
        return faults
    }

    private func missingColumn(_ name: String, in table: QualifiedName) -> Problem {
        let near = SimilarNames.names(to: name, among: columns.map(\.name))
        let shown = near.isEmpty ? columns.map(\.name) : near
        return Problem(
            .failure,
            "The table \(table) has no column \(name).",
            hint: "There is \(shown.joined(separator: ", ")). Check database.columns in the configuration."
        )
    }
}
