import JSON
import Jira
import JiraSandbox
import Reconciliation
import Testing
import Workflow

/// One day's work, with each of its requests spoilt in turn by each kind of fault: afterwards the rest can be done, and nothing
/// was done twice.
@Suite struct FaultSweepTests {
    /// A fault and how it is called in a report.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var kind: SandboxFault.Kind
        /// The number of requests in a row that it spoils; nil for all from then on.
        var times: Int? = 1
    }

    private static let cases: [Case] = [
        Case(testDescription: "reset-before", kind: .resetBefore),
        Case(testDescription: "reset-after", kind: .resetAfter),
        Case(testDescription: "close-before", kind: .closeBefore),
        Case(testDescription: "close-after", kind: .closeAfter),
        Case(testDescription: "hang", kind: .hang), Case(testDescription: "hang-after", kind: .hangAfter),
        Case(testDescription: "cut-body", kind: .cutBody),
        Case(testDescription: "garbage-body", kind: .garbageBody),
        Case(testDescription: "empty body", kind: .body("")),
        Case(testDescription: "wrong shape", kind: .body(#"{"issues":7}"#)),
        Case(testDescription: "400", kind: .status(400)), Case(testDescription: "401", kind: .status(401)),
        Case(testDescription: "403", kind: .status(403)), Case(testDescription: "404", kind: .status(404)),
        Case(testDescription: "409", kind: .status(409)),
        Case(testDescription: "429", kind: .status(429, retryAfter: 3, reason: "jira-burst-based")),
        Case(testDescription: "500", kind: .status(500)),
        Case(testDescription: "503", kind: .status(503, retryAfter: 2, html: true)),
        Case(testDescription: "status-after 502", kind: .statusAfter(502)),
        Case(testDescription: "status-after 500", kind: .statusAfter(500)),
        Case(testDescription: "slow", kind: .slow(.milliseconds(3))),
        Case(testDescription: "anonymous", kind: .anonymous),
        Case(testDescription: "omit-issues", kind: .omitIssues(["CCS-1", "CCS-5"])),
        Case(testDescription: "500 for ever", kind: .status(500), times: nil),
        Case(testDescription: "reset-after for ever", kind: .resetAfter, times: nil),
    ]

    /// The work: three issues to create, one to edit, one to close with a comment, one to reopen with one.
    private struct Work: Sendable {
        let fixture: JiraFixture
        let drafts = (1...3).map { JiraFixture.draft("\($0)") }
        /// Issues that were there before.
        let old: [CreatedIssue]
        /// The created issues, by row.
        var created: [RowKey: CreatedIssue] = [:]
        /// The drafts whose create may have been carried out.
        var doubtful: [Marker] = []
        /// The changes that are still to be made.
        var changes: [IssueChange]
        var problems: [Problem] = []

        init(_ fixture: JiraFixture, _ old: [CreatedIssue]) {
            self.fixture = fixture
            self.old = old
            var edit = JiraFixture.change(old[0])
            edit.fields = ["description": .text("New words.")]
            edit.addedLabels = ["new"]
            var close = JiraFixture.change(old[1])
            close.comment = "Closed: gone."
            close.transition = .closed(resolution: nil)
            var reopen = JiraFixture.change(old[2])
            reopen.comment = "Reopened: back."
            reopen.transition = .open
            changes = [edit, close, reopen]
        }

        /// Does what is still to be done, as far as it goes; what throws is a problem, never anything else.
        mutating func carryOn(_ jira: JiraTracker) async throws {
            try await attempt { work in
                if !work.doubtful.isEmpty {
                    let found = try await jira.find(work.doubtful, age: .zero)
                    for marker in work.doubtful { work.created[marker.row] = found[marker.operation] }
                    work.doubtful = []
                }
                let open = work.drafts.filter { work.created[$0.marker.row] == nil }
                let outcomes = try await jira.create(open)
                for (draft, outcome) in zip(open, outcomes) {
                    switch outcome {
                    case .done(let issue): work.created[draft.marker.row] = issue
                    case .unknown: work.doubtful.append(draft.marker)
                    case .failed, .stale: break
                    }
                }
            }
            try await attempt { work in
                let outcomes = try await jira.change(work.changes)
                work.changes = zip(work.changes, outcomes).filter { !$1.isDone }.map(\.0)
            }
            try await attempt { work in
                let ids = work.old.map { IssueReference.id($0.id) }
                let read = try await jira.read(ids, into: CollectingSink())
                #expect(read.issues.count == 3)
                // Only what is always left out may be missing, and nothing is.
                #expect(read.missing.isEmpty)
            }
            try await attempt { work in _ = try await jira.marked(since: nil) }
            try await attempt { work in
                let markers = work.old.indices.map { JiraFixture.draft("old-\($0)").marker }
                let found = try await jira.find(markers, age: .seconds(60))
                #expect(found.count == markers.count)
            }
        }

        private mutating func attempt(_ step: (inout Work) async throws -> Void) async throws {
            do {
                try await step(&self)
            } catch let problem as Problem {
                problems.append(problem)
            }
        }

        func check(_ name: String) throws {
            let issues = fixture.sandbox.issues
            var byRow: [String: Int] = [:]
            for issue in issues {
                let marker = try JSON(parsing: issue.properties["audit-jira"] ?? "null")
                byRow[try #require(marker["row"]?.string), default: 0] += 1
            }
            let rows = ["1", "2", "3", "old-0", "old-1", "old-2"]
            #expect(byRow == Dictionary(uniqueKeysWithValues: rows.map { ($0, 1) }), "\(name)")
            #expect(created.count == 3 && changes.isEmpty, "\(name)")
            for (row, issue) in created {
                let found = try #require(fixture.sandbox.issue(issue.key))
                #expect(found.summary == "Debt \(row)")
            }
            let now = try old.map { try #require(fixture.sandbox.issue($0.key)) }
            #expect(
                now[0].labels.contains("new") && now[0].plainDescription.contains("New words."),
                "\(name)"
            )
            #expect(
                now[1].statusCategory == "done" && now[1].comments == ["Closed: gone."],
                "\(name): \(now[1].comments)"
            )
            #expect(
                now[2].statusCategory != "done" && now[2].comments == ["Reopened: back."],
                "\(name): \(now[2].comments)"
            )
        }
    }

    private func run(
        _ workflow: String,
        on deployment: Deployment,
        _ test: @Sendable (JiraFixture, Work) async throws -> Void
    ) async throws {
        var configuration = SandboxConfiguration()
        configuration.workflow = workflow
        configuration.indexLag = .manual
        try await JiraFixture.run(configuration, on: deployment) { fixture in
            let old = try await fixture.jira.create((0..<3).map { JiraFixture.draft("old-\($0)") })
                .map { try #require($0.value) }
            try fixture.sandbox.setStatus(old[2].key, "Done")
            fixture.sandbox.settleIndex()
            fixture.sandbox.forgetRequests()
            try await test(fixture, Work(fixture, old))
        }
    }

    /// Does the work with one request spoilt, and then what is left of it; returns how many requests the first part made.
    private func sweep(
        _ workflow: String,
        _ fault: Case,
        at place: Int,
        on deployment: Deployment
    ) async throws -> Int {
        let requests = Recorder<Int>()
        try await run(workflow, on: deployment) { fixture, work in
            var work = work
            fixture.sandbox.addFault(fault.kind, skip: place, times: fault.times)
            // A machine that is slower than this adds a lost answer, which the work has to bear anyway.
            let isEndless = fault.kind.needsPatience
            try await work.carryOn(isEndless ? fixture.impatient(.seconds(1)) : fixture.another())
            requests.record(fixture.sandbox.requests.count)
            fixture.sandbox.clearFaults()
            work.problems = []
            try await work.carryOn(fixture.another())
            #expect(work.problems.isEmpty, "request \(place)")
            try work.check("request \(place)")
        }
        return try #require(requests.all.first)
    }

    @Test(
        arguments: cases.map { ($0, "stepwise") }
            + cases.filter { $0.isAboutEffect }.map { ($0, "simplified") }
    )
    func `whatever request fails in whatever way, the work is done once in the end`(
        fault: Case,
        workflow: String
    ) async throws {
        try await sweep(workflow, fault, on: .cloud)
    }

    @Test(arguments: cases.filter { $0.isAboutEffect || $0.isAboutSight })
    func `so it is on a Data Center`(fault: Case) async throws {
        try await sweep("simplified", fault, on: .dataCenter)
    }

    private func sweep(_ workflow: String, _ fault: Case, on deployment: Deployment) async throws {
        // Without a fault, to know how many requests there are.
        let none = Case(testDescription: "none", kind: .slow(.zero))
        let count = try await sweep(workflow, none, at: 0, on: deployment)
        #expect(count > 15)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for place in 0..<count {
                group.addTask { try await sweep(workflow, fault, at: place, on: deployment) }
            }
            for try await made in group { #expect(made > 0) }
        }
    }
}

extension SandboxFault.Kind {
    /// Whether only the client's patience ends it.
    fileprivate var needsPatience: Bool { self == .hang || self == .hangAfter }
}

extension FaultSweepTests.Case {
    /// Whether it hides issues.
    fileprivate var isAboutSight: Bool {
        [.status(403), .status(404), .anonymous, .cutBody, .omitIssues(["CCS-1", "CCS-5"])].contains(kind)
    }

    /// Whether what it hides is whether the request had an effect.
    fileprivate var isAboutEffect: Bool {
        [.resetBefore, .resetAfter, .statusAfter(500), .status(500)].contains(kind)
    }
}
