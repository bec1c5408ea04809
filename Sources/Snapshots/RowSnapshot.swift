internal import Files
internal import JSON
public import Reconciliation
public import Workflow

/// The table as a snapshot saved it: `rows.jsonl`, a line per row.
public struct RowSnapshot: RowReader {
    private let path: String
    private let header: SnapshotHeader
    private let schema: RowSchema

    /// Opens the rows of a snapshot.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - header: What the snapshot is of.
    ///   - schema: The columns; each must stand in every line.
    public init(path: String, header: SnapshotHeader, schema: RowSchema) {
        self.path = path
        self.header = header
        self.schema = schema
    }

    /// Returns the table that the snapshot was read from.
    public func identity() -> String { header.table }

    /// Hands every row that the sink wants over to it, in the order of the file.
    public func read<Sink: RowSink>(into sink: consuming Sink) throws -> (sink: Sink, counts: RowCounts) {
        let interest = sink.interest
        let record = RowRecord(schema)
        var keys = RowKeyRegister()
        var counts = RowCounts(rows: 0, withDebt: 0)
        let file = try mapped(path)
        try file.forEachLine { line, number in
            var isNew = true
            var row: Row?
            do throws(JSONError) {
                let isWanted = try record.peek(line) { key, path, hasDebt in
                    isNew = keys.insert(key)
                    counts.rows += 1
                    if hasDebt { counts.withDebt += 1 }
                    return interest.wants(key: key, path: path, hasDebt: hasDebt)
                }
                if isWanted || !isNew { row = try record.read(line) }
            } catch {
                throw Problem.notARow(path, line: number, error)
            }
            guard let row else { return }
            guard isNew else {
                throw Problem.secondRow(row.key, path, line: number)
            }
            try sink.add(row)
        }
        return (sink, counts)
    }

    /// Returns the rows of these keys; those that the snapshot does not have are left out.
    public func rows(_ keys: [RowKey]) throws -> [Row] {
        let interest = RowInterest(keys: keys)
        let record = RowRecord(schema)
        var wanted = Set(keys)
        var rows: [Row] = []
        let file = try mapped(path)
        try file.forEachLine { line, number in
            var row: Row?
            do throws(JSONError) {
                if try record.peekKey(line, interest.wants) { row = try record.read(line) }
            } catch {
                throw Problem.notARow(path, line: number, error)
            }
            if let row, wanted.remove(row.key) != nil { rows.append(row) }
        }
        return rows
    }
}

/// Writes rows as they are read to `rows.jsonl`, and hands them on to another sink.
public struct RowSnapshotWriter<Next: RowSink>: RowSink {
    /// The sink that gets every row next.
    public private(set) var next: Next
    private let record: RowRecord
    private let file: FileReplacement
    private var writer = JSONWriter(reservingCapacity: 1 << 20)

    /// Starts a file at `path`.
    public init(path: String, schema: RowSchema, next: Next) throws(Problem) {
        self.record = RowRecord(schema)
        self.file = try writing { () throws(FileError) in
            try FileReplacement(path, permissions: 0o644)
        }
        self.next = next
    }

    /// Every row.
    public var interest: RowInterest { .everything }

    /// Writes a row.
    public mutating func add(_ row: Row) throws {
        record.write(row, to: &writer)
        if writer.bytes.count > 1 << 20 {
            try writing { () throws(FileError) in try file.append(writer.bytes) }
            writer.removeAll()
        }
        try next.add(row)
    }

    /// Completes the file.
    public func finish() throws(Problem) {
        try writing { () throws(FileError) in
            try file.append(writer.bytes)
            try file.finish()
        }
    }
}
