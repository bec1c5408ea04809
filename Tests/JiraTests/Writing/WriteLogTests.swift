import Jira
import JiraSandbox
import Reconciliation
import Testing
import Workflow

/// The notes of each write, and their moments.
@Suite struct WriteLogTests {
    private static let full = Problem(.failure, "The journal could not be written.")

    private func operations(_ rows: ClosedRange<Int>) -> [String] { rows.map { "operation-\($0)" } }

    private func created(_ notes: [WriteNote]) -> [String: CreatedIssue] {
        notes.reduce(into: [:]) { all, note in
            if case .created(let issues) = note { all.merge(issues) { $1 } }
        }
    }

    private func announced(_ notes: [WriteNote]) -> [[String]] {
        notes.compactMap { if case .creating(let markers) = $0 { markers.map(\.operation) } else { nil } }
    }

    private func refused(_ notes: [WriteNote]) -> [String] {
        notes.flatMap { if case .refused(let operations) = $0 { operations } else { [String]() } }
    }

    @Test func `each batch of creates is told before it is sent, and each issue once it is known`()
        async throws
    {
        try await JiraFixture.run(adjust: { $0.limits.createBatch = 2 }) { fixture in
            let notes = Recorder<WriteNote>()
            let drafts = (1...5).map {
                JiraFixture.draft("\($0)", $0 == 4 ? ["summary": .text("a\nb")] : [:])
            }
            let outcomes = try await fixture.jira.create(drafts) { note in
                if case .creating(let markers) = note {
                    let made = fixture.sandbox.issues.map(\.summary)
                    #expect(markers.allSatisfy { !made.contains("Debt \($0.row)") })
                }
                notes.record(note)
            }
            #expect(Set(announced(notes.all).flatMap { $0 }) == Set(operations(1...5)))
            #expect(announced(notes.all).map(\.count).sorted() == [1, 2, 2])
            #expect(refused(notes.all) == ["operation-4"])
            let made = created(notes.all)
            #expect(made.count == 4)
            for (draft, outcome) in zip(drafts, outcomes) {
                #expect(made[draft.marker.operation] == outcome.value)
            }
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a batch that cannot be told of is not sent`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment, adjust: { $0.limits.createBatch = 2 }) { fixture in
            let drafts = (1...4).map { JiraFixture.draft("\($0)") }
            let outcomes = try await fixture.jira.create(drafts) { note in
                if case .creating(let markers) = note, markers[0].row == "3" { throw Self.full }
            }
            #expect(outcomes.map(\.isDone) == [true, true, false, false])
            #expect(outcomes[2].refusal?.summary == "row 3: \(Self.full.summary)")
            #expect(fixture.sandbox.issues.map(\.summary) == ["Debt 1", "Debt 2"])
        }
    }

    @Test(arguments: Deployment.allCases)
    func `an answer that cannot be noted takes nothing back`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            let outcomes = try await fixture.jira.create([JiraFixture.draft("1")]) { note in
                if case .created = note { throw Self.full }
            }
            let made = try #require(outcomes[0].value)
            var change = JiraFixture.change(made)
            change.addedLabels = ["new"]
            let changed = try await fixture.jira.change([change]) { note in
                if case .changed = note { throw Self.full }
            }
            #expect(changed.map(\.isDone) == [true])
        }
    }

    @Test(arguments: [SandboxFault.Kind.status(403), .status(400), .status(429, retryAfter: 4000)])
    func `a batch that Jira refuses came to nothing`(fault: SandboxFault.Kind) async throws {
        try await JiraFixture.run { fixture in
            fixture.sandbox.addFault(fault, path: "*/issue/bulk")
            let notes = Recorder<WriteNote>()
            _ = try await fixture.jira.create([JiraFixture.draft("1"), JiraFixture.draft("2")]) {
                notes.record($0)
            }
            #expect(refused(notes.all) == operations(1...2))
        }
    }

    @Test(arguments: [SandboxFault.Kind.resetAfter, .resetBefore, .status(500), .garbageBody])
    func `of a batch without an answer only what is found is noted`(fault: SandboxFault.Kind) async throws {
        try await JiraFixture.run { fixture in
            fixture.sandbox.addFault(fault, path: "*/issue/bulk")
            let notes = Recorder<WriteNote>()
            let outcomes = try await fixture.jira.create([JiraFixture.draft("1"), JiraFixture.draft("2")]) {
                notes.record($0)
            }
            #expect(refused(notes.all).isEmpty)
            #expect(created(notes.all).count == outcomes.count { $0.isDone })
            #expect(created(notes.all).count == fixture.sandbox.issues.count)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `each part of a change is told before it is sent, and once it is answered`(
        deployment: Deployment
    ) async throws {
        try await JiraFixture.run(SandboxConfiguration.stepwise) { fixture in
            let made = try await fixture.created(["1"])[0]
            var change = JiraFixture.change(made)
            change.addedLabels = ["new"]
            change.comment = "Gone."
            change.transition = .closed(resolution: nil)
            let notes = Recorder<WriteNote>()
            let outcomes = try await fixture.jira.change([change]) { note in
                let issue = try #require(fixture.sandbox.issue(made.key))
                switch note {
                case .changing(_, .edit): #expect(!issue.labels.contains("new"))
                case .changing(_, .comment): #expect(issue.comments.isEmpty)
                case .changing(_, .transition): #expect(issue.statusCategory != "done")
                default: break
                }
                notes.record(note)
            }
            #expect(outcomes.map(\.isDone) == [true])
            let parts: [IssueChange.Part] = [.edit, .transition, .comment, .transition]
            let told = parts.flatMap { part -> [WriteNote] in
                [.changing(made.id, part), .changed(made.id, part)]
            }
            #expect(notes.all == told)
        }
    }

    @Test(arguments: IssueChange.Part.allCases)
    func `a part that cannot be told of is not sent, nor are those after it`(
        part: IssueChange.Part
    ) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])[0]
            var change = JiraFixture.change(made)
            change.addedLabels = ["new"]
            change.comment = "Gone."
            change.transition = .closed(resolution: nil)
            let outcomes = try await fixture.jira.change([change]) { note in
                if note == .changing(made.id, part) { throw Self.full }
            }
            #expect(outcomes[0].refusal?.summary == "\(made.key): \(Self.full.summary)")
            let issue = try #require(fixture.sandbox.issue(made.key))
            #expect(issue.labels.contains("new") == (part != .edit))
            #expect(issue.comments.isEmpty == (part != .transition))
            #expect(issue.statusCategory != "done")
        }
    }

    @Test(arguments: [
        (SandboxFault.Kind.status(400), true), (.status(403), true), (.resetAfter, false),
        (.status(500), false),
    ])
    func `of a part nothing is noted but a certain answer`(
        fault: SandboxFault.Kind,
        isCertain: Bool
    ) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            var changes = made.map { JiraFixture.change($0) }
            changes[0].addedLabels = ["new"]
            changes[1].comment = "Gone."
            changes[2].transition = .closed(resolution: nil)
            // The steps on offer can be read, only none can be taken.
            for (method, path) in [
                ("PUT", "*/issue/\(made[0].id)"), ("POST", "*/comment"), ("POST", "*/transitions"),
            ] {
                fixture.sandbox.addFault(fault, method: method, path: path, times: nil)
            }
            let notes = Recorder<WriteNote>()
            let outcomes = try await fixture.jira.change(changes) { notes.record($0) }
            let parts: [IssueChange.Part] = [.edit, .comment, .transition]
            for ((issue, part), outcome) in zip(zip(made, parts), outcomes) {
                #expect(notes.all.contains(.changing(issue.id, part)))
                #expect(notes.all.contains(.unchanged(issue.id, part)) == isCertain)
                let isDone = notes.all.contains(.changed(issue.id, part))
                #expect(isDone == outcome.isDone)
            }
        }
    }
}

extension SandboxConfiguration {
    /// A workflow in which nothing leads directly from a new issue to a closed one.
    static var stepwise: SandboxConfiguration {
        var configuration = SandboxConfiguration()
        configuration.workflow = "stepwise"
        return configuration
    }
}
