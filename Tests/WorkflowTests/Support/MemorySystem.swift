import Hashing
import Reconciliation
import SerialExecution
import TestSupport
import Workflow

// Swift Testing has an Issue of its own.
typealias Issue = Reconciliation.Issue

let sha256 = Digester { Digest(words: SHA256.words(of: $0)) }

/// A table, a Jira and a repository, and the tool between them.
struct MemorySystem: Sendable {
    let table: InMemoryTable
    let tracker: InMemoryTracker
    let repository: InMemoryStateRepository
    let journal: InMemoryJournal
    /// The switch that ends the program.
    let killSwitch = KillSwitch()
    var settings: Settings
    var guards = Guards.open
    private let uuids = Counter()

    init(_ rows: [Row] = [], policies: Policies = Policies(), owners: [FieldName: Owner] = [:]) {
        table = InMemoryTable(rows, killSwitch: killSwitch)
        tracker = InMemoryTracker(killSwitch: killSwitch)
        repository = InMemoryStateRepository(killSwitch: killSwitch)
        journal = InMemoryJournal(killSwitch)
        settings = .example(digester: sha256, policies: policies, owners: owners)
    }

    /// The source of the configuration's digest.
    var configuration = "configuration"

    func survey(_ request: Refresh.Request = .full) async throws -> Refresh.Survey {
        try await Refresh(sides).survey(await repository.load(), request)
    }

    func plan(_ request: Refresh.Request = .full) async throws -> Plan { try await survey(request).plan }

    @discardableResult
    func apply(_ plan: Plan, _ options: Apply.Options = Apply.Options()) async throws -> ApplyReport {
        let document = PlanDocument(plan, expectedCalls: 0, tool: "audit-jira test", digester: sha256)
        try await applying.recover()
        return try await applying.run(document, over: await repository.load(), options: options)
    }

    /// The context of every use case.
    var sides: Sides {
        Sides(
            rows: table,
            issues: tracker,
            repository: repository,
            rules: settings,
            configuration: sha256.digest(configuration),
            clock: { 1_764_000_000_000 },
            makeUUID: { uuids.next() },
            report: { _ in }
        )
    }

    var applying: Apply { Apply(sides, writing: table, and: tracker, journal: journal, guards: guards) }

    var deciding: LinkDecisions { LinkDecisions(sides) }

    var rebuild: Rebuild { Rebuild(sides) }

    @discardableResult
    func sync() async throws -> ApplyReport {
        try await applying.recover()
        return try await apply(plan())
    }

    /// The links of the committed state.
    var links: [Link] { get async { await repository.state?.links ?? [] } }

    func row(_ key: RowKey) async -> Row? { await table.rows[key] }
}

/// Counts, and writes the numbers as UUIDs.
private final class Counter: Sendable {
    private let count = Locked(0)

    func next() -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        let digits = String(number)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }
}

extension Guards {
    /// Guards that let everything pass.
    static var open: Guards {
        var guards = Guards()
        guards.limits = [:]
        guards.maxMissingRowsPercent = .max
        guards.maxMissingIssuesPercent = .max
        return guards
    }
}

extension Plan {
    /// The plan in short: `close CCS-1`, `conflict status`, `finding clone`.
    var gist: [String] {
        actions.map(\.gist)
            + conflicts.map { "conflict \($0.field)" }
            + findings.map { "finding \($0.kind.rawValue)" }
    }
}

extension Action {
    /// The action in short.
    var gist: String { operation == .create ? "create \(row)" : "\(operation.rawValue) \(row) \(key ?? "?")" }
}
