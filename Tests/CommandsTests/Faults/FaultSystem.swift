import Curl
import Jira
import JiraAPI
import JiraSandbox
import Reconciliation
import SerialExecution
import TestSupport
import Testing
import Workflow

@testable import Commands

/// A table, a state and a journal in memory beside a Jira that is asked over HTTP, and a clock on which waiting takes no time.
struct FaultSystem: Sendable {
    let folder: String
    let sandbox: JiraSandbox
    let table: InMemoryTable
    let repository: InMemoryStateRepository
    let journal = InMemoryJournal()
    /// The number of UUIDs made; no two systems with one past make the same.
    let uuids: Locked<Int>
    private let clock = Locked(Duration.zero)

    /// Runs a command line, as a process of its own would.
    func run(_ arguments: String..., patience: Duration = .seconds(3600)) async -> MemoryCommandSystem.Run {
        let transcript = Transcript()
        var environment = transcript.environment(in: folder)
        let (system, clock, uuids) = (self, clock, uuids)
        environment.now = { (1_795_460_000 + clock.withLock { $0.components.seconds }, 0) }
        environment.makeUUID = {
            let number = uuids.withLock { number in
                number += 1
                return number
            }
            return "00000000-0000-4000-8000-\(100_000_000_000 + number)"
        }
        environment.makeAdapters = { place, _ in
            let jira = try system.jira(for: place, patience)
            return Adapters(
                table: system.table,
                tracker: jira,
                repository: system.repository,
                journal: system.journal,
                calls: { await jira.calls }
            )
        }
        environment.makeRepository = { _ in system.repository }
        environment.makeJournal = { _ in system.journal }
        let status = await Tool.run(arguments, in: environment)
        return MemoryCommandSystem.Run(status: status, answer: transcript.answer, remarks: transcript.remarks)
    }

    private func jira(for place: CommandContext, _ patience: Duration) throws -> JiraTracker {
        let client = try #require(
            HTTPClient(HTTPClientConfiguration(userAgent: "audit-jira-tests", timeout: patience))
        )
        let configuration = JiraConfiguration(
            apiURL: sandbox.url,
            credentials: .basic(email: "dev@example.com", token: "sandbox-token"),
            project: place.configuration.jira.project,
            fields: place.settings.mapping.fields.map(\.name)
        )
        let clock = clock
        let timing = JiraTiming(
            now: { clock.withLock { $0 } },
            sleep: { wait in
                try Task.checkCancellation()
                clock.withLock { $0 += wait }
            },
            random: { 0.5 }
        )
        return JiraTracker(configuration, client: client, timing: timing) { _ in }
    }

    /// The ticket that a row lists last.
    func ticket(of row: RowKey) async throws -> String { try #require(await table.rows[row]?.tickets?.last) }
}

extension FaultSystem {
    /// Makes one of rows and a state; the UUIDs go on from those of another.
    init(
        _ folder: String,
        _ sandbox: JiraSandbox,
        _ rows: [Row],
        _ state: State?,
        uuids: Locked<Int> = Locked(0)
    ) {
        self.init(
            folder: folder,
            sandbox: sandbox,
            table: InMemoryTable(rows),
            repository: InMemoryStateRepository(state),
            uuids: uuids
        )
    }
}
