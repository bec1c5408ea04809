import Testing

@testable import JiraAPI

@Suite struct PaceTests {
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

    @Test func `an account that is over its limit holds every call up`() {
        var failure = JiraFailure(.rateLimited, status: 429, "Slow down.", mayPass: true, call: "GET /x")
        failure.rateLimit = JiraFailure.bucketOfAccount
        #expect(failure.scope == .everything)
    }
}
