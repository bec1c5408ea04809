import Postgres

/// The rights that row-level security leaves this user on a table.
public struct RowSecurity: Hashable, Sendable {
    /// Whether it shows this user every row.
    public var showsAll: Bool
    /// Whether it lets this user change every row.
    public var changesAll: Bool

    /// Describes the rights; all of them where row-level security is off.
    public init(showsAll: Bool = true, changesAll: Bool = true) {
        self.showsAll = showsAll
        self.changesAll = changesAll
    }

    /// Reads the policies of a table to which row-level security applies.
    ///
    /// A policy that is just `true` shows every row, unless a restrictive one stands beside it. What other conditions let
    /// through nobody can tell.
    init(_ connection: borrowing Connection, _ table: QualifiedName) throws(PostgresError) {
        let policies = try connection.query(
            """
            SELECT polcmd, polpermissive, pg_catalog.pg_get_expr(polqual, polrelid)
            FROM pg_catalog.pg_policy
            WHERE polrelid = pg_catalog.to_regclass($1) AND (polroles = '{0}'
                OR EXISTS (SELECT FROM unnest(polroles) AS role WHERE pg_catalog.pg_has_role(role, 'USAGE')))
            """,
            [table.quoted]
        )
        func isOpen(_ command: String) -> Bool {
            let due = policies.filter { $0[0] == command || $0[0] == "*" }
            return due.contains { $0[1] == "t" && $0[2] == "true" }
                && due.allSatisfy { $0[1] == "t" || $0[2] == "true" }
        }
        showsAll = isOpen("r")
        changesAll = isOpen("w")
    }
}
