import Postgres

/// The database's address, the login and the time limits.
///
/// What is not named here, libpq takes from its own environment variables, service file and password file.
public struct DatabaseLogin: Sendable {
    /// A libpq connection string or URI; may be empty.
    public var connectionString: String
    /// Single keywords of libpq, such as `host` and `password`, which go before the string's.
    public var keywords: [String: String]
    /// The time limit of connecting.
    public var connectTimeout: Duration
    /// The time limit of one statement; nil leaves it to the server.
    public var statementTimeout: Duration?

    /// Describes a login.
    public init(
        _ connectionString: String = "",
        keywords: [String: String] = [:],
        connectTimeout: Duration = .seconds(10),
        statementTimeout: Duration? = .seconds(300)
    ) {
        self.connectionString = connectionString
        self.keywords = keywords
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
    }

    /// The same for the wrapper of libpq.
    var settings: ConnectionSettings {
        ConnectionSettings(
            connectionString,
            keywords: keywords,
            applicationName: "audit-jira",
            connectTimeout: connectTimeout
        )
    }
}

extension DatabaseLogin: CustomStringConvertible, CustomReflectable {
    /// The type's name alone, since a login may be secret.
    public var description: String { "DatabaseLogin" }

    /// Shows no field, so that `dump` shows no password.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
