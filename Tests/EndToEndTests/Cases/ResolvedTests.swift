import JiraSandbox
import TestSupport
import Testing

/// Cases 15 to 19 of the decision table: a row and its own issue, both of them done when they last agreed.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct ResolvedTests {
    private static let names = [
        "15", "16", "16 rewritten", "17", "18", "18 rewritten", "19", "19 reopened", "19 deleted",
    ]

    /// Makes issues for all rows and resolves the rows by closing them; then debts come back, issues are opened again,
    /// and rows and issues deleted.
    private static func make(
        _ policies: String = "",
        workflow: String = "simplified"
    ) -> Task<ApplyRound, any Error> {
        ApplyRound.make(
            names.map { SampleRow($0, path: "\($0).py", hasDebt: true, debt: "Slow.") },
            jira: #"{"project": {"key": "CCS", "workflow": "\#(workflow)"}}"#,
            configuration: policies,
            agreeing: [
                { _ in },
                { shop in for row in names { try shop.jira.setStatus(shop.ticket(of: row), "Done") } },
            ],
            then: { shop in
                for row in ["17", "18", "18 rewritten", "19 reopened"] {
                    try shop.jira.setStatus(shop.ticket(of: row), "To Do")
                }
                try shop.jira.delete(shop.ticket(of: "19 deleted"))
                try shop.database.execute(
                    """
                    UPDATE file_audit SET has_technical_debt = true
                    WHERE file_number IN ('16', '16 rewritten', '18', '18 rewritten');
                    UPDATE file_audit SET technical_debt = 'Slower.' WHERE file_number LIKE '% rewritten';
                    DELETE FROM file_audit WHERE file_number LIKE '19%'
                    """
                )
            }
        )
    }

    private static let round = make()
    private static let creating = make("policies: {regression: create}")
    private static let oneWay = make(workflow: "one-way")

    @Test func `15: where both sides stay done, nothing is said and nothing is written`() async throws {
        let round = try await Self.round.value
        round.expect("15", says: [])
        #expect(round.after.rows["15"] == round.before.rows["15"])
        try round.expectUntouched(round.before.issue(of: "15").key)
    }

    @Test func `16: a debt that is back reopens its issue, with a comment that says why`() async throws {
        let round = try await Self.round.value
        round.expect("16", says: ["reopen"])
        #expect(round.plan.changes(of: "reopen", for: "16") == ["issue status", "issue comment"])
        let issue = try round.after.issue(of: "16")
        #expect(issue.statusCategory == "new" || issue.statusCategory == "indeterminate")
        #expect(issue.resolution == nil)
        #expect(issue.comments.count == 1)
        #expect(issue.comments[0].contains("technical debt again"))
        #expect(round.after.rows["16"] == round.before.rows["16"])
        #expect(round.after.links["16"]?.first?["agreed"] == "open")
    }

    @Test func `16: what is new about the debt is written as it is reopened`() async throws {
        let round = try await Self.round.value
        round.expect("16 rewritten", says: ["reopen"])
        #expect(try round.after.issue(of: "16 rewritten").plainDescription.contains("Slower."))
    }

    @Test func `16: with regression create a new issue is made and related to the closed one`() async throws {
        let round = try await Self.creating.value
        try expectSuccessors(in: round)
    }

    @Test func `16: where the workflow has no way back, a new issue is made and related to the closed one`()
        async throws
    {
        let round = try await Self.oneWay.value
        try expectSuccessors(in: round)
    }

    private func expectSuccessors(in round: ApplyRound) throws {
        for (row, text) in [("16", "Slow."), ("16 rewritten", "Slower.")] {
            round.expect(row, says: ["create"])
            let closed = try round.before.issue(of: row)
            let issue = try round.after.issue(of: row)
            #expect(issue.key != closed.key)
            #expect(issue.statusCategory == "new")
            #expect(issue.plainDescription.contains(text))
            #expect(issue.links == ["relates to \(closed.key)"])
            let now = try round.after.issue(closed.key)
            #expect(now.status == "Done" && now.summary == closed.summary)
            #expect(now.description == closed.description)
            #expect(round.after.rows[row]?.hasDebt == true)
            #expect(round.after.links[row]?.map { $0["key"] } == [issue.key])
        }
        #expect(round.after.issues.count == round.before.issues.count + 2)
        round.expectLaws(for: Self.names.filter { $0 != "15" })
    }

    @Test func `17: an issue that was opened again puts the debt back into its row`() async throws {
        let round = try await Self.round.value
        round.expect("17", says: ["unresolve"])
        #expect(
            round.plan.changes(of: "unresolve", for: "17") == ["row has_technical_debt", "row audit_status"]
        )
        let now = try #require(round.after.rows["17"])
        #expect(now.hasDebt == true && now.auditStatus == "IN_PROGRESS")
        #expect(now.debt == "Slow." && now.tickets == round.before.rows["17"]?.tickets)
        try round.expectUntouched(round.before.issue(of: "17").key)
    }

    @Test func `18: where both were opened again, that is noted`() async throws {
        let round = try await Self.round.value
        round.expect("18", says: ["record"])
        #expect(round.after.rows["18"] == round.before.rows["18"])
        #expect(round.after.links["18"]?.first?["agreed"] == "open")
        try round.expectUntouched(round.before.issue(of: "18").key)
    }

    @Test func `18: and what is new about the debt is written, as in case 7`() async throws {
        let round = try await Self.round.value
        round.expect("18 rewritten", says: ["update"])
        #expect(
            round.plan.changes(of: "update", for: "18 rewritten").filter { $0.hasPrefix("issue") }
                == ["issue description"]
        )
        #expect(try round.after.issue(of: "18 rewritten").plainDescription.contains("Slower."))
        #expect(round.after.links["18 rewritten"]?.first?["agreed"] == "open")
    }

    @Test func `19: the link of a row that is gone is forgotten, and its issue left as it is`() async throws {
        let round = try await Self.round.value
        round.expect("19", says: ["forget"])
        round.expect("19 reopened", says: ["forget"], then: ["finding stray_issue"])
        round.expect("19 deleted", says: ["forget"])
        for row in ["19", "19 reopened", "19 deleted"] { #expect(round.after.links[row] == nil) }
        for row in ["19", "19 reopened"] {
            let issue = try #require(round.before.issues.first { $0.summary.hasSuffix(" \(row).py") })
            try round.expectUntouched(issue.key)
        }
    }

    @Test func `15 to 19: the plan says that and no more, and leaves nothing to do`() async throws {
        let round = try await Self.round.value
        round.expectLaws(for: Self.names.filter { $0 != "15" })
    }
}
