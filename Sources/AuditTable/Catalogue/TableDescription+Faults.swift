import Postgres
import Reconciliation
import Workflow

extension TableDescription {
    /// Returns what keeps the configured columns from playing their parts: missing ones first, then those this user may not
    /// read, then those of a wrong type.
    func faults(of schema: RowSchema, in table: QualifiedName) -> [Problem] {
        let found = schema.columns.map { column($0) }
        let missing = schema.columns.filter { column($0) == nil }
        var faults = missing.map { Problem.noColumn($0, of: table, among: columns.map(\.name)) }
        let closed = found.compactMap(\.self).filter { !$0.isReadable }.map(\.name)
        if !closed.isEmpty { faults.append(.unreadable(closed, of: table)) }
        if let debt = found[2], debt.kind != .bool { faults.append(.debtIsNoBoolean(debt, of: table)) }
        for column in [found[0], found[1], found[3]].compactMap(\.self) where column.kind == .list {
            faults.append(.textIsList(column, of: table))
        }
        if let tickets = found[4], tickets.kind != .list {
            faults.append(.ticketsAreNoList(tickets, of: table))
        }
        return faults
    }

    /// Throws when this user may not change some of these columns.
    func checkWritable(_ columns: Set<String>, of table: QualifiedName) throws(Problem) {
        let fixed = columns.sorted().filter { column($0)?.isUpdatable == false }
        guard fixed.isEmpty else { throw .fixed(fixed, of: table) }
        let closed = columns.sorted().filter { column($0)?.isWritable == false }
        guard closed.isEmpty else { throw .unwritable(closed, of: table) }
    }
}
