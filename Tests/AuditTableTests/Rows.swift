import AuditTable
import Reconciliation
import TestSupport
import Workflow

/// Gathers what a reader hands over.
struct CollectingSink: RowSink {
    var interest: RowInterest = .everything
    private(set) var rows: [Row] = []

    init(_ interest: RowInterest = .everything) { self.interest = interest }

    mutating func add(_ row: Row) { rows.append(row) }
}

extension PostgresTable {
    /// All rows, by key.
    func all(_ interest: RowInterest = .everything) async throws -> [Row] {
        try await read(into: CollectingSink(interest)).sink.rows.sorted { $0.key < $1.key }
    }
}

extension TestDatabase {
    /// The sample table, read with the columns that most tests need.
    func table(
        _ name: String = "file_audit",
        schema: RowSchema = RowSchema(also: ["layer_number", "workflows", "audit_status", "audit_date"]),
        timeout: Duration? = .seconds(60)
    ) throws -> PostgresTable {
        try PostgresTable(name, schema: schema, login: DatabaseLogin(conninfo, statementTimeout: timeout))
    }
}

/// Returns the problem that `body` throws; nil when it throws none.
func problem(_ body: () async throws -> Void) async throws -> Problem? {
    do {
        try await body()
        return nil
    } catch let problem as Problem {
        return problem
    }
}
