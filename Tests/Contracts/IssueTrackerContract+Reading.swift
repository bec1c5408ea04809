import Reconciliation
import Testing
import Workflow

/// The promises of `IssueReader`.
extension IssueTrackerContract {
    func checkSite(_ environment: Environment) async throws {
        let site = try await environment.tracker.site()
        #expect(site.project == "CCS", "\(name)")
        #expect(!site.url.isEmpty && !site.url.hasSuffix("/"), "\(name): \(site.url)")
        #expect(!site.projectID.isEmpty && !site.account.isEmpty, "\(name)")
        #expect(site.deployment == environment.deployment, "\(name)")
        #expect(site.time > 1_500_000_000_000, "\(name)")
        #expect(try await environment.tracker.site() == site, "\(name)")
    }

    func checkReading(_ environment: Environment) async throws {
        let made = try await create(["1", "2", "3", "4"], environment)
        try await environment.outside.act(.delete(made[1].key))
        let references: [IssueReference] = [
            .id(made[3].id), .key("CCS-404"), .key(made[2].key), .id(made[0].id), .id(made[1].id),
            .id(IssueID(4_040_404)), .id(made[2].id),
        ]
        let read = try await environment.tracker.read(references, into: IssueCollector())
        #expect(read.issues.map(\.id) == [made[0], made[2], made[2], made[3]].map(\.id), "\(name)")
        #expect(
            Set(read.references) == Set([references[0], references[2], references[3], references[6]]),
            "\(name)"
        )
        #expect(Set(read.missing) == Set([references[1], references[4], references[5]]), "\(name)")
        #expect(read.references.count + read.missing.count == references.count, "\(name)")
        let none = try await environment.tracker.read([], into: IssueCollector())
        #expect(none.issues.isEmpty && none.missing.isEmpty, "\(name)")
    }

    func checkMoved(_ environment: Environment) async throws {
        let made = try await create(["1"], environment)
        try await environment.outside.act(.move(made[0].key))
        for reference in [IssueReference.key(made[0].key), .id(made[0].id), .key("OPS-1")] {
            let read = try await environment.tracker.read([reference], into: IssueCollector())
            #expect(read.issues.map(\.key) == ["OPS-1"], "\(name): \(reference)")
            #expect(read.issues.map(\.id) == made.map(\.id), "\(name): \(reference)")
            #expect(read.references == [reference], "\(name)")
        }
    }

    func checkEnding(_ environment: Environment) async throws {
        let made = try await create(["1", "2"], environment)
        let end = Problem(.failure, "The sink is full")
        let thrown = await #expect(throws: Problem.self, "\(name)") {
            try await environment.tracker.read(
                made.map { .id($0.id) },
                into: IssueCollector(failingWith: end)
            )
        }
        #expect(thrown == end, "\(name)")
    }

    func checkFinding(_ environment: Environment) async throws {
        let made = try await create(["1", "2"], environment)
        let markers = ["2", "404"].map { Self.draft($0).marker }
        let found = try await environment.tracker.find(markers, age: .seconds(3600))
        #expect(found == ["operation-2": made[1]], "\(name)")
        #expect(try await environment.tracker.find([], age: .seconds(3600)).isEmpty, "\(name)")
    }

    func checkMarked(_ environment: Environment) async throws {
        let tracker = environment.tracker
        #expect(try await tracker.marked(since: nil) == MarkedIssues(ids: []), "\(name)")
        let made = try await create(["1", "2", "3"], environment)
        #expect(try await tracker.marked(since: nil) == MarkedIssues(ids: made.map(\.id).sorted()), "\(name)")
        let moment = try await environment.outside.passAnHour()
        try await environment.outside.act(.rename(made[1].key, "New"))
        let changed = try await tracker.marked(since: moment)
        #expect(changed == MarkedIssues(ids: [made[1].id], total: 3), "\(name)")
        var change = IssueChange(issue: made[0].id, key: made[0].key, row: "1")
        change.removedLabels = [Marker.name]
        #expect(try await tracker.change([change]) { _ in }.map(\.word) == ["done"], "\(name)")
        #expect(try await tracker.marked(since: nil).ids == made[1...].map(\.id).sorted(), "\(name)")
    }

    func checkLagging(_ environment: Environment) async throws {
        let tracker = environment.tracker
        let old = try await create(["1"], environment)
        try await environment.outside.lagIndex(true)
        let new = try await create(["2", "3"], environment)
        #expect(try await tracker.marked(since: nil).ids == old.map(\.id), "\(name)")
        // Those that the index may not know: the new ones, and perhaps some that it does know.
        let unindexed = Set(try await tracker.unindexed())
        #expect(unindexed.isSuperset(of: new.map(\.id)), "\(name)")
        #expect(unindexed.isSubset(of: (old + new).map(\.id)), "\(name)")
        #expect(try await tracker.youngest().sorted() == (old + new).map(\.id).sorted(), "\(name)")
        // Reads do not lag.
        let read = try await tracker.read(new.map { .key($0.key) }, into: IssueCollector())
        #expect(read.issues.map(\.id) == new.map(\.id).sorted(), "\(name)")
        try await environment.outside.lagIndex(false)
        #expect(try await tracker.marked(since: nil).ids == (old + new).map(\.id).sorted(), "\(name)")
    }

    func checkDeadEnds(_ environment: Environment) async throws {
        let made = try await create(["1", "2"], environment)
        try await environment.outside.act(.setStatus(made[0].key, "Done"))
        let closed = try await environment.tracker.deadEnds(among: [made[0].id])
        #expect(closed == [made[0].id], "\(name)")
        #expect(try await environment.tracker.deadEnds(among: []).isEmpty, "\(name)")
    }

    func checkForecasts(_ environment: Environment) async throws {
        let made = try await create(["1", "2"], environment)
        try await environment.outside.act(.setStatus(made[1].key, "Done"))
        let actions = zip([Operation.close, .reopen], made).map { operation, issue in
            Action(operation, row: "1", path: "a.py", issue: issue.id, key: issue.key, reason: .other("test"))
        }
        let forecasts = try await environment.tracker.forecasts(for: actions)
        #expect(forecasts.count == 2, "\(name)")
        #expect(forecasts.allSatisfy { $0.obstacle == nil }, "\(name): \(forecasts)")
        #expect(try await environment.tracker.forecasts(for: []).isEmpty, "\(name)")
        #expect(try await environment.tracker.deadEnds(among: [made[1].id]).isEmpty, "\(name)")
    }
}

/// A sink that keeps everything, or ends the reading at the first issue.
struct IssueCollector: IssueSink {
    private(set) var issues: [Reconciliation.Issue] = []
    private(set) var references: [IssueReference] = []
    private(set) var missing: [IssueReference] = []
    private let problem: Problem?

    init(failingWith problem: Problem? = nil) { self.problem = problem }

    mutating func add(_ issue: Reconciliation.Issue, askedAs reference: IssueReference) throws {
        if let problem { throw problem }
        issues.append(issue)
        references.append(reference)
    }

    mutating func addMissing(_ reference: IssueReference) { missing.append(reference) }
}
