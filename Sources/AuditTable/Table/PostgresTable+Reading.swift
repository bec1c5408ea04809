import Postgres
public import Reconciliation
public import Workflow

extension PostgresTable {
    /// Hands every row that the sink wants over to it, in no order, from one unchanging view of the table.
    ///
    /// A row that is not wanted is decided on by the bytes of its key, path and debt, and never becomes a value.
    /// - Throws: A `Problem`; two rows of one key and a row without key are among them.
    public func read<Sink: RowSink>(into sink: consuming Sink) async throws -> (sink: Sink, counts: RowCounts)
    {
        var taking = sink
        var counts = RowCounts(rows: 0, withDebt: 0)
        try await transaction(.snapshot) { connection in
            let columns = try RowColumns(schema, of: name, in: TableDescription(connection, name))
            let interest = taking.interest
            var keys = RowKeyRegister()
            try connection.stream("SELECT \(columns.list) FROM \(name.quoted)") { view in
                guard let key = view.bytes(0) else { throw Problem.noKey(path: view.text(1), in: columns) }
                let keySpan = key.assumingMemoryBound(to: UInt8.self).span
                guard keys.insert(keySpan) else { throw Self.duplicate(view, columns) }
                let hasDebt = view.bytes(2)?.first == UInt8(ascii: "t")
                counts.rows += 1
                if hasDebt { counts.withDebt += 1 }
                let path = view.bytes(1) ?? UnsafeRawBufferPointer(start: nil, count: 0)
                let pathSpan = path.assumingMemoryBound(to: UInt8.self).span
                guard interest.wants(key: keySpan, path: pathSpan, hasDebt: hasDebt) else { return }
                try taking.add(columns.row(view))
            }
        }
        return (taking, counts)
    }

    /// Returns the rows of these keys as they are now; those that do not exist are left out.
    public func rows(_ keys: [RowKey]) async throws -> [Row] {
        guard !keys.isEmpty else { return [] }
        return try await transaction(.snapshot) { connection in
            let columns = try RowColumns(schema, of: name, in: TableDescription(connection, name))
            var rows: [Row] = []
            var seen: Set<RowKey> = []
            let match = KeyMatch(columns)
            for batch in match.batches(keys) {
                try connection.stream(
                    "SELECT \(columns.list) FROM \(name.quoted) WHERE \(match.condition)",
                    [TextArray.literal(batch)]
                ) { view in
                    let row = try columns.row(view)
                    guard seen.insert(row.key).inserted else {
                        throw Self.duplicate(view, columns)
                    }
                    rows.append(row)
                }
            }
            return rows
        }
    }

    /// The problem of two rows with one key.
    private static func duplicate(_ view: borrowing RowView, _ columns: RowColumns) -> Problem {
        .duplicateKey(view.text(0) ?? "", path: view.text(1) ?? "", in: columns)
    }
}
