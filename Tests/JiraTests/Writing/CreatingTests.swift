import JSON
import Jira
import JiraAPI
import JiraSandbox
import Reconciliation
import Testing
import Workflow

@Suite struct CreatingTests {
    /// A sandbox whose search sees nothing new, so that only the walk over keys can find what was lost.
    private var lagging: SandboxConfiguration {
        var configuration = SandboxConfiguration()
        configuration.indexLag = .manual
        return configuration
    }

    private func rows(_ count: Int) -> [String] { (1...count).map { "row-\($0)" } }

    /// The row that an issue's marker names.
    private func row(_ issue: SandboxIssue) throws -> String? {
        try JSON(parsing: issue.properties["audit-jira"] ?? "null")["row"]?.string
    }

    @Test func `many drafts take few calls, and each gets its own issue`() async throws {
        try await JiraFixture.run { fixture in
            let outcomes = try await fixture.jira.create(rows(120).map { JiraFixture.draft($0) })
            #expect(outcomes.count == 120)
            for (row, outcome) in zip(rows(120), outcomes) {
                let created = try #require(outcome.value)
                let issue = try #require(fixture.sandbox.issue(created.key))
                #expect(issue.id == Int(created.id.number))
                #expect(try self.row(issue) == row)
                #expect(issue.summary == "Debt \(row)")
                #expect(issue.labels == ["audit-jira", "technical-debt"])
            }
            #expect(fixture.count("POST /issue/bulk") == 3)
            #expect(fixture.count("POST /issue/bulkfetch") == 1)
            #expect(await fixture.jira.calls == 7)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a draft that Jira refuses fails alone and says why`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            var drafts = rows(5).map { JiraFixture.draft($0) }
            drafts[1].fields["summary"] = .text(String(repeating: "x", count: 256))
            drafts[3].fields["labels"] = .list(["has space"])
            let outcomes = try await fixture.jira.create(drafts)
            #expect(outcomes.map(\.isDone) == [true, false, true, false, true])
            #expect(
                outcomes[1].refusal?.summary.contains("row row-2: Jira refused to create the issue") == true
            )
            #expect(outcomes[1].refusal?.summary.contains("255") == true)
            #expect(outcomes[3].refusal?.summary.contains("has space") == true)
            for (place, outcome) in outcomes.enumerated() {
                guard let created = outcome.value, let issue = fixture.sandbox.issue(created.key) else {
                    continue
                }
                #expect(try self.row(issue) == "row-\(place + 1)")
            }
            #expect(fixture.sandbox.issues.count == 3)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a call whose drafts are all refused says why for each`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            let drafts = rows(3).map { JiraFixture.draft($0, ["summary": .text("a\nb")]) }
            let outcomes = try await fixture.jira.create(drafts)
            #expect(outcomes.allSatisfy { $0.refusal?.summary.contains("newline") == true })
            #expect(fixture.sandbox.issues.isEmpty)
        }
    }

    @Test(arguments: [
        SandboxFault.Kind.resetAfter, .cutBody, .garbageBody, .statusAfter(503), .statusAfter(500),
        .statusAfter(409),
        .hangAfter,
    ])
    func `a create whose answer is lost is found and never sent again`(fault: SandboxFault.Kind) async throws
    {
        try await JiraFixture.run(lagging) { fixture in
            let jira = fault == .hangAfter ? try fixture.impatient(.seconds(2)) : fixture.jira
            fixture.sandbox.addFault(fault, method: "POST", path: "*/issue/bulk", skip: 1)
            let outcomes = try await jira.create(rows(110).map { JiraFixture.draft($0) })
            #expect(outcomes.allSatisfy { $0.isDone })
            #expect(fixture.sandbox.issues.count == 110)
            #expect(fixture.count("POST /issue/bulk") == 3)
            for (row, outcome) in zip(rows(110), outcomes) {
                let issue = try #require(outcome.value.flatMap { fixture.sandbox.issue($0.key) })
                #expect(try self.row(issue) == row)
            }
        }
    }

    @Test(arguments: [SandboxFault.Kind.resetBefore, .status(500), .status(503, retryAfter: 1), .hang])
    func `a create that may have been lost is left open and not sent again`(
        fault: SandboxFault.Kind
    ) async throws {
        try await JiraFixture.run { fixture in
            let jira = fault == .hang ? try fixture.impatient(.seconds(2)) : fixture.jira
            fixture.sandbox.addFault(fault, method: "POST", path: "*/issue/bulk")
            let outcomes = try await jira.create(rows(2).map { JiraFixture.draft($0) })
            #expect(
                outcomes.allSatisfy { $0.doubt?.summary.contains("may or may not have been created") == true }
            )
            #expect(fixture.count("POST /issue/bulk") == 1)
            #expect(fixture.sandbox.issues.isEmpty)
        }
    }

    @Test(arguments: ["jira-burst-based", "jira-quota-global-based", nil])
    func `a create that Jira put off is sent again`(reason: String?) async throws {
        try await JiraFixture.run { fixture in
            let fault = SandboxFault.Kind.status(429, retryAfter: 3, reason: reason)
            fixture.sandbox.addFault(fault, method: "POST", path: "*/issue/bulk", times: 3)
            let made = try await fixture.created(rows(2))
            #expect(made.count == 2)
            #expect(fixture.sandbox.issues.count == 2)
            #expect(fixture.clock.waits.reduce(.zero, +) >= .seconds(9))
            let waits = fixture.events.all.filter { if case .waits = $0 { true } else { false } }
            #expect(waits.count == 3)
        }
    }

    @Test(arguments: [400, 401, 403, 404])
    func `a call that is refused creates nothing and says so`(status: Int) async throws {
        try await JiraFixture.run { fixture in
            _ = try await fixture.jira.site()
            fixture.sandbox.addFault(.status(status), method: "POST", path: "*/issue/bulk")
            let outcomes = try await fixture.jira.create(rows(2).map { JiraFixture.draft($0) })
            #expect(outcomes.allSatisfy { $0.refusal?.summary.contains("status \(status)") == true })
            #expect(
                outcomes.allSatisfy { ($0.refusal?.kind == .credentials) == [401, 403].contains(status) }
            )
            #expect(fixture.count("POST /issue/bulk") == 1)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `a create under way is finished when the run is interrupted`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            _ = try await fixture.jira.site()
            let drafts = rows(500).map { JiraFixture.draft($0) }
            let task = Task { try await fixture.jira.create(drafts) }
            fixture.events.react { event in
                if case .called(_, "/issue/bulk", _, _) = event { task.cancel() }
            }
            let outcomes = try await task.value
            let done = outcomes.filter { $0.isDone }.count
            #expect(done == fixture.sandbox.issues.count)
            #expect(done > 0 && done < 500)
            #expect(outcomes.allSatisfy { $0.isDone || $0.refusal?.kind == .interrupted })
        }
    }

    @Test func `without a look at the markers the order decides`() async throws {
        try await JiraFixture.run { fixture in
            fixture.sandbox.addFault(.status(403), path: "*/bulkfetch")
            let made = try await fixture.created(rows(4))
            for (row, created) in zip(rows(4), made) {
                #expect(try self.row(try #require(fixture.sandbox.issue(created.key))) == row)
            }
        }
    }

    @Test(arguments: Deployment.allCases)
    func `what a dead run created is found by its markers`(deployment: Deployment) async throws {
        try await JiraFixture.run(lagging, on: deployment) { fixture in
            let made = try await fixture.created(rows(3))
            let markers = (rows(3) + ["never"]).map { JiraFixture.draft($0).marker }
            let found = try await fixture.jira.find(markers)
            #expect(found.count == 3)
            #expect(found["operation-row-2"] == made[1])
        }
    }

    @Test(arguments: Deployment.allCases)
    func `of a clone and its original the original is found`(deployment: Deployment) async throws {
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(rows(1))
            let clone = try fixture.sandbox.create(
                #"{"fields":{"project":{"key":"CCS"},"issuetype":{"name":"Task"},"summary":"Clone","labels":["audit-jira"]}}"#
            )
            let property = fixture.sandbox.issue(made[0].key)?.properties["audit-jira"]
            try fixture.sandbox.setProperty("audit-jira", of: clone, to: property)
            #expect(
                try await fixture.jira.find([JiraFixture.draft("row-1").marker]) == [
                    "operation-row-1": made[0]
                ]
            )
        }
    }

    @Test func `custom fields are written as their sort wants it`() async throws {
        let seed: JSON = [
            "project": ["key": "CCS"],
            "customFields": [
                ["id": "customfield_1", "name": "Path", "type": "text"],
                ["id": "customfield_2", "name": "Lines", "type": "number"],
                ["id": "customfield_3", "name": "Team", "type": "option", "options": ["Red", "Blue"]],
                ["id": "customfield_4", "name": "Notes", "type": "textarea"],
            ],
        ]
        try await JiraFixture.run(seed: seed, adjust: { $0.fields += (1...4).map { "customfield_\($0)" } }) {
            fixture in
            let fields: [FieldName: FieldValue] = [
                "customfield_1": .text("src/a.py"), "customfield_2": .text("42"),
                "customfield_3": .text("Blue"),
                "customfield_4": .text("A *note*."), "priority": .text("High"),
            ]
            let outcomes = try await fixture.jira.create([
                JiraFixture.draft("1", fields), JiraFixture.draft("2", ["customfield_2": .text("many")]),
                JiraFixture.draft("3", ["customfield_9": .text("x")]),
            ])
            let created = try #require(outcomes[0].value)
            #expect(outcomes[1].refusal?.summary.contains("Lines") == true)
            #expect(outcomes[2].refusal?.kind == .usage)
            let read = try await fixture.jira.read([.id(created.id)], into: CollectingSink()).issues[0]
            #expect(read.fields["customfield_1"] == .text("src/a.py"))
            #expect(read.fields["customfield_2"] == .text("42"))
            #expect(read.fields["customfield_3"] == .text("Blue"))
            #expect(read.fields["customfield_4"] == .text("A note."))
            #expect(fixture.sandbox.issue(created.key)?.priority == "High")
        }
    }
}
