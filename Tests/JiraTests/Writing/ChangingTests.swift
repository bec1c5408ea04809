import JSON
import Jira
import JiraAPI
import JiraSandbox
import Reconciliation
import Testing
import Workflow

@Suite struct ChangingTests {
    @Test func `an edit sets fields and leaves other labels and people's words alone`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])[0]
            let before = try #require(fixture.sandbox.issue(made.key)?.description)
            let words = #"{"type":"paragraph","content":[{"type":"text","text":"From a person."}]}"#
            let edited = before.replacing(
                #""content":["#,
                with: #""content":[\#(words),"#,
                maxReplacements: 1
            )
            let labels = #"["audit-jira","technical-debt","by-hand"]"#
            try fixture.sandbox.edit(made.key, fields: #"{"description":\#(edited),"labels":\#(labels)}"#)
            var change = JiraFixture.change(made)
            change.fields = ["summary": .text("New"), "description": .text("Changed debt.")]
            change.addedLabels = ["layer-3"]
            change.removedLabels = ["technical-debt"]
            change.marker = Marker(row: "2", lineage: "lineage", operation: "operation-1")
            let outcomes = try await fixture.jira.change([change])
            #expect(outcomes.map(\.isDone) == [true])
            let issue = try #require(fixture.sandbox.issue(made.key))
            #expect(issue.summary == "New")
            #expect(Set(issue.labels) == ["audit-jira", "by-hand", "layer-3"])
            #expect(issue.plainDescription.contains("From a person."))
            let read = try await fixture.jira.read([.id(made.id)], into: CollectingSink()).issues[0]
            #expect(read.fields["description"] == .text("Changed debt."))
            #expect(read.marker?.row == "2")
            #expect(fixture.count("PUT /issue/\(made.id)") == 1)
        }
    }

    @Test func `many edits take one call each and one look`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created((1...60).map { "\($0)" })
            let before = await fixture.jira.calls
            let changes = made.map { issue in
                var change = JiraFixture.change(issue)
                change.fields = ["description": .text("New for \(issue.key).")]
                return change
            }
            let outcomes = try await fixture.jira.change(changes)
            #expect(outcomes.allSatisfy { $0.isDone })
            #expect(await fixture.jira.calls - before == 61)
        }
    }

    @Test func `a change that fails fails alone`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            try fixture.sandbox.delete(made[1].key)
            let changes = made.map { issue in
                var change = JiraFixture.change(issue)
                change.fields = ["summary": .text("New")]
                return change
            }
            let outcomes = try await fixture.jira.change(changes)
            #expect(outcomes.map(\.isDone) == [true, false, true])
            #expect(
                outcomes[1].refusal?.summary.hasPrefix("\(made[1].key): Jira answered with status 404")
                    == true
            )
        }
    }

    @Test func `a look that fails spares the changes before and after it`() async throws {
        try await JiraFixture.run(adjust: { $0.limits.smallReadBatch = 3 }) { fixture in
            let made = try await fixture.created((1...9).map { "\($0)" })
            fixture.sandbox.addFault(.status(403), path: "*/bulkfetch", skip: 1)
            let changes = made.map { issue in
                var change = JiraFixture.change(issue)
                change.fields = ["description": .text("New.")]
                return change
            }
            let outcomes = try await fixture.jira.change(changes)
            #expect(outcomes.map { $0.isDone } == [true, true, true, false, false, false, true, true, true])
            #expect(outcomes[3].refusal?.kind == .credentials)
        }
    }

    @Test func `an edit that Jira refuses names the field`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])[0]
            var change = JiraFixture.change(made)
            change.fields = ["summary": .text("a\nb")]
            change.comment = "Never."
            let outcomes = try await fixture.jira.change([change])
            #expect(outcomes[0].refusal?.summary.contains("summary: ") == true)
            #expect(fixture.sandbox.issue(made.key)?.comments == [])
        }
    }

    @Test(arguments: [
        SandboxFault.Kind.resetBefore, .resetAfter, .status(409), .status(503), .status(429, retryAfter: 2),
        .status(429, retryAfter: 2, reason: "jira-per-issue-on-write"), .statusAfter(502),
    ])
    func `an edit outlives a fault, since it may be repeated`(fault: SandboxFault.Kind) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])[0]
            fixture.sandbox.addFault(fault, method: "PUT", path: "*", times: 2)
            var change = JiraFixture.change(made)
            change.addedLabels = ["new"]
            #expect(try await fixture.jira.change([change]).map(\.isDone) == [true])
            #expect(fixture.sandbox.issue(made.key)?.labels.filter { $0 == "new" } == ["new"])
        }
    }

    @Test func `an edit whose answer never comes is in doubt`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])[0]
            fixture.sandbox.addFault(.resetAfter, method: "PUT", path: "*", times: nil)
            var change = JiraFixture.change(made)
            change.addedLabels = ["new"]
            let outcomes = try await fixture.jira.change([change])
            #expect(outcomes[0].doubt?.summary.hasPrefix(made.key) == true)
        }
    }

    @Test func `an expired token stops the calls`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created((1...40).map { "\($0)" })
            fixture.sandbox.addFault(.status(401), method: "PUT", path: "*", times: nil)
            let changes = made.map { issue in
                var change = JiraFixture.change(issue)
                change.addedLabels = ["new"]
                return change
            }
            let outcomes = try await fixture.jira.change(changes)
            #expect(outcomes.allSatisfy { $0.refusal?.kind == .credentials })
            #expect(fixture.calls.filter { $0.hasPrefix("PUT") }.count <= 8)
        }
    }

    @Test func `the real limits are kept to`() async throws {
        var configuration = SandboxConfiguration()
        configuration.rateLimits = RateLimits()
        try await JiraFixture.run(configuration, timing: .system) { fixture in
            let made = try await fixture.created((1...70).map { "\($0)" })
            let changes = made.map { issue in
                var change = JiraFixture.change(issue)
                change.addedLabels = ["new"]
                return change
            }
            let outcomes = try await fixture.jira.change(changes)
            #expect(outcomes.allSatisfy { $0.isDone })
        }
    }

    @Test func `a change under way is finished when the run is interrupted`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created((1...40).map { "\($0)" })
            let changes = made.map { issue in
                var change = JiraFixture.change(issue)
                change.addedLabels = ["new"]
                change.comment = "Changed."
                return change
            }
            let task = Task { try await fixture.jira.change(changes) }
            fixture.events.react { event in
                if case .called("PUT", _, _, _) = event { task.cancel() }
            }
            let outcomes = try await task.value
            #expect(outcomes.allSatisfy { $0.isDone || $0.refusal?.kind == .interrupted })
            #expect(outcomes.contains { $0.isDone } && outcomes.contains { !$0.isDone })
            for (issue, outcome) in zip(made, outcomes) {
                let now = try #require(fixture.sandbox.issue(issue.key))
                #expect(now.labels.contains("new") == outcome.isDone)
                #expect(now.comments.count == (outcome.isDone ? 1 : 0))
            }
        }
    }

    @Test func `a description without a text loses the tool's words and no others`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])[0]
            let before = try #require(fixture.sandbox.issue(made.key)?.description)
            let words = #"{"type":"paragraph","content":[{"type":"text","text":"From a person."}]}"#
            let edited = before.replacing(
                #""content":["#,
                with: #""content":[\#(words),"#,
                maxReplacements: 1
            )
            try fixture.sandbox.edit(made.key, fields: #"{"description":\#(edited)}"#)
            var change = JiraFixture.change(made)
            change.fields = ["description": .none]
            let outcomes = try await fixture.jira.change([change])
            #expect(outcomes[0].isDone)
            let text = try #require(fixture.sandbox.issue(made.key)?.plainDescription)
            #expect(text.contains("From a person.") && !text.contains("The debt of"))
        }
    }

    @Test func `a comment is added once`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created((1...6).map { "\($0)" })
            let kinds: [SandboxFault.Kind] = [
                .resetAfter, .resetBefore, .status(503), .statusAfter(503), .status(504),
            ]
            for (issue, kind) in zip(made[1...], kinds) {
                fixture.sandbox.addFault(kind, method: "POST", path: "*/\(issue.id)/comment")
            }
            let changes = made.map { issue in
                var change = JiraFixture.change(issue)
                change.comment = "The debt is *gone*."
                return change
            }
            let outcomes = try await fixture.jira.change(changes)
            #expect(outcomes.map { $0.isDone } == [true, true, false, true, true, false])
            #expect(outcomes[2].doubt != nil && outcomes[5].doubt != nil)
            let comments = made.map { fixture.sandbox.issue($0.key)?.comments.count }
            #expect(comments == [1, 1, 0, 1, 1, 0])
        }
    }
}
