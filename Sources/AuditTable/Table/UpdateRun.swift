import Postgres
import Reconciliation
import Workflow

/// Carries updates out within one transaction, batch by batch, and notes what became of each.
struct UpdateRun {
    private let table: QualifiedName
    private let description: TableDescription
    private let key: TableDescription.Column
    private let match: KeyMatch
    private let updates: [RowUpdate]
    private(set) var outcomes: [Outcome<Void>]

    /// Checks the updates against the catalogue.
    init(_ updates: [RowUpdate], of columns: RowColumns, in description: TableDescription) throws(Problem) {
        self.table = columns.table
        self.description = description
        self.key = columns.columns[0]
        self.match = KeyMatch(columns)
        self.updates = updates
        outcomes = Array(repeating: .stale, count: updates.count)
        let written = Set(updates.flatMap { $0.values.map(\.column) })
        let named = written.union(updates.flatMap { $0.expected.map(\.column) })
        for name in named.sorted() where description.column(name) == nil {
            throw .noColumnToUpdate(name, of: table)
        }
        try description.checkWritable(written, of: table)
    }

    /// Carries all out: a thousand of one shape with one statement.
    mutating func carryOut(_ connection: borrowing Connection) throws {
        for (shape, places) in shapes() {
            let statement = shape.statement(table, key: key, columns: description.columns)
            for start in stride(from: 0, to: places.count, by: 1000) {
                let batch = Array(places[start..<min(start + 1000, places.count)])
                try carryOut(batch[...], of: shape, by: statement, connection)
            }
        }
    }

    /// The updates' places by shape, in the order in which shapes first come.
    ///
    /// One statement changes a row once, so a second update of a row goes into a shape's next round.
    private func shapes() -> [(UpdateShape, [Int])] {
        var order: [(UpdateShape, [Int])] = []
        var rounds: [UpdateShape: [Int]] = [:]
        var timesSeen: [RowKey: Int] = [:]
        for (place, update) in updates.enumerated() {
            let shape = UpdateShape(update)
            let round = timesSeen[update.key, default: 0]
            timesSeen[update.key] = round + 1
            var known = rounds[shape] ?? []
            while known.count <= round {
                known.append(order.count)
                order.append((shape, []))
            }
            order[known[round]].1.append(place)
            rounds[shape] = known
        }
        return order.filter { !$0.1.isEmpty }
    }

    /// Carries one batch out; when a row of it is refused, its halves, so that the others are not lost.
    private mutating func carryOut(
        _ places: ArraySlice<Int>,
        of shape: UpdateShape,
        by statement: String,
        _ connection: borrowing Connection
    ) throws {
        let batch = places.map { updates[$0] }
        do {
            let done = try connection.savepoint { connection in
                let done = try connection.query(statement, shape.parameters(batch)).compactMap {
                    $0[0].flatMap { Int($0) }
                }
                if Set(done).count < done.count {
                    throw PostgresError(.value, "more than one row has this key")
                }
                return done
            }
            for index in done { outcomes[places[places.startIndex + index]] = .done(()) }
        } catch let error as PostgresError where error.isAboutRows {
            guard places.count > 1 else {
                for place in places {
                    outcomes[place] = .failed(.rowIsRefused(updates[place].key, of: table, error))
                }
                return
            }
            let middle = places.startIndex + places.count / 2
            try carryOut(places[..<middle], of: shape, by: statement, connection)
            try carryOut(places[middle...], of: shape, by: statement, connection)
        } catch let error as PostgresError where error.kind == .timedOut {
            let free = try unlocked(places, connection)
            guard free.count < places.count else { throw error }
            for place in Set(places).subtracting(free) {
                outcomes[place] = .failed(.rowIsLocked(updates[place].key, of: table, error))
            }
            if !free.isEmpty { try carryOut(free[...], of: shape, by: statement, connection) }
        }
    }

    /// Returns the places of the updates whose rows no other session keeps locked, and keeps those rows for this one.
    private func unlocked(_ places: ArraySlice<Int>, _ connection: borrowing Connection) throws -> [Int] {
        let name = Identifier(key.name).quoted
        var free: Set<RowKey> = []
        for batch in match.batches(places.map { updates[$0].key }) {
            let rows = try connection.savepoint { connection in
                try connection.query(
                    "SELECT \(name)::text FROM \(table.quoted) WHERE \(match.condition) FOR NO KEY UPDATE SKIP LOCKED",
                    [TextArray.literal(batch)]
                )
            }
            free.formUnion(rows.compactMap { $0[0].map { RowKey($0) } })
        }
        return places.filter { free.contains(updates[$0].key) }
    }
}

extension PostgresError {
    /// Whether the statement's values brought it about, so that other rows may pass.
    var isAboutRows: Bool {
        guard kind == .statement || kind == .value else { return false }
        guard let sqlState, sqlState != "42501" else { return true }
        // Transaction state, rollback, resources, objects in use, operators, system, internal, and what is wrong
        // with the statement itself, are the same for every row.
        return !["08", "25", "40", "42", "53", "55", "57", "58", "XX"].contains(sqlState.prefix(2))
    }
}
