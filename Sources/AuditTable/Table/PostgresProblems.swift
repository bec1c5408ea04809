import Postgres
import Workflow

// The failures of PostgreSQL, as the person who reads them has to understand them.
extension Problem {
    /// A failure of PostgreSQL in a transaction on a table.
    static func postgres(_ error: PostgresError, about table: QualifiedName) -> Problem {
        let said = [error.description]
        return switch error.kind {
        case .settings, .hostNotFound, .unreachable, .refused, .passwordMissing: unreached(error)
        case .rejected: rejected(error)
        case .statement: refused(error, about: table)
        case .cancelled: Problem(.interrupted, "The run was interrupted")
        case .timedOut:
            Problem(
                .failure,
                "The database took too long",
                causes: said,
                hint:
                    "Check the network and the server's load; database.timeout in the configuration sets the limit"
            )
        case .connectionFailed, .connectionLost:
            Problem(
                .failure,
                "The connection to the database failed",
                causes: said,
                hint: "Run the command again"
            )
        case .commitUnknown:
            Problem(
                .failure,
                "The database may or may not have taken the changes",
                causes: said,
                hint: "Run audit-jira plan again; it reads what is true now"
            )
        case .value:
            Problem(.failure, "The database gave or was given what it cannot hold", causes: said)
        }
    }

    /// No server answered, or it was not asked.
    private static func unreached(_ error: PostgresError) -> Problem {
        let said = [error.description]
        return switch error.kind {
        case .settings:
            Problem(
                .usage,
                "The database cannot be reached",
                causes: said,
                hints: [],
                remedy: .databaseSettings
            )
        case .hostNotFound:
            Problem(
                .failure,
                "The database's host has no address",
                causes: said,
                hints: [],
                remedy: .databaseHost
            )
        case .refused:
            Problem(
                .failure,
                "Nobody answers at the database's address",
                causes: said,
                hint: "Check host and port, and that the server is running"
            )
        case .passwordMissing:
            Problem(
                .credentials,
                "The database asks for a password and none was given",
                hints: [],
                remedy: .databasePassword
            )
        default:
            Problem(
                .failure,
                "The database's host cannot be reached",
                causes: said,
                hint:
                    "Check the network; a host with an IPv6 address alone needs IPv6 (Supabase's pooler has IPv4)"
            )
        }
    }

    /// The server answered, and let nobody in.
    private static func rejected(_ error: PostgresError) -> Problem {
        let said = [error.description]
        return switch error.sqlState?.prefix(2) {
        case "28":
            Problem(
                .credentials,
                "The database refused the login",
                causes: said,
                hint: "Check the user and the password; for Supabase's pooler the user is postgres.PROJECT"
            )
        case "3D":
            Problem(.failure, "There is no such database", causes: said, hints: [], remedy: .databaseName)
        case "53", "57":
            Problem(
                .failure,
                "The database takes no connection now",
                causes: said,
                hint: "Run the command again later"
            )
        default:
            Problem(
                .failure,
                "The database refused the connection",
                causes: said,
                hints: [],
                remedy: .databaseAddress
            )
        }
    }

    /// The server refused a statement.
    private static func refused(_ error: PostgresError, about table: QualifiedName) -> Problem {
        let said = [error.description]
        let advice = error.hint.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
        return switch error.sqlState {
        case "42501":
            Problem(
                .credentials,
                "The database's user lacks a permission",
                causes: said,
                hint:
                    "Grant SELECT on the configured columns of \(table), and UPDATE on those that are written"
            )
        case "25006":
            Problem(
                .failure,
                "The database is read-only",
                causes: said,
                hint: "Connect to the primary server"
            )
        default:
            Problem(
                .failure,
                "The database refused",
                causes: said,
                hint: advice
            )
        }
    }
}
