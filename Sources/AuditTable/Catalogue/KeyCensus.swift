import Postgres
import Reconciliation

/// The count of a table's keys: whether the key column tells its rows apart.
public struct KeyCensus: Hashable, Sendable {
    /// Whether an index of the database's own keeps the keys unique.
    public var isUnique: Bool
    /// The number of rows that have the key of another; none where the index forbids it.
    public var doubles: Int
    /// The number of rows without a key.
    public var nulls: Int

    /// Describes keys.
    public init(isUnique: Bool, doubles: Int = 0, nulls: Int = 0) {
        self.isUnique = isUnique
        self.doubles = doubles
        self.nulls = nulls
    }

    /// Looks at the keys of a table; reads the rows only where the catalogue does not settle it.
    init(_ connection: borrowing Connection, _ table: QualifiedName, column: String) throws(PostgresError) {
        let catalogue = try connection.query(
            """
            SELECT a.attnotnull, EXISTS (
                SELECT FROM pg_catalog.pg_index i
                WHERE i.indrelid = a.attrelid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
                    AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum)
            FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attname = $2
            """,
            [table.quoted, column]
        ).first
        isUnique = catalogue?[1] == "t"
        (doubles, nulls) = (0, 0)
        guard !isUnique || catalogue?[0] != "t" else { return }
        let name = Identifier(column).quoted
        let distinct = isUnique ? "count(\(name))" : "count(DISTINCT \(name))"
        let counts = try connection.query(
            "SELECT count(*), count(\(name)), \(distinct) FROM \(table.quoted)"
        )
        let numbers = (counts.first ?? []).map { $0.flatMap { Int($0) } ?? 0 }
        guard numbers.count == 3 else { return }
        (doubles, nulls) = (numbers[1] - numbers[2], numbers[0] - numbers[1])
    }
}
