import Jira
import JiraSandbox
import Reconciliation
import Testing
import Workflow

@Suite struct ThrottlingTests {
    @Test(arguments: [
        SandboxFault.Kind.status(429, retryAfter: 1, reason: "jira-burst-based"),
        .status(429), .status(429, retryAfter: 0), .status(503, retryAfter: 1),
    ]) func `many calls at once get through an endpoint that keeps refusing`(
        fault: SandboxFault.Kind
    ) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created((1...40).map { "\($0)" })
            // Even if they all hit the same call, it has one attempt left.
            for skip in [0, 15] {
                fixture.sandbox.addFault(fault, method: "PUT", path: "*", skip: skip, times: 2)
            }
            let changes = made.map { issue in
                var change = JiraFixture.change(issue)
                change.addedLabels = ["new"]
                return change
            }
            let outcomes = try await fixture.jira.change(changes)
            #expect(outcomes.allSatisfy { $0.isDone })
            #expect(fixture.sandbox.issues.allSatisfy { $0.labels.contains("new") })
        }
    }

    @Test func `a refusal about one issue slows no other down`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created((1...30).map { "\($0)" })
            let fault = SandboxFault.Kind.status(429, retryAfter: 30, reason: "jira-per-issue-on-write")
            fixture.sandbox.addFault(fault, method: "PUT", path: "*/issue/\(made[0].id)")
            let changes = made.map { issue in
                var change = JiraFixture.change(issue)
                change.addedLabels = ["new"]
                return change
            }
            #expect(try await fixture.jira.change(changes).allSatisfy { $0.isDone })
            #expect(fixture.clock.waits.count { $0 > .seconds(1) } == 1)
        }
    }

    @Test(arguments: [
        SandboxFault.Kind.status(500), .status(502, html: true), .resetBefore, .status(503, retryAfter: 5),
    ])
    func `a Jira that is down is not asked for ever`(fault: SandboxFault.Kind) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created((1...400).map { "\($0)" })
            fixture.sandbox.forgetRequests()
            fixture.sandbox.addFault(fault, times: nil)
            let changes = made.map { issue in
                var change = JiraFixture.change(issue)
                change.addedLabels = ["new"]
                return change
            }
            let outcomes = try await fixture.jira.change(changes)
            #expect(outcomes.allSatisfy { !$0.isDone })
            #expect(fixture.sandbox.requests.count < 220)
            let last = try #require(outcomes.last?.refusal)
            #expect(last.kind == .failure)
            #expect(last.summary.contains("such calls in a row, and no more are made"))
            #expect(last.hint?.contains("later") == true)
            // Other endpoints are another matter.
            fixture.sandbox.clearFaults()
            #expect(try await fixture.jira.read([.id(made[0].id)], into: CollectingSink()).issues.count == 1)
        }
    }
}
