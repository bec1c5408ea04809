import Reconciliation

/// The row side of several actions on one row, put together into one update.
struct RowWrite {
    /// The row as it will be.
    private(set) var after: Row
    private let before: Row
    private let schema: RowSchema
    private var changed: [String] = []

    init(_ row: Row, schema: RowSchema) {
        self.before = row
        self.after = row
        self.schema = schema
    }

    /// Adds the row side of an action; `key` stands for the key of an issue that was created.
    mutating func add(_ changes: [Change], newKey key: String?) {
        for change in changes where change.side == .row {
            if !changed.contains(change.field) { changed.append(change.field) }
            if change.field == schema.tickets {
                changeTickets(from: change.from, to: change.to, newKey: key)
            } else {
                after.set(change.field, to: ColumnValue(change.to), in: schema)
            }
        }
    }

    /// The update that makes it so; nil when nothing changes.
    var update: RowUpdate? {
        let columns = schema.columns.filter {
            changed.contains($0) && after.value(of: $0, in: schema) != before.value(of: $0, in: schema)
        }
        guard !columns.isEmpty else { return nil }
        let guarded = schema.columns.filter {
            columns.contains($0) || [schema.debt, schema.text, schema.tickets, schema.path].contains($0)
        }
        return RowUpdate(
            key: before.key,
            values: columns.map { ColumnAssignment($0, after.value(of: $0, in: schema) ?? .null) },
            expected: guarded.map { ColumnAssignment($0, present($0)) }
        )
    }

    /// Whether a row, as it is now, has what the update was to give it.
    func isDone(on row: Row?) -> Bool {
        guard let row else { return false }
        return changed.allSatisfy { row.value(of: $0, in: schema) == after.value(of: $0, in: schema) }
    }

    /// What the database has in a column.
    private func present(_ column: String) -> ColumnValue {
        if column == schema.tickets, let listing = before.listing { return .list(listing) }
        return before.value(of: column, in: schema) ?? .null
    }

    /// Tickets are a list that several actions may change: each adds its additions and removes its removals.
    private mutating func changeTickets(from: ChangeValue, to: ChangeValue, newKey key: String?) {
        let old: [String] = if case .list(let list) = from { list } else { [] }
        var new: [String] = if case .list(let list) = to { list } else { [] }
        new = new.map { $0 == Change.newKey ? key ?? $0 : $0 }
        var tickets = after.tickets ?? []
        if old.count == new.count {
            for (was, isNow) in zip(old, new) where was != isNow {
                if let index = tickets.firstIndex(of: was) {
                    tickets[index] = isNow
                } else {
                    tickets.append(isNow)
                }
            }
        } else {
            tickets.removeAll { old.contains($0) && !new.contains($0) }
            for ticket in new where !tickets.contains(ticket) && !old.contains(ticket) {
                tickets.append(ticket)
            }
        }
        after.tickets = tickets
    }
}
