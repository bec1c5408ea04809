import Postgres
import Workflow

extension Problem {
    /// Says what a failure of PostgreSQL means to the person who reads it.
    init(_ error: PostgresError, table: QualifiedName) {
        let said = error.description
        switch error.kind {
        case .settings:
            self.init(
                .usage,
                "The database cannot be reached: \(said).",
                hint: "Check DATABASE_URL and the PG* variables."
            )
        case .hostNotFound:
            self.init(
                .failure,
                "The database's host has no address: \(said).",
                hint: "Check the host in DATABASE_URL or PGHOST, and the network."
            )
        case .unreachable:
            self.init(
                .failure,
                "The database's host cannot be reached: \(said).",
                hint:
                    "Check the network; a host with an IPv6 address alone needs IPv6 (Supabase's pooler has IPv4)."
            )
        case .refused:
            self.init(
                .failure,
                "Nobody answers at the database's address: \(said).",
                hint: "Check host and port, and that the server is running."
            )
        case .timedOut:
            self.init(
                .failure,
                "The database took too long: \(said).",
                hint:
                    "Check the network and the server's load; database.timeout in the configuration sets the limit."
            )
        case .passwordMissing:
            self.init(
                .credentials,
                "The database asks for a password and none was given.",
                hint: "Set DATABASE_URL or PGPASSWORD, or a PGPASSFILE."
            )
        case .rejected: self = Self.rejected(error)
        case .connectionFailed, .connectionLost:
            self.init(
                .failure,
                "The connection to the database failed: \(said).",
                hint: "Run the command again."
            )
        case .commitUnknown:
            self.init(
                .failure,
                "The database may or may not have taken the changes: \(said).",
                hint: "Run audit-jira plan again; it reads what is true now."
            )
        case .cancelled: self.init(.interrupted, "The run was interrupted.")
        case .value: self.init(.failure, "The database gave or was given what it cannot hold: \(said).")
        case .statement: self = Self.statement(error, table)
        }
    }

    /// The server answered, and let nobody in.
    private static func rejected(_ error: PostgresError) -> Problem {
        let said = error.description
        return switch error.sqlState?.prefix(2) {
        case "28":
            Problem(
                .credentials,
                "The database refused the login: \(said).",
                hint: "Check the user and the password; for Supabase's pooler the user is postgres.PROJECT."
            )
        case "3D":
            Problem(
                .failure,
                "There is no such database: \(said).",
                hint: "Check its name in DATABASE_URL or PGDATABASE."
            )
        case "53", "57":
            Problem(
                .failure,
                "The database takes no connection now: \(said).",
                hint: "Run the command again later."
            )
        default:
            Problem(.failure, "The database refused the connection: \(said).", hint: "Check DATABASE_URL.")
        }
    }

    /// The server refused a statement.
    private static func statement(_ error: PostgresError, _ table: QualifiedName) -> Problem {
        let said = error.description
        return switch error.sqlState {
        case "42501":
            Problem(
                .credentials,
                "The database's user lacks a permission: \(said).",
                hint:
                    "Grant SELECT on the configured columns of \(table), and UPDATE on those that are written."
            )
        case "25006":
            Problem(.failure, "The database is read-only: \(said).", hint: "Connect to the primary server.")
        default:
            Problem(
                .failure,
                "The database refused: \(said).",
                hint: error.hint.map { $0.hasSuffix(".") ? $0 : $0 + "." }
            )
        }
    }
}
