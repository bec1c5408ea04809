import CPostgres

extension Connection {
    /// Runs one statement and hands its rows to `body` one by one as they arrive, in constant memory.
    ///
    /// - Returns: How many rows there were.
    /// - Throws: `PostgresError`, or what `body` throws; then the statement is stopped and the connection stays usable.
    @discardableResult
    public borrowing func stream(
        _ sql: String,
        _ parameters: [String?] = [],
        row body: (borrowing RowView) throws -> Void
    ) throws -> Int {
        try send(sql, parameters)
        unsafe PQsetSingleRowMode(handle)
        var count = 0
        while let result = try nextResult() {
            switch result.status {
            case PGRES_SINGLE_TUPLE:
                do {
                    if canceller.isRequested {
                        throw PostgresError(.cancelled, "the statement was cancelled")
                    }
                    try body(unsafe RowView(result.handle, row: 0))
                } catch {
                    drain()
                    throw error
                }
                count += 1
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                break
            default:
                let failure = error(of: result)
                drain()
                throw failure
            }
        }
        return count
    }

    /// Runs `COPY … TO STDOUT` and hands its lines to `body` one by one as they arrive, in constant memory.
    ///
    /// The bytes lie in libpq's buffer and are gone when `body` returns.
    /// - Returns: How many lines there were.
    /// - Throws: `PostgresError`, or what `body` throws; then the statement is stopped and the connection stays usable.
    @discardableResult
    public borrowing func copyOut(
        _ sql: String,
        line body: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Int {
        try send(sql, [])
        guard let opening = try nextResult() else { throw lost() }
        guard opening.status == PGRES_COPY_OUT else {
            let failure =
                opening.status == PGRES_FATAL_ERROR
                ? error(of: opening) : PostgresError(.value, "the statement is no COPY … TO STDOUT")
            drain()
            throw failure
        }
        var count = 0
        while let length = try unsafe nextCopyLine(body) {
            count += length > 0 ? 1 : 0
        }
        try eachResult { _ in }
        return count
    }

    /// Hands the next line on; `nil` at the end.
    private borrowing func nextCopyLine(_ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Int? {
        var buffer: UnsafeMutablePointer<CChar>?
        let length = unsafe PQgetCopyData(handle, &buffer, 1)
        if length == 0 {
            try awaitInput()
            return 0
        }
        if length == -1 { return nil }
        guard length > 0, let line = unsafe buffer else {
            // The statement failed on its way; the answer says why.
            guard let result = try nextResult() else { throw lost() }
            let failure = error(of: result)
            drain()
            throw failure
        }
        defer { unsafe PQfreemem(line) }
        do {
            if canceller.isRequested { throw PostgresError(.cancelled, "the statement was cancelled") }
            try unsafe body(UnsafeRawBufferPointer(start: line, count: Int(length)))
        } catch {
            drain()
            throw error
        }
        return Int(length)
    }
}
