import JSON
import Jira
import JiraSandbox
import Reconciliation
import Testing
import Workflow

/// What holds whatever goes wrong on the way: nothing is made twice, and nothing is called done or failed that is not.
@Suite struct RandomFaultTests {
    private static let kinds: [SandboxFault.Kind] = [
        .resetBefore, .resetAfter, .cutBody, .garbageBody, .status(500),
        .status(503, retryAfter: 1, html: true),
        .status(429, retryAfter: 2, reason: "jira-burst-based"), .status(429), .status(409),
        .statusAfter(502),
        .statusAfter(500), .slow(.milliseconds(5)), .hang, .hangAfter,
    ]

    /// Numbers from a seed, the same every time.
    private struct Dice {
        var state: UInt64

        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % sides
        }
    }

    private static let seeds =
        (1...24).map { ($0, Deployment.cloud) } + (25...32).map { ($0, Deployment.dataCenter) }

    private func addFaults(_ fixture: JiraFixture, _ dice: inout Dice, paths: [String]) {
        for _ in 0..<4 {
            fixture.sandbox.addFault(
                Self.kinds[dice.roll(Self.kinds.count)],
                path: paths[dice.roll(paths.count)],
                skip: dice.roll(4),
                times: 1 + dice.roll(2)
            )
        }
    }

    @Test(arguments: seeds) func `creates are made once or not at all, and told truly`(
        seed: Int,
        deployment: Deployment
    ) async throws {
        var configuration = SandboxConfiguration()
        if seed.isMultiple(of: 2) { configuration.indexLag = .manual }
        try await JiraFixture.run(configuration, on: deployment) { fixture in
            _ = try await fixture.jira.site()
            var dice = Dice(state: UInt64(seed))
            let reads = deployment == .cloud ? ["*/bulkfetch", "*/search/jql"] : ["*/issue/1*", "*/search"]
            addFaults(fixture, &dice, paths: ["*/issue/bulk", "*/issue/bulk"] + reads)
            let rows = (1...130).map { "\($0)" }
            let drafts = rows.map { row in
                // One in nine is a draft that Jira refuses.
                JiraFixture.draft(row, dice.roll(9) == 0 ? ["summary": .text("a\nb")] : [:])
            }
            let outcomes = try await fixture.impatient(.seconds(2)).create(drafts)
            var made: [String: [SandboxIssue]] = [:]
            for issue in fixture.sandbox.issues {
                let marker = try JSON(parsing: issue.properties["audit-jira"] ?? "null")
                made[try #require(marker["row"]?.string), default: []].append(issue)
            }
            for (row, outcome) in zip(rows, outcomes) {
                let issues = made[row] ?? []
                switch outcome {
                case .done(let created): #expect(issues.map(\.key) == [created.key], "row \(row)")
                case .failed: #expect(issues.isEmpty, "row \(row)")
                case .unknown: #expect(issues.count <= 1, "row \(row)")
                case .stale: Testing.Issue.record("a create cannot be stale")
                }
            }
        }
    }

    @Test(arguments: seeds) func `changes are made or told not to be`(
        seed: Int,
        deployment: Deployment
    ) async throws {
        var configuration = SandboxConfiguration()
        configuration.workflow = ["simplified", "resolution-required", "stepwise"][seed % 3]
        try await JiraFixture.run(configuration, on: deployment) { fixture in
            let made = try await fixture.created((1...12).map { "\($0)" })
            var dice = Dice(state: UInt64(seed))
            addFaults(fixture, &dice, paths: ["*/transitions", "*/comment", "*/bulkfetch", "*/issue/1*"])
            let changes = made.map { issue in
                var change = JiraFixture.change(issue)
                change.fields = ["description": .text("New text.")]
                change.addedLabels = ["new"]
                change.transition = .closed(resolution: nil)
                change.comment = "Closed."
                return change
            }
            let outcomes = try await fixture.impatient(.seconds(2)).change(changes)
            for (issue, outcome) in zip(made, outcomes) {
                let now = try #require(fixture.sandbox.issue(issue.key))
                #expect(now.comments.count <= 1)
                guard outcome.isDone else { continue }
                #expect(now.statusCategory == "done")
                #expect(now.comments == ["Closed."])
                #expect(now.labels.contains("new"))
                #expect(now.plainDescription.contains("New text."))
            }
        }
    }
}
