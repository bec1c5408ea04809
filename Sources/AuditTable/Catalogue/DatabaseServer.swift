import Postgres

/// The database server at the other end, as far as people have to know it.
public struct DatabaseServer: Hashable, Sendable {
    /// Host, port, database and user, without a secret.
    public var address: String
    /// The server's version, such as `15.20`.
    public var version: String
    /// The version of TLS that the connection is encrypted with; nil when it is not.
    public var encryption: String?
    /// Whether the way to the server leads through a network.
    public var isRemote: Bool
    /// Whether the port is the one where Supabase's pooler hands out a session for one transaction at a time.
    public var isTransactionPort: Bool
    /// Whether a pooler stands before the server.
    public var isPooled: Bool
    /// Whether the server takes no writes, as a stand-by does.
    public var isReadOnly: Bool

    /// Describes a server.
    public init(
        address: String,
        version: String,
        encryption: String? = nil,
        isRemote: Bool = false,
        isTransactionPort: Bool = false,
        isPooled: Bool = false,
        isReadOnly: Bool = false
    ) {
        self.address = address
        self.version = version
        self.encryption = encryption
        self.isRemote = isRemote
        self.isTransactionPort = isTransactionPort
        self.isPooled = isPooled
        self.isReadOnly = isReadOnly
    }

    /// Asks a server, in one statement.
    init(_ connection: borrowing Connection) throws(PostgresError) {
        let row = try connection.query(
            """
            SELECT pg_catalog.current_setting('server_version'), pg_catalog.pg_backend_pid(),
                pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('default_transaction_read_only') = 'on'
            """
        ).first
        let host = connection.host
        address = connection.server
        version = row?[0]?.split(separator: " ").first.map(String.init) ?? ""
        encryption = connection.encryption
        isRemote = !(host.hasPrefix("/") || host.isEmpty || Self.isLoopback(host))
        isTransactionPort = connection.port == "6543"
        isPooled = row?[1].flatMap { Int($0) } != connection.processNumber
        isReadOnly = row?[2] == "t"
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
