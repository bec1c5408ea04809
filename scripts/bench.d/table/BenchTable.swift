import AuditTable
import Glibc
import Reconciliation
import Workflow

/// Reads the table as the planner does, with a sink that keeps nothing, and prints seconds, counts and peak memory.
@main struct BenchTable {
    /// Counts rows and drops them.
    struct Dropping: RowSink {
        let interest = RowInterest(keys: [], paths: [])
        private(set) var taken = 0

        mutating func add(_ row: Row) { taken += row.also.isEmpty ? 0 : 1 }
    }

    static func main() async throws {
        let schema = RowSchema(
            also: [
                "id", "file_name", "layer_number", "layer_name", "status", "workflows", "audit_status",
                "audit_date",
                "audited_by", "notes", "created_at", "updated_at",
            ]
        )
        let table = try PostgresTable("file_audit", schema: schema, login: DatabaseLogin())
        for _ in 0..<(CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1) {
            let start = ContinuousClock.now
            let result = try await table.read(into: Dropping())
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            var usage = rusage()
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            print(seconds, result.counts.rows, result.sink.taken, usage.ru_maxrss / 1024)
        }
        if CommandLine.arguments.contains("update") { try await update(table, schema) }
    }

    /// Updates 100,000 rows by compare-and-set.
    static func update(_ table: PostgresTable, _ schema: RowSchema) async throws {
        let updates = (1...100_000).map { number in
            let digits = String(number)
            let key = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            return RowUpdate(
                key: RowKey(key),
                values: [ColumnAssignment("audited_by", .text("bench"))],
                expected: [
                    ColumnAssignment("audited_by", .null),
                    ColumnAssignment("has_technical_debt", .bool(number % 5 == 0)),
                ]
            )
        }
        let start = ContinuousClock.now
        let outcomes = try await table.update(updates)
        let done = outcomes.count { if case .done = $0 { true } else { false } }
        print("update", (ContinuousClock.now - start) / .seconds(1), done)
    }
}
