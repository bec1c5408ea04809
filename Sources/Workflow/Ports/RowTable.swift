public import Reconciliation

/// The receiver of rows as they are read.
public protocol RowSink: Sendable {
    /// The rows that it wants.
    var interest: RowInterest { get }
    /// Takes a row; throws a `Problem` to end the reading.
    mutating func add(_ row: Row) throws
}

/// The numbers of rows that a reader went over, wanted or not.
public struct RowCounts: Hashable, Sendable {
    /// All rows.
    public var rows: Int
    /// Those with debt.
    public var withDebt: Int

    /// Makes counts.
    public init(rows: Int, withDebt: Int) {
        self.rows = rows
        self.withDebt = withDebt
    }
}

/// A place to read the audited table from: the database, or a snapshot of it.
///
/// All methods throw a `Problem`.
public protocol RowReader: Sendable {
    /// Returns what names the table for good, as `database/schema.table`.
    func identity() async throws -> String
    /// Hands every row that the sink wants over to it, each once, in any order; two rows of one key are an error.
    func read<Sink: RowSink>(into sink: consuming Sink) async throws -> (sink: Sink, counts: RowCounts)
    /// Returns the rows of these keys as they are now; those that do not exist are left out.
    func rows(_ keys: [RowKey]) async throws -> [Row]
}

/// The update of one row, by compare-and-set.
public struct RowUpdate: Hashable, Sendable {
    /// The row.
    public var key: RowKey
    /// The columns to set with their new values, in the order of the schema.
    public var values: [ColumnAssignment]
    /// The values that these and other columns must still hold for the update to happen.
    public var expected: [ColumnAssignment]

    /// Makes an update.
    public init(key: RowKey, values: [ColumnAssignment], expected: [ColumnAssignment]) {
        self.key = key
        self.values = values
        self.expected = expected
    }
}

/// A column and a value.
public struct ColumnAssignment: Hashable, Sendable {
    /// The column's name.
    public var column: String
    /// Its value.
    public var value: ColumnValue

    /// Makes an assignment.
    public init(_ column: String, _ value: ColumnValue) {
        self.column = column
        self.value = value
    }
}

/// The audited table itself, which can also be written.
public protocol RowTable: RowReader {
    /// Throws when these columns may not be written, before anything else is.
    func checkWritable(_ columns: Set<String>) async throws
    /// Carries out the updates in one transaction, and returns what became of each, in their order.
    func update(_ updates: [RowUpdate]) async throws -> [Outcome<Void>]
}

/// The outcome of one write.
public enum Outcome<Value: Sendable>: Sendable {
    /// It was done.
    case done(Value)
    /// What it depended on had changed, and nothing was written.
    case stale
    /// It was refused, and nothing was written.
    case failed(Problem)
    /// It may or may not have been done: the answer was lost.
    case unknown(Problem)
}
