import Foundation
import JiraSandbox
import TestSupport
import Testing

/// The Jiras that people have: each from the first configuration over a plan and an apply to a plan that is empty, with a close
/// and a regression after that.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct MatrixTests {
    @Test(arguments: JiraShape.all, SandboxDeployment.allCases)
    func `init, doctor, plan, apply, and nothing is left`(
        shape: JiraShape,
        deployment: SandboxDeployment
    ) async throws {
        var sandbox = SandboxConfiguration()
        sandbox.deployment = deployment
        let rows = ["1", "2", "3"].map { SampleRow($0, path: "src/\($0).py", hasDebt: true, debt: "Slow.") }
        try await RealSystem.open(.rows(rows, jira: shape.seed), sandbox: sandbox) { shop in
            try await shop.git("rm", "--quiet", "audit-jira.yaml")
            try await shop.git("commit", "--quiet", "--message", "Take the configuration out")
            try await start(shop, shape)
            try await apply(shop, ["create": 3])
            for number in ["1", "2", "3"] { #expect(try shop.issue(of: number).type == shape.issueType) }
            #expect(try await shop.doctor(expecting: 0).faulty == shape.warnings)
            try await closeAndRegress(shop, shape)
        }
    }

    /// Writes the configuration, and completes it where Jira asks for fields that nobody can guess.
    private func start(_ shop: RealSystem, _ shape: JiraShape) async throws {
        try await shop.audit("init", "--yes", "--project", "CCS", "--issue-type", shape.issueType)
            .expecting(0)
        guard !shape.mapping.isEmpty else {
            #expect(try await shop.doctor(expecting: 0).faulty.isEmpty)
            return
        }
        let missing = try await shop.doctor(expecting: 1).faulty
        #expect(Set(missing) == ["problem jira.required"])
        #expect(try await shop.plan().actions.allSatisfy { $0.error != nil })
        var text = try shop.read("repository/audit-jira.yaml")
        let anchor = try #require(text.firstRange(of: "\nmapping:\n"))
        text.insert(contentsOf: shape.mapping, at: anchor.upperBound)
        try shop.write(text, to: "repository/audit-jira.yaml")
        #expect(try await shop.doctor(expecting: 0).faulty.isEmpty)
    }

    /// Closes one ticket in Jira and one in the table, and has the debt of both come back.
    private func closeAndRegress(_ shop: RealSystem, _ shape: JiraShape) async throws {
        try shop.jira.setStatus(shop.ticket(of: "1"), shape.done)
        try shop.database.execute(
            "UPDATE file_audit SET has_technical_debt = false WHERE file_number = '2'"
        )
        let plan = try await apply(shop, ["close": 1, "resolve": 1])
        #expect(plan.actions.first { $0.op == "close" }?.via == shape.way)
        #expect(try shop.issue(of: "2").statusCategory == "done")
        #expect(try shop.row("1", "has_technical_debt") == ["f"])
        try shop.database.execute("UPDATE file_audit SET has_technical_debt = true")
        try await apply(shop, shape.leadsBack ? ["reopen": 2] : ["create": 2])
        #expect(try shop.issue(of: "2").statusCategory != "done")
    }

    /// Plans what is expected, applies it at the announced cost, and checks that nothing is left.
    @discardableResult
    private func apply(
        _ shop: RealSystem,
        _ counts: [String: Int],
        at place: SourceLocation = #_sourceLocation
    ) async throws -> SavedPlan {
        let plan = try await shop.plan("--allow", "max_close=3")
        #expect(plan.counts == counts, sourceLocation: place)
        #expect(plan.actions.allSatisfy { $0.error == nil }, sourceLocation: place)
        shop.jira.forgetRequests()
        let result = try await shop.apply()
        result.expecting(0, at: place)
        let calls = shop.jira.requests.map { "\($0.method) \($0.path)" }
        #expect(calls.count == plan.expectedCalls, "\(calls)", sourceLocation: place)
        try await shop.expectEmptyPlan(at: place)
        return plan
    }
}
