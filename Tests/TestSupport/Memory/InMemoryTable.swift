public import Reconciliation
public import Workflow

/// A table that is an array, for tests.
public actor InMemoryTable: RowTable {
    /// The names of its columns.
    public let schema: RowSchema
    /// The table's name.
    public private(set) var name = "audit/public.file_audit"
    /// Its rows by key.
    public private(set) var rows: [RowKey: Row]
    /// Every update that was carried out, in order.
    public private(set) var written: [RowUpdate] = []
    /// The number of transactions.
    public private(set) var transactions = 0
    private var refusals: [RowKey: Problem] = [:]
    private var protected: Set<String> = []
    private let killSwitch: KillSwitch
    private var lostCommit: (isDone: Bool, problem: Problem)?
    private var interference: (@Sendable (inout [RowKey: Row]) -> Void)?

    /// Makes a table of rows; of those with the same key the last stays.
    public init(_ rows: [Row] = [], schema: RowSchema = .example, killSwitch: KillSwitch = KillSwitch()) {
        self.schema = schema
        self.killSwitch = killSwitch
        self.rows = Dictionary(rows.map { ($0.key, $0) }) { $1 }
    }

    /// Returns what names the table.
    public func identity() -> String { name }

    /// Hands over the rows that the sink wants, by key.
    public func read<Sink: RowSink>(into sink: consuming Sink) throws -> (sink: Sink, counts: RowCounts) {
        let interest = sink.interest
        var counts = RowCounts(rows: 0, withDebt: 0)
        for (_, row) in rows.sorted(by: { $0.key < $1.key }) {
            counts.rows += 1
            counts.withDebt += row.hasDebt ? 1 : 0
            let key = row.key.text.utf8Span.span
            let path = row.path.utf8Span.span
            if interest.wants(key: key, path: path, hasDebt: row.hasDebt) { try sink.add(row) }
        }
        return (sink, counts)
    }

    /// Returns the rows of these keys.
    public func rows(_ keys: [RowKey]) throws -> [Row] {
        try killSwitch.step()
        return keys.compactMap { rows[$0] }
    }

    /// Throws where `protect` was given one of the columns.
    public func checkWritable(_ columns: Set<String>) throws {
        let closed = columns.intersection(protected).sorted()
        guard closed.isEmpty else { throw Self.refusal(of: closed) }
    }

    private static func refusal(of columns: [String]) -> Problem {
        Problem(.credentials, "The columns \(columns.joined(separator: ", ")) may not be changed")
    }

    /// Carries out updates by compare-and-set.
    public func update(_ updates: [RowUpdate]) throws -> [Outcome<Void>] {
        try killSwitch.step()
        let before = rows
        let outcomes = carryOut(updates)
        try killSwitch.step()
        guard let (isDone, problem) = lostCommit else { return outcomes }
        lostCommit = nil
        if !isDone { rows = before }
        return outcomes.map { if case .done = $0 { .unknown(problem) } else { $0 } }
    }

    private func carryOut(_ updates: [RowUpdate]) -> [Outcome<Void>] {
        transactions += 1
        if let interference { interference(&rows) }
        interference = nil
        return updates.map { update in
            if let problem = refusals[update.key] { return .failed(problem) }
            let closed = update.values.map(\.column).filter { protected.contains($0) }
            if !closed.isEmpty { return .failed(Self.refusal(of: closed)) }
            guard var row = rows[update.key] else { return .stale }
            let holds = update.expected.allSatisfy { row.value(of: $0.column, in: schema) == $0.value }
            guard holds else { return .stale }
            for value in update.values { row.set(value.column, to: value.value, in: schema) }
            rows[update.key] = row
            written.append(update)
            return .done(())
        }
    }
}

extension InMemoryTable {
    /// Lets the table call itself otherwise, as another one would.
    public func rename(_ name: String) { self.name = name }

    /// Puts a row into the table, over one that has its key.
    public func put(_ row: Row) { rows[row.key] = row }

    /// Changes a row; a key that does not exist changes nothing.
    public func change(_ key: RowKey, _ change: @Sendable (inout Row) -> Void) {
        guard var row = rows.removeValue(forKey: key) else { return }
        change(&row)
        rows[row.key] = row
    }

    /// Deletes a row.
    public func delete(_ key: RowKey) { rows[key] = nil }

    /// Takes away the right to write a column.
    public func protect(_ column: String) { protected.insert(column) }

    /// Makes every update of a row fail; nil ends that.
    public func refuse(_ key: RowKey, _ problem: Problem?) { refusals[key] = problem }

    /// Leaves the next transaction without an answer to its COMMIT, whether it took effect or not.
    public func loseCommit(isDone: Bool, _ problem: Problem) { lostCommit = (isDone, problem) }

    /// Lets somebody else change the table just before the next update.
    public func interfere(_ change: @escaping @Sendable (inout [RowKey: Row]) -> Void) {
        interference = change
    }
}
