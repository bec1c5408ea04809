import Testing

@testable import JiraAPI

@Suite struct RetryRuleTests {
    /// A failure as a table row describes it.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var kind: JiraFailure.Kind
        var effect: JiraFailure.Effect = .none
        var mayPass = true
        var retryAfter: Duration?
        var rateLimit: String?
        var isRepeatable = true
        var attempt = 1
        var waited: Duration = .zero
        var random = 0.5
        var decision: RetryRule.Decision
    }

    @Test(arguments: [
        Case(
            testDescription: "a 429 of a create",
            kind: .rateLimited,
            retryAfter: .seconds(3),
            isRepeatable: false,
            random: 0,
            decision: .wait(.seconds(3), .endpoint)
        ),
        Case(
            testDescription: "a burst",
            kind: .rateLimited,
            retryAfter: .seconds(3),
            rateLimit: "jira-burst-based",
            random: 0,
            decision: .wait(.seconds(3), .endpoint)
        ),
        Case(
            testDescription: "too many writes to an issue",
            kind: .rateLimited,
            retryAfter: .seconds(3),
            rateLimit: "jira-per-issue-on-write",
            random: 0,
            decision: .wait(.seconds(3), .issue)
        ),
        Case(
            testDescription: "a used-up quota",
            kind: .rateLimited,
            retryAfter: .seconds(300),
            rateLimit: "jira-quota-global-based",
            random: 0,
            decision: .wait(.seconds(300), .everything)
        ),
        Case(
            testDescription: "a tenant's used-up quota",
            kind: .rateLimited,
            retryAfter: .seconds(60),
            rateLimit: "jira-quota-tenant-based",
            random: 0,
            decision: .wait(.seconds(60), .everything)
        ),
        Case(
            testDescription: "an odd reason",
            kind: .rateLimited,
            retryAfter: .seconds(1),
            rateLimit: "jira-cost-based",
            random: 0,
            decision: .wait(.seconds(1), .endpoint)
        ),
        Case(
            testDescription: "jitter on top of Retry-After",
            kind: .rateLimited,
            retryAfter: .seconds(10),
            random: 0.5,
            decision: .wait(.seconds(11.5), .endpoint)
        ),
        Case(testDescription: "no Retry-After", kind: .rateLimited, decision: .wait(.seconds(2), .endpoint)),
        Case(
            testDescription: "a Retry-After of nothing",
            kind: .rateLimited,
            retryAfter: .zero,
            decision: .wait(.seconds(2), .endpoint)
        ),
        Case(
            testDescription: "a Retry-After beyond the budget",
            kind: .rateLimited,
            retryAfter: .seconds(3600),
            decision: .giveUp
        ),
        Case(
            testDescription: "many slowdowns",
            kind: .rateLimited,
            retryAfter: .seconds(1),
            attempt: 12,
            random: 0,
            decision: .wait(.seconds(1), .endpoint)
        ),
        Case(
            testDescription: "too many slowdowns",
            kind: .rateLimited,
            retryAfter: .seconds(1),
            attempt: 13,
            decision: .giveUp
        ),
        Case(
            testDescription: "a 503 of a read",
            kind: .unavailable,
            effect: .unknown,
            decision: .wait(.seconds(2), .call)
        ),
        Case(
            testDescription: "a 503 with Retry-After",
            kind: .unavailable,
            effect: .unknown,
            retryAfter: .seconds(5),
            random: 0,
            decision: .wait(.seconds(5), .endpoint)
        ),
        Case(
            testDescription: "a 503 of a create",
            kind: .unavailable,
            effect: .unknown,
            isRepeatable: false,
            decision: .giveUp
        ),
        Case(
            testDescription: "doubling",
            kind: .unavailable,
            effect: .unknown,
            attempt: 3,
            decision: .wait(.seconds(8), .call)
        ),
        Case(
            testDescription: "the least jitter",
            kind: .unavailable,
            effect: .unknown,
            attempt: 2,
            random: 0,
            decision: .wait(.seconds(2.8), .call)
        ),
        Case(
            testDescription: "too many faults",
            kind: .unavailable,
            effect: .unknown,
            attempt: 5,
            decision: .giveUp
        ),
        Case(
            testDescription: "nothing left to wait",
            kind: .unavailable,
            effect: .unknown,
            waited: .seconds(599),
            decision: .giveUp
        ),
        Case(
            testDescription: "a create that never left",
            kind: .unreachable,
            isRepeatable: false,
            decision: .wait(.seconds(2), .call)
        ),
        Case(
            testDescription: "a create without an answer",
            kind: .unreachable,
            effect: .unknown,
            isRepeatable: false,
            decision: .giveUp
        ),
        Case(
            testDescription: "a read without an answer",
            kind: .unreachable,
            effect: .unknown,
            decision: .wait(.seconds(2), .call)
        ),
        Case(
            testDescription: "a certificate nobody trusts",
            kind: .unreachable,
            mayPass: false,
            decision: .giveUp
        ),
        Case(
            testDescription: "a conflict",
            kind: .conflict,
            isRepeatable: false,
            decision: .wait(.seconds(2), .call)
        ),
        Case(testDescription: "bad credentials", kind: .credentials, mayPass: false, decision: .giveUp),
        Case(testDescription: "a refusal", kind: .rejected, mayPass: false, decision: .giveUp),
    ])
    func `a failure is repeated only where that is safe and may help`(row: Case) {
        var failure = JiraFailure(row.kind, "", effect: row.effect, mayPass: row.mayPass, call: "")
        failure.retryAfter = row.retryAfter
        failure.rateLimit = row.rateLimit
        let decision = RetryRule().decision(
            failure,
            isRepeatable: row.isRepeatable,
            attempt: row.attempt,
            waited: row.waited,
            random: row.random
        )
        #expect(rounded(decision) == rounded(row.decision))
    }

    @Test func `a wait never grows beyond the longest`() {
        var rule = RetryRule()
        rule.repetitions = 100
        let failure = JiraFailure(.unavailable, "", mayPass: true, call: "")
        let decision = rule.decision(failure, isRepeatable: true, attempt: 90, waited: .zero, random: 0.999)
        guard case .wait(let wait, .call) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(wait > .seconds(30) && wait < .seconds(39))
    }

    /// To the millisecond: jitter is a fraction.
    private func rounded(_ decision: RetryRule.Decision) -> String {
        guard case .wait(let wait, let scope) = decision else { return "give up" }
        return "\(Int((wait / .milliseconds(1)).rounded())) ms, \(scope)"
    }
}
