import AuditTable
import Presentation
import Reconciliation
import Workflow

/// The checks of the database.
struct DatabaseChecks {
    private let found: Inspectors.Database
    private let configuration: Configuration.Database

    init(_ found: Inspectors.Database, _ configuration: Configuration.Database) {
        self.found = found
        self.configuration = configuration
    }

    /// The names of the checks, in their order.
    static let names = [
        "database", "database.tls", "database.pooler", "database.table", "database.columns",
        "database.grants", "database.key", "database.rows",
    ]

    /// The checks.
    var all: [Checkup.Check] {
        switch found.server {
        case .failure(let problem):
            [.problem("database", problem)]
                + .skipped(Self.names.dropFirst(), "the database cannot be used")
        case .success(let server): about(server) + aboutTable
        }
    }

    private func about(_ server: DatabaseServer) -> [Checkup.Check] {
        let name = "PostgreSQL \(server.version) at \(server.address)"
        let reach: Checkup.Check =
            server.isReadOnly
            ? .problem("database", "\(name) takes no writes", hint: "Connect to the primary server")
            : .ok("database", name)
        return [reach, encryption(of: server), .ok("database.pooler", pooler(of: server))]
    }

    private func encryption(of server: DatabaseServer) -> Checkup.Check {
        if let version = server.encryption { return .ok("database.tls", version) }
        guard server.isRemote else { return .ok("database.tls", "none, and the server is this machine") }
        return .warning(
            "database.tls",
            "The connection is not encrypted",
            hint: "Add sslmode=verify-full, or at least sslmode=require, to DATABASE_URL or as PGSSLMODE"
        )
    }

    private func pooler(of server: DatabaseServer) -> String {
        if server.isTransactionPort { return "port 6543, a pooler in transaction mode: that works" }
        return server.isPooled ? "a pooler stands before the server: that works" : "none"
    }

    private var aboutTable: [Checkup.Check] {
        let rest = Self.names.drop { $0 != "database.columns" }
        switch found.table {
        case nil: return .skipped(["database.table"] + rest, "the table was not looked at")
        case .failure(let problem):
            return [.problem("database.table", problem)]
                + .skipped(rest, "\(configuration.table) cannot be read")
        case .success(let table):
            return [.ok("database.table", table.description.identity)] + columns(table) + grants(table)
                + [keys(table), rows(table)]
        }
    }

    private func columns(_ table: TableInspection) -> [Checkup.Check] {
        let faults = table.faults.filter { $0.kind != .credentials }
        guard faults.isEmpty else { return faults.map { .problem("database.columns", $0) } }
        return [
            .ok("database.columns", "all \(configuration.schema.columns.count) are there, of types that fit")
        ]
    }

    private func grants(_ table: TableInspection) -> [Checkup.Check] {
        let faults = table.faults.filter { $0.kind == .credentials } + [table.writeFault].compactMap(\.self)
        guard faults.isEmpty else { return faults.map { .problem("database.grants", $0) } }
        return [.ok("database.grants", "what is read can be read, and what is written can be written")]
    }

    private func keys(_ table: TableInspection) -> Checkup.Check {
        let key = configuration.schema.key
        guard let keys = table.keys else {
            return .skipped("database.key", "the key column \(key) cannot be read")
        }
        if keys.nulls > 0 {
            return .problem(
                "database.key",
                "\(counted(keys.nulls, one: "row has", several: "rows have")) no key: \(key) is NULL",
                hint: "Give each row a key, or name another column in database.columns.key"
            )
        }
        if keys.doubles > 0 {
            return .problem(
                "database.key",
                "\(counted(keys.doubles, one: "row has", several: "rows have")) the \(key) of another",
                hint: "Make \(key) unique, or name another column in database.columns.key"
            )
        }
        guard keys.isUnique else {
            return .warning(
                "database.key",
                "Every \(key) is there once, and nothing keeps it so",
                hint:
                    "Where it is a table: CREATE UNIQUE INDEX ON \(configuration.table) (\(key))"
            )
        }
        return .ok("database.key", "an index keeps \(key) unique")
    }

    private func rows(_ table: TableInspection) -> Checkup.Check {
        guard table.description.hidesRows else { return .ok("database.rows", "no row-level security") }
        let name = configuration.table
        if !table.security.showsAll {
            return .warning(
                "database.rows",
                "Row-level security may hide rows, which then count as gone and have their issues closed",
                hint: "CREATE POLICY audit_jira ON \(name) TO the user USING (true)"
            )
        }
        if !table.security.changesAll {
            return .warning(
                "database.rows",
                "Row-level security may keep rows from being changed",
                hint: "CREATE POLICY audit_jira ON \(name) FOR UPDATE TO the user USING (true)"
            )
        }
        return .ok("database.rows", "row-level security shows every row")
    }
}

/// Returns a number with the words for one or for several.
func counted(_ count: Int, one: String, several: String) -> String {
    "\(count) \(count == 1 ? one : several)"
}
