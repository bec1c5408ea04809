import Curl
import JSON
import Jira
import JiraAPI
import JiraSandbox
import JiraTestSupport
import Reconciliation
import SerialExecution
import TestSupport
import Testing
import Workflow

/// A client and the sandbox that it talks to.
struct JiraFixture: Sendable {
    let sandbox: JiraSandbox
    let jira: JiraTracker
    /// Makes another client with the same settings, as another run would.
    let another: @Sendable () -> JiraTracker
    /// Makes another client whose calls run out of time after so long, for faults that never end.
    let impatient: @Sendable (_ timeout: Duration) throws -> JiraTracker
    let clock = ManualClock()
    let events = Recorder<JiraEvent>()
    let deployment: Deployment

    private static let semaphore = AsyncSemaphore(count: 8)

    /// Runs a test against a sandbox of its own, and checks at the end that every request was one that Jira knows.
    static func run(
        _ configuration: SandboxConfiguration = SandboxConfiguration(),
        on deployment: Deployment = .cloud,
        seed: JSON? = nil,
        timing: JiraTiming? = nil,
        adjust: (inout JiraConfiguration) -> Void = { _ in },
        _ test: (JiraFixture) async throws -> Void
    ) async throws {
        var configuration = configuration
        if deployment == .dataCenter { configuration.deployment = .datacenter }
        if let seed { configuration.seed = seed.text() }
        let settings = configuration
        try await semaphore.withPermit {
            let sandbox = try await JiraSandbox.start(settings)
            do {
                let fixture = try JiraFixture(sandbox, deployment, timing, adjust)
                // A reaction may hold the fixture, which holds it.
                defer { fixture.events.stopReacting() }
                try await test(fixture)
                let faults = try RequestRules.faults(in: sandbox)
                #expect(faults.isEmpty, "\(faults.prefix(3).joined(separator: "\n"))")
            } catch {
                await sandbox.stop()
                throw error
            }
            await sandbox.stop()
        }
    }

    private init(
        _ sandbox: JiraSandbox,
        _ deployment: Deployment,
        _ timing: JiraTiming?,
        _ adjust: (inout JiraConfiguration) -> Void
    ) throws {
        self.sandbox = sandbox
        self.deployment = deployment
        var configuration = Self.configuration(of: sandbox, deployment)
        adjust(&configuration)
        let client = try Self.client(.seconds(3600))
        let (events, clock, settings) = (events, timing ?? clock.timing, configuration)
        another = { JiraTracker(settings, client: client, timing: clock) { events.record($0) } }
        impatient = { timeout in
            JiraTracker(settings, client: try Self.client(timeout), timing: clock) { events.record($0) }
        }
        jira = another()
    }

    private static func configuration(of sandbox: JiraSandbox, _ deployment: Deployment) -> JiraConfiguration
    {
        JiraConfiguration(
            apiURL: sandbox.url + "/",
            deployment: deployment,
            credentials: .basic(email: "dev@example.com", token: "sandbox-token"),
            project: "CCS"
        )
    }

    private static func client(_ timeout: Duration) throws -> HTTPClient {
        try #require(HTTPClient(HTTPClientConfiguration(userAgent: "audit-jira-tests", timeout: timeout)))
    }

    /// A client for a sandbox that no fixture started.
    static func tracker(
        of sandbox: JiraSandbox,
        _ adjust: (inout JiraConfiguration) -> Void
    ) throws -> JiraTracker {
        var settings = configuration(of: sandbox, .cloud)
        adjust(&settings)
        return JiraTracker(settings, client: try client(.seconds(3600)))
    }

    /// The paths of the calls since the caller was proved, with their methods.
    var calls: [String] {
        sandbox.requests.map { "\($0.method) \($0.path.dropFirst("/rest/api/3".count))" }
            .filter { !["GET /myself", "GET /serverInfo", "GET /project/CCS"].contains($0) }
    }

    func count(_ call: String) -> Int { calls.filter { $0 == call }.count }

    /// A draft for a row, as the planner makes them.
    static func draft(_ row: String, _ fields: [FieldName: FieldValue] = [:]) -> IssueDraft {
        let own: [FieldName: FieldValue] = [
            "summary": .text("Debt \(row)"), "description": .text("The debt of **\(row)**."),
            "labels": .list(["audit-jira", "technical-debt"]),
        ]
        return IssueDraft(
            fields: own.merging(fields) { $1 },
            marker: Marker(row: RowKey(row), lineage: "lineage", operation: "operation-\(row)")
        )
    }

    /// Creates issues for rows and returns them; fails when one is not created.
    func created(_ rows: [String]) async throws -> [CreatedIssue] {
        try await jira.create(rows.map { Self.draft($0) }).map { try #require($0.value) }
    }

    /// A change of an issue that changes nothing yet.
    static func change(_ issue: CreatedIssue) -> IssueChange {
        IssueChange(issue: issue.id, key: issue.key, row: "1")
    }
}

extension Outcome {
    var value: Value? { if case .done(let value) = self { value } else { nil } }

    var isDone: Bool { value != nil }

    /// The reason of a refusal.
    var refusal: Problem? { if case .failed(let problem) = self { problem } else { nil } }

    /// The reason of a doubt.
    var doubt: Problem? { if case .unknown(let problem) = self { problem } else { nil } }
}

/// A clock on which time passes only by waiting, and no wait takes any.
final class ManualClock: Sendable {
    private let state = Locked<(now: Duration, waits: [Duration])>((.zero, []))

    var waits: [Duration] { state.withLock { $0.waits } }

    var timing: JiraTiming {
        JiraTiming(
            now: { self.state.withLock { $0.now } },
            sleep: { wait in
                try Task.checkCancellation()
                self.state.withLock {
                    $0.now += wait
                    $0.waits.append(wait)
                }
            },
            random: { 0.5 }
        )
    }
}

/// A record of elements in their order.
final class Recorder<Element: Sendable>: Sendable {
    private let state = Locked<[Element]>([])
    private let reaction = Locked<(@Sendable (Element) -> Void)?>(nil)

    var all: [Element] { state.withLock { $0 } }

    /// Does something about each element to come, before whoever tells of it goes on.
    func react(_ body: @escaping @Sendable (Element) -> Void) { reaction.withLock { $0 = body } }

    /// Does nothing about the elements to come.
    func stopReacting() { reaction.withLock { $0 = nil } }

    func record(_ element: Element) {
        state.withLock { $0.append(element) }
        reaction.withLock { $0 }?(element)
    }
}

/// A sink that keeps everything.
struct CollectingSink: IssueSink {
    var issues: [Reconciliation.Issue] = []
    var references: [IssueReference] = []
    var missing: [IssueReference] = []

    mutating func add(_ issue: Reconciliation.Issue, askedAs reference: IssueReference) {
        issues.append(issue)
        references.append(reference)
    }

    mutating func addMissing(_ reference: IssueReference) { missing.append(reference) }
}

/// Runs something that must fail with a problem, and returns that.
func problem(_ body: () async throws -> Void) async throws -> Problem {
    var found: Problem?
    do {
        try await body()
    } catch let problem as Problem {
        found = problem
    }
    return try #require(found)
}

extension JiraTracker {
    /// Creates issues, and keeps no log.
    func create(_ drafts: [IssueDraft]) async throws -> [Outcome<CreatedIssue>] {
        try await create(drafts) { _ in }
    }

    /// Changes issues, and keeps no log.
    func change(_ changes: [IssueChange]) async throws -> [Outcome<Void>] {
        try await change(changes) { _ in }
    }

    /// Looks for issues whose creates were sent long ago.
    func find(_ markers: [Marker]) async throws -> [String: CreatedIssue] {
        try await find(markers, age: .seconds(3600))
    }
}
