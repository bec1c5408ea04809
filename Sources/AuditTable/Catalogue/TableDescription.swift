import Postgres
import Workflow

/// A table as the catalogue describes it.
public struct TableDescription: Hashable, Sendable {
    /// One column.
    public struct Column: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its type as SQL names it, without a length.
        public var type: String
        /// The kind of its values.
        public var kind: Kind
        /// Whether this user may read it.
        public var isReadable: Bool
        /// Whether this user may change it.
        public var isWritable: Bool
        /// Whether anybody can: not where a view computes it.
        public var isUpdatable: Bool

        /// Describes a column.
        public init(
            name: String,
            type: String,
            kind: Kind,
            isReadable: Bool,
            isWritable: Bool,
            isUpdatable: Bool
        ) {
            self.name = name
            self.type = type
            self.kind = kind
            self.isReadable = isReadable
            self.isWritable = isWritable
            self.isUpdatable = isUpdatable
        }
    }

    /// The kind of a column's values, which decides how they are read.
    public enum Kind: String, Hashable, Sendable {
        /// A boolean.
        case bool
        /// An array.
        case list
        /// Anything else, in PostgreSQL's text form.
        case text
    }

    /// The database and the qualified name, as `database/schema.table`.
    public var identity: String
    /// The columns in the order of the table.
    public var columns: [Column]
    /// Whether policies of row-level security apply to this user, which may hide rows.
    public var hidesRows: Bool

    /// Describes a table.
    public init(identity: String, columns: [Column], hidesRows: Bool) {
        self.identity = identity
        self.columns = columns
        self.hidesRows = hidesRows
    }

    /// Reads the catalogue, which every user may.
    init(_ connection: borrowing Connection, _ table: QualifiedName) throws {
        let found = try connection.query(
            """
            SELECT c.oid, current_database() || '/' || n.nspname || '.' || c.relname, row_security_active(c.oid)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            """,
            [table.quoted]
        )
        guard let row = found.first, let oid = row[0], let identity = row[1] else {
            throw try Self.missing(table, connection)
        }
        self.identity = identity
        hidesRows = row[2] == "t"
        columns = try connection.query(
            """
            SELECT a.attname, pg_catalog.format_type(a.atttypid, -1), b.typcategory, b.typname,
                has_column_privilege(a.attrelid, a.attnum, 'SELECT'),
                has_column_privilege(a.attrelid, a.attnum, 'UPDATE'),
                pg_catalog.pg_column_is_updatable(a.attrelid, a.attnum, true)
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            JOIN pg_catalog.pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END
            WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """,
            [oid]
        ).map { column in
            Column(
                name: column[0] ?? "",
                type: column[1] ?? "",
                kind: column[3] == "bool" ? .bool : column[2] == "A" ? .list : .text,
                isReadable: column[4] == "t",
                isWritable: column[5] == "t",
                isUpdatable: column[6] == "t"
            )
        }
    }

    /// Returns the column of that name.
    public func column(_ name: String) -> Column? { columns.first { $0.name == name } }

    /// Tells that there is no such table, and which there are.
    private static func missing(_ table: QualifiedName, _ connection: borrowing Connection) throws -> Problem
    {
        let rows = try connection.query(
            """
            SELECT CASE WHEN pg_catalog.pg_table_is_visible(c.oid) THEN c.relname ELSE n.nspname || '.' || c.relname END
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            """
        )
        let known = rows.compactMap { $0[0] }
        let near = SimilarNames.names(
            to: table.description,
            among: known,
            within: table.description.count / 2
        )
        return .noTable(table, in: connection.database, near: near)
    }
}
