import AuditTable
import Commands
import Reconciliation
import Workflow

/// Reads the whole table as a plan does, for a comparison with psql.
struct TableReading {
    private let table: PostgresTable

    /// Prepares to read the table that a configuration names, where libpq's environment says.
    init(configuration path: String) throws {
        table = try PostgresTable(
            "public.file_audit",
            schema: ConfiguredSettings.read(path).schema,
            login: DatabaseLogin()
        )
    }

    /// Returns how many rows there are, how many have debt, and how many bytes of debt they have.
    func run() async throws -> (counts: RowCounts, bytes: Int) {
        let read = try await table.read(into: DebtSize())
        return (read.counts, read.sink.bytes)
    }
}

/// Adds up what the rows with debt say.
private struct DebtSize: RowSink {
    let interest = RowInterest(keys: [], paths: [])
    private(set) var bytes = 0

    mutating func add(_ row: Row) { bytes += row.text?.utf8.count ?? 0 }
}
