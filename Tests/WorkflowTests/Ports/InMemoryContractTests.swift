import Contracts
import Reconciliation
import SerialExecution
import TestSupport
import Testing
import Workflow

/// The fakes of TestSupport, held to what the real adapters are held to.
@Suite struct InMemoryContractTests {
    private static let tables = RowTableContract("InMemoryTable") { samples in
        let table = InMemoryTable(samples.map(Row.init))
        return RowTableContract.Environment(
            table: table,
            put: { for sample in $0 { await table.put(Row(sample)) } },
            set: { row, column, value in
                await table.change(row) {
                    $0.set(column, to: value.map(ColumnValue.text) ?? .null, in: .example)
                }
            },
            delete: { await table.delete($0) },
            protect: { await table.protect($0) }
        )
    }

    private static let trackers = IssueTrackerContract("InMemoryTracker") { workflow, work in
        let tracker = InMemoryTracker()
        try await work(
            IssueTrackerContract.Environment(
                tracker: tracker,
                deployment: .cloud,
                outside: InMemoryOutside(tracker: tracker, isOneWay: workflow == .oneWay)
            )
        )
    }

    private static let repositories = StateRepositoryContract("InMemoryStateRepository") {
        let repository = InMemoryStateRepository()
        return StateRepositoryContract.Environment(
            repository: repository,
            lockElsewhere: { try await repository.lockElsewhere($0) },
            obstruct: { await repository.refuse($0 ? Problem(.failure, "The file was edited") : nil) },
            spoil: { await repository.spoil(Problem(.failure, "The state is spoilt")) }
        )
    }

    private static let journals = RunJournalContract("InMemoryJournal") {
        let journal = InMemoryJournal()
        return RunJournalContract.Environment(
            journal: journal,
            reopen: { journal },
            tear: { await journal.put(journal.records?.dropLast()) }
        )
    }

    @Test(arguments: RowTableContract.Check.allCases)
    func `the table in memory keeps the contract`(check: RowTableContract.Check) async throws {
        try await Self.tables.run(check)
    }

    @Test(arguments: IssueTrackerContract.Check.allCases)
    func `the tracker in memory keeps the contract`(check: IssueTrackerContract.Check) async throws {
        try await Self.trackers.run(check)
    }

    @Test(arguments: StateRepositoryContract.Check.allCases)
    func `the state in memory keeps the contract`(check: StateRepositoryContract.Check) async throws {
        try await Self.repositories.run(check)
    }

    @Test(arguments: RunJournalContract.Check.allCases)
    func `the journal in memory keeps the contract`(check: RunJournalContract.Check) async throws {
        try await Self.journals.run(check)
    }
}

extension Row {
    /// The row that a table of the example's schema has for a sample.
    fileprivate init(_ sample: SampleRow) {
        self.init(
            key: RowKey(sample.number),
            path: sample.path,
            debt: sample.hasDebt,
            text: sample.debt,
            tickets: sample.tickets,
            also: [.text("\(sample.layer)"), .text(sample.auditStatus), .null]
        )
    }
}

/// The fake's own ways to be changed from outside.
private struct InMemoryOutside: IssueTrackerOutside {
    let tracker: InMemoryTracker
    let isOneWay: Bool

    func act(_ action: OutsideAction) async {
        switch action {
        case .rename(let key, let summary): await tracker.edit(key) { $0.fields["summary"] = .text(summary) }
        case .setStatus(let key, "Done"):
            await tracker.close(key)
            if isOneWay { await tracker.strand(key) }
        case .setStatus(let key, "In Progress"): await tracker.start(key)
        case .setStatus(let key, _): await tracker.reopen(key)
        case .move(let key): await tracker.move(key, to: "OPS")
        case .delete(let key): await tracker.delete(key)
        }
    }

    func comments(on key: String) async throws -> [String] {
        let issue = try #require(await tracker.issue(key))
        return await tracker.comments[issue.id] ?? []
    }

    func isRelated(_ relation: Relation) async -> Bool { await tracker.relations.contains(relation) }

    func passAnHour() async -> Int64 { await tracker.passAnHour() }

    func lagIndex(_ isLagging: Bool) async {
        if isLagging { await tracker.freezeIndex() } else { await tracker.catchUp() }
    }

    func loseCreate(of row: RowKey) async { await tracker.fail(creating: row, .lost(isDone: true)) }
}
