import Reconciliation
import SerialExecution
import TestSupport
import Workflow

@testable import Commands

/// A table, a Jira and a state in memory, with a configuration in a folder of its own.
struct MemoryCommandSystem: ~Copyable {
    let folder: TemporaryDirectory
    let table: InMemoryTable
    let tracker: InMemoryTracker
    let repository: InMemoryStateRepository
    let journal: InMemoryJournal
    private let uuids = Locked(0)
    /// What keeps the program alive.
    let lifeline = Lifeline()

    static let configuration = """
        version: 1
        database: {also: [layer_number, audit_status, audit_date]}
        jira: {project: CCS, url: "https://bakery.example"}

        """

    init(_ rows: [Row] = [], _ more: String = "") throws {
        let folder = try TemporaryDirectory(named: "system")
        try folder.write(Self.configuration + more, to: "audit-jira.yaml")
        table = InMemoryTable(rows, lifeline: lifeline)
        tracker = InMemoryTracker(lifeline: lifeline)
        repository = InMemoryStateRepository(lifeline: lifeline)
        journal = InMemoryJournal(lifeline)
        self.folder = folder
    }

    static func row(_ key: Int, debt: Bool = true, tickets: [String]? = nil) -> Row {
        Row(
            key: RowKey("\(key)"),
            path: "shop/file\(key).py",
            debt: debt,
            text: debt ? "Debt **\(key)**" : nil,
            tickets: tickets,
            also: [.text("1"), .null, .null]
        )
    }

    /// A run: how it ended, and what it wrote.
    struct Run {
        let status: Int32
        let answer: String
        let remarks: String

        /// All of it, for a snapshot.
        var text: String { "\(answer)--- remarks\n\(remarks)--- status \(status)\n" }
    }

    /// Runs a command line.
    func run(
        _ arguments: String...,
        typing lines: [String] = [],
        isTerminal: Bool = false,
        variables: [String: String] = [:]
    ) async -> Run {
        await run(arguments, typing: lines, isTerminal: isTerminal, variables: variables)
    }

    /// Runs a command line in an environment that was adjusted.
    func run(
        _ arguments: [String],
        typing lines: [String] = [],
        isTerminal: Bool = false,
        variables: [String: String] = [:],
        adjusting adjust: (inout Environment) -> Void = { _ in }
    ) async -> Run {
        let transcript = Transcript(typing: lines, isTerminal: isTerminal)
        var environment = transcript.environment(in: folder.path)
        environment.variables = variables
        let uuids = uuids
        environment.makeUUID = {
            let number = uuids.withLock { number in
                number += 1
                return number
            }
            return "00000000-0000-4000-8000-\(100_000_000_000 + number)"
        }
        let (table, tracker, repository, journal) = (table, tracker, repository, journal)
        environment.makeAdapters = { _, _ in
            Adapters(
                table: table,
                tracker: tracker,
                repository: repository,
                journal: journal,
                calls: { 7 }
            )
        }
        environment.makeRepository = { _ in repository }
        environment.makeJournal = { _ in journal }
        adjust(&environment)
        let status = await Tool.run(arguments, in: environment)
        // The folder's name is another in every run.
        let (answer, remarks) = (transcript.answer, transcript.remarks)
        return Run(
            status: status,
            answer: answer.replacing(folder.path, with: "FOLDER"),
            remarks: remarks.replacing(folder.path, with: "FOLDER")
        )
    }
}
