import Postgres
public import Workflow

extension PostgresTable {
    /// Throws when this user may not change these columns.
    public func checkWritable(_ columns: Set<String>) async throws {
        try await transaction(.snapshot) { connection in
            try TableDescription(connection, name).checkWritable(columns, of: name)
        }
    }

    /// Carries out the updates in one transaction, and returns what became of each, in their order.
    ///
    /// An update is done when the row still holds what is expected; else it is stale. A row that the database refuses
    /// fails alone, and so does one that another session keeps locked. When the transaction as a whole fails, it is tried
    /// again where that may help; then every update fails with the reason.
    public func update(_ updates: [RowUpdate]) async throws -> [Outcome<Void>] {
        guard !updates.isEmpty else { return [] }
        var attempts = 1
        var checksAtOnce = false
        while true {
            var outcomes: [Outcome<Void>] = updates.map { _ in .stale }
            do {
                try await rawTransaction(.readWrite) { connection in
                    let description = try TableDescription(connection, name)
                    let columns = try RowColumns(schema, of: name, in: description)
                    // Else a constraint or trigger that waits for COMMIT refuses one row, and with it all of them.
                    if checksAtOnce { try connection.execute("SET CONSTRAINTS ALL IMMEDIATE") }
                    var run = try UpdateRun(updates, of: columns, in: description)
                    try run.carryOut(connection)
                    outcomes = run.outcomes
                }
                return outcomes
            } catch let error as PostgresError where error.mayPassAgain && attempts < 4 {
                // Everything was rolled back.
                attempts += 1
            } catch let error as PostgresError where error.isAboutRows && !checksAtOnce {
                checksAtOnce = true
            } catch let error as PostgresError {
                let problem = Problem.postgres(error, about: name)
                return outcomes.map { outcome in
                    guard error.kind == .commitUnknown else { return .failed(problem) }
                    return if case .done = outcome { .unknown(problem) } else { outcome }
                }
            } catch let problem as Problem {
                return updates.map { _ in .failed(problem) }
            }
        }
    }
}

extension PostgresError {
    /// Whether the same transaction may do once more: after a deadlock, a serialisation failure, a connection that was lost
    /// before COMMIT.
    fileprivate var mayPassAgain: Bool { kind == .connectionLost || sqlState?.hasPrefix("40") == true }
}
