import Postgres
public import Reconciliation
internal import SerialExecution
public import Workflow

/// The audited table in PostgreSQL.
///
/// It needs SELECT on the configured columns, and UPDATE on those that are written. It keeps nothing on the server
/// between transactions, so that it works behind a pooler in transaction mode.
public actor PostgresTable: RowTable {
    private let executor = SerialQueueExecutor(label: "audit-table")
    /// A thread of its own: libpq blocks.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// The table's name.
    let name: QualifiedName
    let schema: RowSchema
    private let login: DatabaseLogin
    private var session: Session?

    /// Names a table; nothing is connected before it is needed.
    ///
    /// - Parameters:
    ///   - name: The table, with or without its schema: `public.file_audit`.
    ///   - schema: The columns to read.
    ///   - login: Where the database is.
    /// - Throws: A `Problem` when the name is none.
    public init(_ name: String, schema: RowSchema, login: DatabaseLogin) throws(Problem) {
        guard let qualified = QualifiedName(parsing: name) else {
            throw .noTableName(name)
        }
        self.name = qualified
        self.schema = schema
        self.login = login
    }

    /// Returns what names the table for good, as `database/schema.table`.
    public func identity() async throws -> String { try await describe().identity }

    /// Returns what the catalogue says of the table and its configured columns.
    public func describe() async throws -> TableDescription {
        try await transaction(.snapshot) { connection in
            try TableDescription(connection, name)
        }
    }

    /// Runs `body` in a transaction of its own; what PostgreSQL refuses becomes a `Problem`.
    func transaction<R: Sendable>(
        _ mode: TransactionMode,
        _ body: (borrowing Connection) throws -> R
    ) async throws -> R {
        do {
            return try await rawTransaction(mode, body)
        } catch let error as PostgresError {
            throw Problem.postgres(error, about: name)
        }
    }

    /// Runs `body` in a transaction of its own; a cancelled task stops its statement.
    ///
    /// A connection that was kept and turns out to be lost before `body` began is replaced by a new one.
    func rawTransaction<R: Sendable>(
        _ mode: TransactionMode,
        _ body: (borrowing Connection) throws -> R
    ) async throws -> R {
        let canceller = session.flatMap { $0.isFresh ? $0.connection.canceller : nil } ?? Canceller()
        return try await withTaskCancellationHandler {
            var hasBegun = false
            let wasKept = session?.connection.canceller === canceller
            let run = { (connection: borrowing Connection) throws -> R in
                hasBegun = true
                return try body(connection)
            }
            do {
                return try transact(mode, cancelledBy: canceller, run)
            } catch let error as PostgresError
                where wasKept && !hasBegun && error.kind == .connectionLost && !canceller.isRequested
            {
                return try transact(mode, cancelledBy: canceller, run)
            }
        } onCancel: {
            canceller.cancel()
        }
    }

    private func transact<R: Sendable>(
        _ mode: TransactionMode,
        cancelledBy canceller: Canceller,
        _ body: (borrowing Connection) throws -> R
    ) throws -> R {
        let session = try openSession(canceller)
        defer { session.lastUse = .now }
        return try session.connection.transaction(
            mode,
            timeout: login.statementTimeout,
            settings: Self.textForms,
            body
        )
    }

    /// Returns the session whose canceller that is, or a new one.
    private func openSession(_ canceller: Canceller) throws(PostgresError) -> Session {
        if let session, session.isFresh, session.connection.canceller === canceller { return session }
        session = nil
        let opened = try Session(login, canceller: canceller)
        session = opened
        return opened
    }

    /// Settings that the text form of a value depends on: the same row must read the same everywhere.
    private static let textForms = [
        "DateStyle": "ISO, YMD", "IntervalStyle": "postgres", "TimeZone": "UTC", "bytea_output": "hex",
        "extra_float_digits": "1",
    ]
}
