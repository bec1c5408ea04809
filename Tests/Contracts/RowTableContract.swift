public import Reconciliation
public import TestSupport
public import Testing
public import Workflow

/// The promises of `RowTable` and `RowReader`, as checks over any implementation.
public struct RowTableContract: Sendable {
    /// A table of the sample's columns, and the ways in which somebody else changes it.
    public struct Environment: Sendable {
        /// The table under test, with the columns of `RowSchema.example`.
        public var table: any RowTable
        /// Adds rows.
        public var put: @Sendable ([SampleRow]) async throws -> Void
        /// Sets a text column of a row.
        public var set: @Sendable (_ row: RowKey, _ column: String, _ value: String?) async throws -> Void
        /// Deletes a row.
        public var delete: @Sendable (_ row: RowKey) async throws -> Void
        /// Takes away the right to write a column.
        public var protect: @Sendable (_ column: String) async throws -> Void

        /// Makes an environment.
        public init(
            table: any RowTable,
            put: @escaping @Sendable ([SampleRow]) async throws -> Void,
            set: @escaping @Sendable (_ row: RowKey, _ column: String, _ value: String?) async throws -> Void,
            delete: @escaping @Sendable (_ row: RowKey) async throws -> Void,
            protect: @escaping @Sendable (_ column: String) async throws -> Void
        ) {
            (self.table, self.put, self.set) = (table, put, set)
            (self.delete, self.protect) = (delete, protect)
        }
    }

    /// One promise.
    public enum Check: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case identity = "a table has one name"
        case reading = "each wanted row is handed over once, and all are counted"
        case values = "NULL, an empty text and an empty list are three values"
        case ending = "a sink that throws ends the reading"
        case lookup = "rows are looked up by their keys, and missing ones left out"
        case writing = "an update sets its columns and no others"
        case comparing = "an update of a row that changed is stale, and writes nothing"
        case missing = "an update of a missing row is stale"
        case nulls = "the comparison tells NULL from an empty value"
        case sequence = "two updates of one row happen in their order"
        case readBack = "a value that was read back holds in the next comparison"
        case nothing = "no updates have no outcomes"
        case protected = "a column that may not be written is told before, and refused"

        /// The promise.
        public var testDescription: String { rawValue }
    }

    private let name: String
    private let make: @Sendable (_ rows: [SampleRow]) async throws -> Environment

    /// Makes the contract of an implementation.
    ///
    /// - Parameters:
    ///   - name: The implementation's name, for failures.
    ///   - make: Makes a table of its own that holds some rows.
    public init(_ name: String, make: @escaping @Sendable (_ rows: [SampleRow]) async throws -> Environment) {
        (self.name, self.make) = (name, make)
    }

    /// Runs one check over a table of its own.
    public func run(_ check: Check) async throws {
        switch check {
        case .identity: try await checkIdentity()
        case .reading: try await checkReading()
        case .values: try await checkValues()
        case .ending: try await checkEnding()
        case .lookup: try await checkLookup()
        case .writing: try await checkWriting()
        case .comparing: try await checkComparing()
        case .missing: try await checkMissing()
        case .nulls: try await checkNulls()
        case .sequence: try await checkSequence()
        case .readBack: try await checkReadBack()
        case .nothing: try await checkNothing()
        case .protected: try await checkProtected()
        }
    }

    private static let three = [
        SampleRow("1", path: "a.py", hasDebt: true, debt: "Slow.", tickets: ["CCS-1"]),
        SampleRow("2", path: "b.py"),
        SampleRow("3", path: "c.py", hasDebt: true, debt: "Slower."),
    ]
}

// MARK: Reading

extension RowTableContract {
    private func checkIdentity() async throws {
        let table = try await make([]).table
        let identity = try await table.identity()
        #expect(identity.contains(/^[^\/]+\/[^\/.]+\.[^\/.]+$/), "\(name)")
        #expect(try await table.identity() == identity, "\(name)")
    }

    private func checkReading() async throws {
        let table = try await make(Self.three).table
        let all = try await table.read(into: RowCollector())
        #expect(all.sink.rows.map(\.key).sorted() == ["1", "2", "3"], "\(name)")
        #expect(all.counts == RowCounts(rows: 3, withDebt: 2), "\(name)")
        let some = try await table.read(into: RowCollector(RowInterest(keys: [])))
        #expect(some.sink.rows.map(\.key).sorted() == ["1", "3"], "\(name)")
        #expect(some.counts == RowCounts(rows: 3, withDebt: 2), "\(name)")
        let named = try await table.read(into: RowCollector(RowInterest(keys: [], paths: ["b.py"])))
        #expect(named.sink.rows.map(\.key).sorted() == ["1", "2", "3"], "\(name)")
    }

    private func checkValues() async throws {
        let table = try await make([
            SampleRow("1", path: "a.py", hasDebt: nil, debt: nil, tickets: nil),
            SampleRow("2", path: "b.py", hasDebt: false, debt: "", tickets: []),
            SampleRow("3", path: "c.py", hasDebt: true, debt: "NULL", tickets: ["CCS-2", "CCS-1"]),
        ]).table
        let rows = try await table.read(into: RowCollector()).sink.rows.sorted { $0.key < $1.key }
        #expect(rows.map(\.debt) == [nil, false, true], "\(name)")
        #expect(rows.map(\.text) == [nil, "", "NULL"], "\(name)")
        #expect(rows.map(\.tickets) == [nil, [], ["CCS-2", "CCS-1"]], "\(name)")
        let expected: [ColumnValue] = [.text("1"), .text("NOT_STARTED"), .null]
        #expect(rows.map(\.also) == [expected, expected, expected], "\(name)")
    }

    private func checkEnding() async throws {
        let table = try await make(Self.three).table
        let end = Problem(.failure, "The sink is full")
        let thrown = await #expect(throws: Problem.self, "\(name)") {
            try await table.read(into: RowCollector(failingWith: end))
        }
        #expect(thrown == end, "\(name)")
    }

    private func checkLookup() async throws {
        let environment = try await make(Self.three)
        let rows = try await environment.table.rows(["3", "404", "1"])
        #expect(rows.map(\.key).sorted() == ["1", "3"], "\(name)")
        #expect(rows.first { $0.key == "1" }?.tickets == ["CCS-1"], "\(name)")
        try await environment.set("1", "technical_debt", "Slowest.")
        try await environment.delete("3")
        try await environment.put([SampleRow("4", path: "d.py", debt: "New.")])
        let now = try await environment.table.rows(["1", "3", "4"]).sorted { $0.key < $1.key }
        #expect(now.map(\.text) == ["Slowest.", "New."], "\(name)")
        #expect(try await environment.table.rows([]).isEmpty, "\(name)")
    }
}

// MARK: Writing

extension RowTableContract {
    private func checkWriting() async throws {
        let table = try await make(Self.three).table
        try await table.checkWritable(["has_technical_debt", "jira_tickets", "audit_status"])
        let before = try await table.rows(["1", "2", "3"])
        let outcomes = try await table.update([
            RowUpdate(
                key: "3",
                values: [
                    ColumnAssignment("has_technical_debt", .bool(false)),
                    ColumnAssignment("jira_tickets", .list(["CCS-3", "CCS-4"])),
                ],
                expected: [
                    ColumnAssignment("has_technical_debt", .bool(true)),
                    ColumnAssignment("jira_tickets", .null),
                ]
            ),
            RowUpdate(
                key: "1",
                values: [ColumnAssignment("technical_debt", .null), ColumnAssignment("jira_tickets", .null)],
                expected: [ColumnAssignment("jira_tickets", .list(["CCS-1"]))]
            ),
        ])
        #expect(outcomes.map(\.word) == ["done", "done"], "\(name)")
        var expected = Dictionary(uniqueKeysWithValues: before.map { ($0.key, $0) })
        expected["3"]?.debt = false
        expected["3"]?.take(["CCS-3", "CCS-4"])
        expected["1"]?.text = nil
        expected["1"]?.take(nil)
        let after = try await table.rows(["1", "2", "3"])
        #expect(Dictionary(uniqueKeysWithValues: after.map { ($0.key, $0) }) == expected, "\(name)")
    }

    private func checkComparing() async throws {
        let environment = try await make(Self.three)
        try await environment.set("2", "technical_debt", "New.")
        let updates = ["1", "2", "3"].map { key in
            RowUpdate(
                key: RowKey(key),
                values: [ColumnAssignment("audit_status", .text("COMPLETED"))],
                expected: [
                    ColumnAssignment(
                        "technical_debt",
                        ["1": .text("Slow."), "3": .text("Slower.")][key] ?? .null
                    )
                ]
            )
        }
        #expect(
            try await environment.table.update(updates).map(\.word) == ["done", "stale", "done"],
            "\(name)"
        )
        #expect(try await statuses(environment) == ["COMPLETED", "NOT_STARTED", "COMPLETED"], "\(name)")
    }

    private func checkMissing() async throws {
        let environment = try await make(Self.three)
        try await environment.delete("2")
        let updates = ["3", "2", "404", "1"].map {
            RowUpdate(key: RowKey($0), values: [ColumnAssignment("audit_status", .text("X"))], expected: [])
        }
        let outcomes = try await environment.table.update(updates)
        #expect(outcomes.map(\.word) == ["done", "stale", "stale", "done"], "\(name)")
        #expect(try await statuses(environment) == ["X", "X"], "\(name)")
    }

    private func checkNulls() async throws {
        let environment = try await make([
            SampleRow("1", path: "a.py", hasDebt: nil),
            SampleRow("2", path: "b.py", hasDebt: false, debt: "", tickets: []),
        ])
        func outcome(_ row: RowKey, _ column: String, _ value: ColumnValue) async throws -> String {
            let update = RowUpdate(
                key: row,
                values: [ColumnAssignment("audit_status", .text("X"))],
                expected: [ColumnAssignment(column, value)]
            )
            return try await environment.table.update([update]).map(\.word).joined()
        }
        for (column, empty) in [
            ("technical_debt", ColumnValue.text("")), ("jira_tickets", .list([])),
            ("has_technical_debt", .bool(false)),
        ] {
            #expect(try await outcome("1", column, .null) == "done", "\(name): \(column)")
            #expect(try await outcome("1", column, empty) == "stale", "\(name): \(column)")
            #expect(try await outcome("2", column, .null) == "stale", "\(name): \(column)")
            #expect(try await outcome("2", column, empty) == "done", "\(name): \(column)")
        }
    }

    private func checkSequence() async throws {
        let environment = try await make(Self.three)
        let updates = [("NOT_STARTED", "A"), ("A", "B"), ("A", "C")].map { old, new in
            RowUpdate(
                key: "1",
                values: [ColumnAssignment("audit_status", .text(new))],
                expected: [ColumnAssignment("audit_status", .text(old))]
            )
        }
        #expect(
            try await environment.table.update(updates).map(\.word) == ["done", "done", "stale"],
            "\(name)"
        )
        #expect(try await statuses(environment).first == "B", "\(name)")
    }

    private func checkReadBack() async throws {
        let table = try await make(Self.three).table
        let schema = RowSchema.example
        func resolving(_ row: Row) -> RowUpdate {
            RowUpdate(
                key: row.key,
                values: [ColumnAssignment("audit_date", .text("2025-05-06T07:08:09.000+0000"))],
                expected: schema.columns.dropFirst().map {
                    ColumnAssignment($0, row.value(of: $0, in: schema) ?? .null)
                }
            )
        }
        for _ in 1...2 {
            let rows = try await table.read(into: RowCollector()).sink.rows
            #expect(
                try await table.update(rows.map(resolving)).map(\.word) == ["done", "done", "done"],
                "\(name)"
            )
        }
    }

    private func checkNothing() async throws {
        let table = try await make(Self.three).table
        #expect(try await table.update([]).isEmpty, "\(name)")
    }

    private func checkProtected() async throws {
        let environment = try await make(Self.three)
        let table = environment.table
        try await table.checkWritable([])
        try await table.checkWritable(["has_technical_debt", "audit_status"])
        try await environment.protect("technical_debt")
        try await table.checkWritable(["has_technical_debt", "audit_status"])
        let refusal = await #expect(throws: Problem.self, "\(name)") {
            try await table.checkWritable(["audit_status", "technical_debt"])
        }
        #expect(refusal?.kind == .credentials, "\(name)")
        let before = try await table.rows(["1"])
        let update = RowUpdate(
            key: "1",
            values: [ColumnAssignment("technical_debt", .text("X"))],
            expected: []
        )
        #expect(try await table.update([update]).map(\.word) == ["failed"], "\(name)")
        #expect(try await table.rows(["1"]) == before, "\(name)")
    }

    private func statuses(_ environment: Environment) async throws -> [String] {
        try await environment.table.rows(["1", "2", "3"]).sorted { $0.key < $1.key }.map { row in
            if case .text(let status) = row.value(of: "audit_status", in: .example) { status } else { "NULL" }
        }
    }
}

/// A sink that keeps all rows, or ends the reading at the first.
private struct RowCollector: RowSink {
    var interest: RowInterest = .everything
    private(set) var rows: [Row] = []
    private var problem: Problem?

    init(_ interest: RowInterest = .everything, failingWith problem: Problem? = nil) {
        (self.interest, self.problem) = (interest, problem)
    }

    mutating func add(_ row: Row) throws {
        if let problem { throw problem }
        rows.append(row)
    }
}
