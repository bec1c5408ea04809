import JiraSandbox
import TestSupport
import Testing

/// Case 6 of the decision table: the state was lost, or a run died, and the markers tell what belongs together.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct LostStateTests {
    private static let rows = [
        "6", "6 unlisted", "6 rewritten", "6 started", "6 cleared", "6 gone", "6 closed", "6 both",
    ]
    .map { SampleRow($0, path: "\($0).py", hasDebt: true, debt: "Slow.") }

    /// Makes issues for all rows, loses the state, and lets both sides go on.
    private static func make(_ policy: String = "conflict") -> Task<ApplyRound, any Error> {
        ApplyRound.make(
            rows,
            configuration: "policies: {first_contact: \(policy)}",
            agreeing: [{ _ in }],
            then: { shop in
                try shop.jira.setStatus(shop.ticket(of: "6 started"), "In Progress")
                try shop.jira.setStatus(shop.ticket(of: "6 closed"), "Done")
                try shop.jira.setStatus(shop.ticket(of: "6 both"), "Done")
                try shop.database.execute(
                    """
                    UPDATE file_audit SET jira_tickets = NULL WHERE file_number = '6 unlisted';
                    UPDATE file_audit SET technical_debt = 'Slower.' WHERE file_number = '6 rewritten';
                    UPDATE file_audit SET has_technical_debt = false WHERE file_number IN ('6 cleared', '6 both');
                    DELETE FROM file_audit WHERE file_number = '6 gone'
                    """
                )
                try await shop.git("rm", "-r", "--quiet", "state")
                try await shop.git("commit", "--quiet", "--message", "Lose the state")
            }
        )
    }

    private static let round = make()
    private static let byJira = make("jira")
    private static let byAudit = make("audit")

    @Test func `6: an issue that carries the row's marker is adopted, and not made again`() async throws {
        let round = try await Self.round.value
        round.expect("6", says: ["adopt"])
        #expect(round.after.rows["6"] == round.before.rows["6"])
        try round.expectUntouched(round.before.issue(of: "6").key)
        #expect(round.after.links["6"]?.first?["kind"] == "managed")
    }

    @Test func `6: its key goes back into a row that does not name it`() async throws {
        let round = try await Self.round.value
        round.expect("6 unlisted", says: ["adopt"])
        #expect(round.plan.changes(of: "adopt", for: "6 unlisted") == ["row jira_tickets"])
        let issue = try round.after.issue(of: "6 unlisted")
        #expect(issue.properties["audit-jira"]?.contains("\"row\":\"6 unlisted\"") == true)
    }

    @Test func `6: where the text differs, nothing tells who changed it, and that waits for a decision`()
        async throws
    {
        let round = try await Self.round.value
        round.expect(
            "6 rewritten",
            says: ["adopt", "conflict description"],
            then: ["conflict description"]
        )
        let conflict = try #require(round.plan.conflicts.first { $0.row == "6 rewritten" })
        #expect(conflict.base == nil)
        #expect(conflict.rowValue == "Slower." && conflict.issueValue == "Slow.")
        #expect(round.after.rows["6 rewritten"] == round.before.rows["6 rewritten"])
        try round.expectUntouched(round.before.issue(of: "6 rewritten").key)
    }

    @Test func `6: only changes travel: an issue that was started rewrites no row`() async throws {
        let round = try await Self.round.value
        round.expect("6 started", says: ["adopt"])
        #expect(round.after.rows["6 started"] == round.before.rows["6 started"])
        #expect(round.after.links["6 started"]?.first?["category"] == "indeterminate")
    }

    @Test func `6: the issue of a row that has no debt any more is adopted and closed`() async throws {
        let round = try await Self.round.value
        round.expect("6 cleared", says: ["close", "adopt"])
        let issue = try round.after.issue(of: "6 cleared")
        #expect(issue.statusCategory == "done")
        #expect(issue.comments.count == 1)
    }

    @Test func `6: the issue of a row that is gone is adopted and closed`() async throws {
        let round = try await Self.round.value
        round.expect("6 gone", says: ["close", "adopt"])
        let issue = try #require(round.after.issues.first { $0.summary.contains("6 gone") })
        #expect(issue.statusCategory == "done")
        #expect(issue.comments == ["Closed by audit-jira: row 6 gone is gone from the table."])
        #expect(round.after.links["6 gone"] == nil)
    }

    @Test func `6: a row that has no debt and whose issue is closed is noted as resolved`() async throws {
        let round = try await Self.round.value
        round.expect("6 both", says: ["record", "adopt"])
        #expect(round.after.links["6 both"]?.first?["agreed"] == "resolved")
        #expect(round.after.rows["6 both"] == round.before.rows["6 both"])
        try round.expectUntouched(round.before.issue(of: "6 both").key)
    }

    @Test func `3: an issue of ours that is closed while its row has debt waits like any other`() async throws
    {
        let round = try await Self.round.value
        round.expect("6 closed", says: ["conflict status"], then: ["conflict status"])
        #expect(round.after.rows["6 closed"] == round.before.rows["6 closed"])
        try round.expectUntouched(round.before.issue(of: "6 closed").key)
    }

    @Test func `3: with first_contact jira it is adopted, and its row resolved`() async throws {
        let round = try await Self.byJira.value
        round.expect("6 closed", says: ["resolve", "adopt"])
        #expect(round.after.rows["6 closed"]?.hasDebt == false)
        try round.expectUntouched(round.before.issue(of: "6 closed").key)
        round.expectLaws(for: Self.rows.map(\.number))
    }

    @Test func `3: with first_contact audit it is adopted and reopened`() async throws {
        let round = try await Self.byAudit.value
        round.expect("6 closed", says: ["reopen", "adopt"])
        #expect(round.after.rows["6 closed"] == round.before.rows["6 closed"])
        #expect(try round.after.issue(of: "6 closed").statusCategory == "new")
        round.expectLaws(for: Self.rows.map(\.number))
    }

    @Test func `6: the plan says that and no more, makes no issue, and leaves nothing to do`() async throws {
        let round = try await Self.round.value
        round.expectLaws(for: Self.rows.map(\.number))
        #expect(round.after.issues.count == Self.rows.count)
    }
}
