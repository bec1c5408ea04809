import Jira
import JiraAPI
import JiraSandbox
import Reconciliation
import SerialExecution
import Testing
import Workflow

/// A run that is told to stop finishes what it began, and waits for nothing.
@Suite struct InterruptionTests {
    private func closing(_ issue: CreatedIssue) -> IssueChange {
        var change = JiraFixture.change(issue)
        change.addedLabels = ["new"]
        change.comment = "Gone."
        return change
    }

    @Test(arguments: [
        SandboxFault.Kind.status(429, retryAfter: 120), .status(429, retryAfter: 5),
        .status(429, retryAfter: 300, reason: "jira-quota-global-based"),
        .status(429, retryAfter: 60, reason: "jira-per-issue-on-write"),
    ])
    func `a write that Jira puts off is not sent any more`(fault: SandboxFault.Kind) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])
            let before = fixture.clock.waits.count
            fixture.sandbox.addFault(fault, method: "PUT", path: "*", times: nil)
            let notes = Recorder<WriteNote>()
            let task = Task { try await fixture.jira.change(made.map(closing)) { notes.record($0) } }
            fixture.events.react { if case .waits = $0 { task.cancel() } }
            let outcomes = try await task.value
            #expect(outcomes[0].refusal?.kind == .interrupted)
            #expect(notes.all == [.changing(made[0].id, .edit), .unchanged(made[0].id, .edit)])
            #expect(fixture.clock.waits.count == before)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a wait under way ends`(deployment: Deployment) async throws {
        let cancel = Locked<(@Sendable () -> Void)?>(nil)
        let timing = JiraTiming(
            now: { .zero },
            sleep: { wait in
                guard wait > .seconds(2) else { return }
                cancel.withLock { $0 }?()
                // Far longer than anyone waits for a test: only the cancellation ends it.
                try await Task.sleep(for: .seconds(3600))
            },
            random: { 0 }
        )
        try await JiraFixture.run(on: deployment, timing: timing) { fixture in
            fixture.sandbox.addFault(.status(429, retryAfter: 60), path: "*/issue/bulk", times: nil)
            _ = try await fixture.jira.site()
            let task = Task { try await fixture.jira.create([JiraFixture.draft("1")]) }
            cancel.withLock { $0 = { task.cancel() } }
            let outcomes = try await task.value
            #expect(outcomes[0].refusal?.kind == .interrupted)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `what was sent without an answer stays in doubt`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(.statusAfter(503), method: "PUT", path: "*", times: nil)
            let notes = Recorder<WriteNote>()
            let task = Task { try await fixture.jira.change(made.map(closing)) { notes.record($0) } }
            fixture.events.react { event in
                // The first wait is short, and granted.
                if case .waits(_, _, let wait, _) = event, wait > .seconds(2) { task.cancel() }
            }
            let outcomes = try await task.value
            #expect(outcomes[0].doubt?.kind == .interrupted)
            #expect(notes.all == [.changing(made[0].id, .edit)])
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a short wait is granted, so that no change stays half made`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(.status(429, retryAfter: 1), method: "POST", path: "*/comment")
            let task = Task { try await fixture.jira.change(made.map(closing)) }
            fixture.events.react { if case .called("PUT", _, _, _) = $0 { task.cancel() } }
            #expect(try await task.value.map(\.isDone) == [true])
            #expect(fixture.sandbox.issue(made[0].key)?.comments == ["Gone."])
        }
    }

    @Test(arguments: Deployment.allCases)
    func `many short waits are too long a wait`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(
                .status(429, retryAfter: 1),
                method: "POST",
                path: "*/comment",
                times: nil
            )
            let task = Task { try await fixture.jira.change(made.map(closing)) }
            fixture.events.react { if case .called("PUT", _, _, _) = $0 { task.cancel() } }
            let outcomes = try await task.value
            #expect(outcomes[0].refusal?.kind == .interrupted)
            #expect(fixture.clock.waits.reduce(.zero, +) <= .seconds(2))
        }
    }

    @Test func `a create without an answer is looked for once`() async throws {
        try await JiraFixture.run { fixture in
            _ = try await fixture.jira.site()
            fixture.sandbox.addFault(.resetBefore, path: "*/issue/bulk")
            let task = Task { try await fixture.jira.create([JiraFixture.draft("1")]) }
            fixture.events.react { if case .called("POST", "/issue/bulk", nil, _) = $0 { task.cancel() } }
            let outcomes = try await task.value
            #expect(outcomes[0].doubt != nil)
            #expect(fixture.clock.waits.isEmpty)
            #expect(fixture.count("POST /search/jql") == 2)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `looking for what a dead run made ends with the run`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            _ = try await fixture.jira.site()
            let marker = JiraFixture.draft("1").marker
            let task = Task { try await fixture.jira.find([marker], age: .zero) }
            fixture.events.react { event in
                if case .waits(_, _, .seconds(4), _) = event { task.cancel() }
            }
            let problem = try await problem { _ = try await task.value }
            #expect(problem.kind == .interrupted)
            #expect(fixture.clock.waits == [.seconds(1), .seconds(2)])
        }
    }

    @Test(arguments: Deployment.allCases)
    func `an edit in doubt stays so whatever comes after`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(.resetAfter, method: "PUT", path: "*")
            fixture.sandbox.addFault(.status(403), method: "PUT", path: "*")
            let outcomes = try await fixture.jira.change(made.map(closing))
            #expect(outcomes[0].doubt?.summary.contains("status 403") == true)
        }
    }
}
