import JiraSandbox
import Reconciliation
import Testing
import Workflow

@testable import Jira

@Suite struct ThrottlingTests {
    private func pace() -> EndpointPace { EndpointPace(perSecond: 90, atOnce: 8, at: .zero) }

    @Test func `an endpoint's pace allows a burst and then a steady rate`() {
        var pace = EndpointPace(perSecond: 10, atOnce: 8, at: .zero)
        let waits = (0..<15).map { _ in pace.reserve(at: .zero) }
        #expect(waits[..<10].allSatisfy { $0 == .zero })
        #expect(zip(waits[9...], waits[10...]).allSatisfy { $0 < $1 })
        #expect(abs(waits[14] / .milliseconds(1) - 500) < 1)
        let later = pace.reserve(at: .seconds(10))
        #expect(later == .zero)
    }

    @Test(arguments: [
        (0, 90.0, 8.0), (1, 45, 4), (2, 22.5, 2), (3, 11.25, 1), (4, 5.625, 1), (7, 1, 1), (20, 1, 1),
    ]) func `each refusal halves pace and number, down to one of each`(
        refusals: Int,
        perSecond: Double,
        atOnce: Double
    ) {
        var pace = pace()
        for second in 0..<refusals {
            pace.slowDown(after: .seconds(second) + .milliseconds(1), at: .seconds(second + 1))
        }
        #expect(pace.perSecond == perSecond)
        #expect(pace.atOnce == atOnce)
    }

    @Test func `a burst of refusals counts once`() {
        var pace = pace()
        // Eight calls were on their way when Jira said no to all of them.
        for milliseconds in 10..<18 { pace.slowDown(after: .zero, at: .milliseconds(milliseconds)) }
        #expect(pace.perSecond == 45)
        pace.slowDown(after: .milliseconds(11), at: .milliseconds(30))
        #expect(pace.perSecond == 22.5)
    }

    @Test func `what succeeds brings pace and number back step by step, and no further`() {
        var pace = pace()
        for second in 0..<10 {
            pace.slowDown(after: .seconds(second) + .milliseconds(1), at: .seconds(second + 1))
        }
        var before = pace
        for _ in 0..<40 {
            pace.speedUp()
            #expect(pace.perSecond > before.perSecond && pace.perSecond < 90)
            #expect(pace.atOnce >= before.atOnce && pace.atOnce - before.atOnce <= 1)
            before = pace
        }
        for _ in 0..<100 { pace.speedUp() }
        #expect(pace.perSecond == 90)
        #expect(pace.atOnce == 8)
    }

    @Test func `there is room for as many calls as may be under way`() {
        var pace = EndpointPace(perSecond: 90, atOnce: 2, at: .zero)
        pace.begin()
        #expect(pace.hasRoom)
        pace.begin()
        #expect(!pace.hasRoom)
        pace.end()
        #expect(pace.hasRoom)
        pace.slowDown(after: .milliseconds(1), at: .milliseconds(2))
        #expect(!pace.hasRoom)
        pace.end()
        #expect(pace.hasRoom)
    }

    @Test func `a slower pace makes the next calls wait`() {
        var pace = EndpointPace(perSecond: 4, atOnce: 8, at: .zero)
        pace.slowDown(after: .milliseconds(1), at: .milliseconds(2))
        let waits = (0..<4).map { _ in pace.reserve(at: .milliseconds(2)) }
        #expect(waits == [.zero, .zero, .milliseconds(500), .seconds(1)])
    }

    @Test func `a run's repetitions are spent by faults and given back by successes`() {
        var budget = RetryBudget(size: 3)
        for _ in 0..<3 {
            #expect(budget.outage(of: "a") == nil)
            budget.noteFault(of: "a")
            let isGranted = budget.spend()
            #expect(isGranted)
        }
        #expect(budget.outage(of: "a") == 3)
        #expect(budget.outage(of: "b") == nil)
        let isFourth = budget.spend()
        #expect(!isFourth)
        budget.noteAnswer(of: "a")
        #expect(budget.outage(of: "a") == nil && budget.left == 0)
        budget.noteSuccess(of: "b")
        let again = [budget.spend(), budget.spend()]
        #expect(again == [true, false])
        for _ in 0..<9 { budget.noteSuccess(of: "b") }
        #expect(budget.left == 3)
    }

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
