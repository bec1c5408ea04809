import Postgres
import Reconciliation
public import Workflow

/// The result of an inspection of a table.
public struct TableInspection: Hashable, Sendable {
    /// The table and its columns.
    public var description: TableDescription
    /// The configured columns that do not fit; empty when all do.
    public var faults: [Problem]
    /// The reason why columns cannot be written; nil when they can.
    public var writeFault: Problem?
    /// Whether the key tells the rows apart; nil where the key column is among the faults.
    public var keys: KeyCensus?
    /// The rights under row-level security.
    public var security: RowSecurity

    /// Describes a table.
    public init(
        description: TableDescription,
        faults: [Problem] = [],
        writeFault: Problem? = nil,
        keys: KeyCensus? = KeyCensus(isUnique: true),
        security: RowSecurity = RowSecurity()
    ) {
        self.description = description
        self.faults = faults
        self.writeFault = writeFault
        self.keys = keys
        self.security = security
    }
}

extension PostgresTable {
    /// Returns what there is to tell of the server; connects, and reads nothing of the table.
    public func server() async throws -> DatabaseServer {
        try await transaction(.snapshot) { try DatabaseServer($0) }
    }

    /// Looks at the table and changes nothing.
    ///
    /// - Parameter columns: The columns that are written.
    /// - Returns: What was found, good or bad.
    /// - Throws: A `Problem` when there is no such table.
    public func inspect(writing columns: Set<String>) async throws -> TableInspection {
        let (name, schema) = (name, schema)
        return try await transaction(.snapshot) { connection in
            let description = try TableDescription(connection, name)
            var inspection = TableInspection(
                description: description,
                faults: description.faults(of: schema, in: name),
                keys: nil
            )
            do throws(Problem) {
                try description.checkWritable(columns, of: name)
            } catch {
                inspection.writeFault = error
            }
            if description.column(schema.key)?.isReadable == true {
                inspection.keys = try KeyCensus(connection, name, column: schema.key)
            }
            if description.hidesRows { inspection.security = try RowSecurity(connection, name) }
            return inspection
        }
    }
}

extension PostgresTable {
    /// Returns all tables and views that are not the system's, each with its schema, sorted.
    public func tables() async throws -> [String] {
        try await transaction(.snapshot) { connection in
            try connection.query(
                """
                SELECT n.nspname || '.' || c.relname
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                    AND has_schema_privilege(n.oid, 'USAGE')
                ORDER BY 1
                """
            ).compactMap { $0[0] }
        }
    }
}
