import CPostgres
import Glibc

extension Connection {
    /// Runs one or more statements without parameters, and returns how many rows the last one touched.
    @discardableResult
    public borrowing func execute(_ sql: String) throws(PostgresError) -> Int {
        try refuseWhenCancelled()
        guard unsafe PQsendQuery(handle, sql) == 1 else { throw lost() }
        return try rowsTouched()
    }

    /// Runs one statement with parameters in PostgreSQL's text form, and returns how many rows it touched.
    @discardableResult
    public borrowing func execute(_ sql: String, _ parameters: [String?]) throws(PostgresError) -> Int {
        try send(sql, parameters)
        return try rowsTouched()
    }

    /// Runs one statement and returns its rows as text, with `nil` for NULL.
    public borrowing func query(
        _ sql: String,
        _ parameters: [String?] = []
    ) throws(PostgresError) -> [[String?]] {
        try send(sql, parameters)
        var rows: [[String?]] = []
        try eachResult { result in
            for row in 0..<result.rowCount {
                let view = unsafe RowView(result.handle, row: row)
                rows.append((0..<view.count).map { view.text($0) })
            }
        }
        return rows
    }

    private borrowing func rowsTouched() throws(PostgresError) -> Int {
        var touched = 0
        try eachResult { touched = $0.affectedRows }
        return touched
    }

    /// Sends a statement as the unnamed one; its types are the server's to infer.
    borrowing func send(_ sql: String, _ parameters: [String?]) throws(PostgresError) {
        try refuseWhenCancelled()
        for (index, parameter) in parameters.enumerated() where parameter?.utf8.contains(0) == true {
            throw PostgresError(
                .value,
                "parameter \(index + 1) holds a zero character (U+0000), which PostgreSQL cannot store"
            )
        }
        let values = CStrings(parameters)
        let sent = unsafe PQsendQueryParams(
            handle,
            sql,
            Int32(parameters.count),
            nil,
            values.pointer,
            nil,
            nil,
            0
        )
        guard sent == 1 else { throw lost() }
    }

    private borrowing func refuseWhenCancelled() throws(PostgresError) {
        guard !canceller.isRequested else { throw PostgresError(.cancelled, "the statement was cancelled") }
    }

    /// Hands every answer to `body`, then throws the first error among them.
    borrowing func eachResult(_ body: (borrowing QueryResult) -> Void) throws(PostgresError) {
        var failure: PostgresError?
        while let result = try nextResult() {
            switch result.status {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                if failure == nil { body(result) }
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                failure = failure ?? PostgresError(.value, "COPY must be run by copyOut")
                drain()
            default:
                failure = failure ?? error(of: result)
            }
        }
        if let failure { throw failure }
    }

    borrowing func error(of result: borrowing QueryResult) -> PostgresError {
        unsafe PostgresError(result: result.handle, cancelled: canceller.isRequested, secrets: secrets)
    }

    /// Waits for the next answer; `nil` when the statement has no more.
    borrowing func nextResult() throws(PostgresError) -> QueryResult? {
        while unsafe PQisBusy(handle) == 1 { try awaitInput() }
        guard let result = unsafe PQgetResult(handle) else { return nil }
        return unsafe QueryResult(result)
    }

    /// Waits until the server said something, and passes a request to cancel on to it.
    borrowing func awaitInput() throws(PostgresError) {
        var descriptor = unsafe pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        while unsafe poll(&descriptor, 1, 100) == 0 {
            if canceller.isRequested { requestCancel() }
        }
        guard unsafe PQconsumeInput(handle) == 1 else { throw lost() }
    }

    /// Tells the server to stop; its answer comes as an error of the running statement.
    borrowing func requestCancel() {
        guard let request = unsafe PQgetCancel(handle) else { return }
        defer { unsafe PQfreeCancel(request) }
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            // A failure is not worth a word: the statement runs on and the next turn asks again.
            _ = unsafe PQcancel(request, buffer.baseAddress, Int32(buffer.count))
        }
    }

    /// Stops the running statement and throws away what it still gives.
    borrowing func drain() {
        requestCancel()
        while let result = unsafe PQgetResult(handle) {
            let status = unsafe PQresultStatus(result)
            unsafe PQclear(result)
            if status == PGRES_COPY_OUT {
                var buffer: UnsafeMutablePointer<CChar>?
                while unsafe PQgetCopyData(handle, &buffer, 0) > 0 { unsafe PQfreemem(buffer) }
            } else if status == PGRES_COPY_IN {
                unsafe PQputCopyEnd(handle, "stopped")
            }
            if unsafe PQstatus(handle) == CONNECTION_BAD { break }
        }
    }
}

extension Connection {
    /// Whether a transaction is open, failed or not.
    public var isInTransaction: Bool {
        let status = unsafe PQtransactionStatus(handle)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// Runs statements whose failure changes nothing, also after a request to cancel.
    borrowing func discard(_ sql: String) { unsafe PQclear(PQexec(handle, sql)) }
}
