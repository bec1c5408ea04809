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
    mutating func add(_ steps: [RowStep], newKey key: String?) {
        for step in steps {
            switch step.held(against: schema) {
            case .set(let column, _, let value):
                note(column)
                after.set(column, to: value, in: schema)
            case .tickets(let column, let old, let new):
                note(column)
                changeTickets(from: old ?? [], to: new.compactMap { $0.text ?? key })
            }
        }
    }

    private mutating func note(_ column: String) {
        if !changed.contains(column) { changed.append(column) }
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
    private mutating func changeTickets(from old: [String], to new: [String]) {
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

extension RowStep {
    /// The step as the schema has it: a list of another column than the tickets' is a value like any other.
    func held(against schema: RowSchema) -> RowStep {
        guard case .tickets(let column, let old, let new) = self, column != schema.tickets else {
            return self
        }
        let from = old.map(ColumnValue.list) ?? .null
        return .set(column: column, from: from, to: .list(new.compactMap(\.text)))
    }
}
