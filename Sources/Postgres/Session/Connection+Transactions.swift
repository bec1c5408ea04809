/// The rights of a transaction.
public enum TransactionMode: Sendable {
    /// Reads one unchanging view of the database.
    case snapshot
    /// Reads and writes, each statement seeing what was committed before it.
    case readWrite

    fileprivate var opening: String {
        switch self {
        case .snapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .readWrite: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        }
    }
}

extension Connection {
    /// Runs `body` within a transaction: committed when it returns, rolled back when it throws.
    ///
    /// - Parameters:
    ///   - mode: What the transaction may do.
    ///   - timeout: How long each statement may take; the server stops it then.
    ///   - settings: Further settings for this transaction alone, such as `DateStyle`.
    ///   - body: What to do within it.
    /// - Returns: What `body` returns.
    /// - Throws: `PostgresError`, of kind `commitUnknown` when the connection broke during COMMIT; or what `body` throws.
    @discardableResult
    public borrowing func transaction<R>(
        _ mode: TransactionMode,
        timeout: Duration? = nil,
        settings: [String: String] = [:],
        _ body: (borrowing Connection) throws -> R
    ) throws -> R {
        var opening = mode.opening
        if let timeout { opening += "; SET LOCAL statement_timeout = \(timeout.milliseconds)" }
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
            opening += "; SET LOCAL \(Identifier(name).quoted) = \(Literal(value).quoted)"
        }
        do {
            try execute(opening)
            let result = try body(self)
            try commit()
            return result
        } catch {
            rollBack("ROLLBACK")
            throw error
        }
    }

    /// Runs `body` so that its failure undoes its own statements and leaves the transaction usable.
    @discardableResult
    public borrowing func savepoint<R>(_ body: (borrowing Connection) throws -> R) throws -> R {
        try execute("SAVEPOINT part")
        do {
            let result = try body(self)
            try execute("RELEASE SAVEPOINT part")
            return result
        } catch {
            rollBack("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")
            throw error
        }
    }

    private borrowing func commit() throws(PostgresError) {
        var tag = ""
        do throws(PostgresError) {
            try send("COMMIT", [])
            try eachResult { tag = $0.tag }
        } catch  where error.kind == .connectionLost {
            throw PostgresError(
                .commitUnknown,
                sqlState: error.sqlState,
                "the connection broke during COMMIT, so that it is not known whether the changes were made: \(error.message)"
            )
        }
        // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK, and calls it a success.
        guard tag == "COMMIT" else {
            throw PostgresError(.statement, "the server rolled the transaction back instead of committing it")
        }
    }

    /// Rolls back as far as the connection allows; a lost one was rolled back by the server.
    private borrowing func rollBack(_ sql: String) {
        guard isUsable, isInTransaction else { return }
        discard(sql)
    }
}

extension Duration {
    /// Whole milliseconds, at least one: PostgreSQL takes zero as no limit.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return max(1, seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
