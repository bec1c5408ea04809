import AuditTable
import Contracts
import Postgres
import Reconciliation
import TestSupport
import Testing

@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct PostgresTableContractTests {
    private static let contract = RowTableContract("PostgresTable") { rows in
        let database = try ThrowawayPostgres.shared.database(named: "contract")
        try database.makeSampleTable(rows)
        let role = "\(database.name)_auditor"
        let columns = RowSchema.example.columns.joined(separator: ", ")
        try database.execute(
            """
            CREATE ROLE \(role) LOGIN;
            GRANT SELECT ON file_audit TO \(role);
            GRANT UPDATE (\(columns)) ON file_audit TO \(role)
            """
        )
        return RowTableContract.Environment(
            table: try database.asUser(role).table(schema: .example),
            put: { try database.insert($0) },
            set: { row, column, value in
                let connection = try database.connection()
                try connection.execute(
                    "UPDATE file_audit SET \(column) = $1 WHERE file_number = $2",
                    [value, row.text]
                )
            },
            delete: { row in
                let connection = try database.connection()
                try connection.execute("DELETE FROM file_audit WHERE file_number = $1", [row.text])
            },
            protect: { try database.execute("REVOKE UPDATE (\($0)) ON file_audit FROM \(role)") }
        )
    }

    @Test(arguments: RowTableContract.Check.allCases)
    func `the table in PostgreSQL keeps the contract`(check: RowTableContract.Check) async throws {
        try await Self.contract.run(check)
    }
}
