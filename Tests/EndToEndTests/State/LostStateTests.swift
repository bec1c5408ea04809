import JiraSandbox
import TestSupport
import Testing

/// Row 6 of the decision table: the state was lost, or a run died, and the markers tell what belongs together.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct LostStateTests {
    private static let rows = [
        "6", "6 unlisted", "6 rewritten", "6 started", "6 cleared", "6 gone", "6 closed", "6 both",
    ]
    .map { SampleRow($0, path: "\($0).py", hasDebt: true, debt: "Slow.") }

    /// Makes issues for all rows, loses the state, and lets both sides go on.
    private static func told(_ policy: String = "conflict") -> Task<Story, any Error> {
        Story.told(
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

    private static let story = told()
    private static let byJira = told("jira")
    private static let byAudit = told("audit")

    @Test func `6: an issue that carries the row's marker is adopted, and not made again`() async throws {
        let story = try await Self.story.value
        story.expect("6", says: ["adopt"])
        #expect(story.after.rows["6"] == story.before.rows["6"])
        try story.expectUntouched(story.before.issue(of: "6").key)
        #expect(story.after.links["6"]?.first?["kind"] == "managed")
    }

    @Test func `6: its key goes back into a row that does not name it`() async throws {
        let story = try await Self.story.value
        story.expect("6 unlisted", says: ["adopt"])
        #expect(story.plan.changes(of: "adopt", for: "6 unlisted") == ["row jira_tickets"])
        let issue = try story.after.issue(of: "6 unlisted")
        #expect(issue.properties["audit-jira"]?.contains("\"row\":\"6 unlisted\"") == true)
    }

    @Test func `6: where the text differs, nothing tells who changed it, and that waits for a decision`()
        async throws
    {
        let story = try await Self.story.value
        story.expect(
            "6 rewritten",
            says: ["adopt", "conflict description"],
            then: ["conflict description"]
        )
        let conflict = try #require(story.plan.conflicts.first { $0.row == "6 rewritten" })
        #expect(conflict.base == nil)
        #expect(conflict.rowValue == "Slower." && conflict.issueValue == "Slow.")
        #expect(story.after.rows["6 rewritten"] == story.before.rows["6 rewritten"])
        try story.expectUntouched(story.before.issue(of: "6 rewritten").key)
    }

    @Test func `6: only changes travel: an issue that was started rewrites no row`() async throws {
        let story = try await Self.story.value
        story.expect("6 started", says: ["adopt"])
        #expect(story.after.rows["6 started"] == story.before.rows["6 started"])
        #expect(story.after.links["6 started"]?.first?["category"] == "indeterminate")
    }

    @Test func `6: the issue of a row that has no debt any more is adopted and closed`() async throws {
        let story = try await Self.story.value
        story.expect("6 cleared", says: ["close", "adopt"])
        let issue = try story.after.issue(of: "6 cleared")
        #expect(issue.statusCategory == "done")
        #expect(issue.comments.count == 1)
    }

    @Test func `6: the issue of a row that is gone is adopted and closed`() async throws {
        let story = try await Self.story.value
        story.expect("6 gone", says: ["close", "adopt"])
        let issue = try #require(story.after.issues.first { $0.summary.contains("6 gone") })
        #expect(issue.statusCategory == "done")
        #expect(issue.comments == ["Closed by audit-jira: row 6 gone is gone from the table."])
        #expect(story.after.links["6 gone"] == nil)
    }

    @Test func `6: a row that has no debt and whose issue is closed is noted as resolved`() async throws {
        let story = try await Self.story.value
        story.expect("6 both", says: ["record", "adopt"])
        #expect(story.after.links["6 both"]?.first?["agreed"] == "resolved")
        #expect(story.after.rows["6 both"] == story.before.rows["6 both"])
        try story.expectUntouched(story.before.issue(of: "6 both").key)
    }

    @Test func `3: an issue of ours that is closed while its row has debt waits like any other`() async throws
    {
        let story = try await Self.story.value
        story.expect("6 closed", says: ["conflict status"], then: ["conflict status"])
        #expect(story.after.rows["6 closed"] == story.before.rows["6 closed"])
        try story.expectUntouched(story.before.issue(of: "6 closed").key)
    }

    @Test func `3: with first_contact jira it is adopted, and its row resolved`() async throws {
        let story = try await Self.byJira.value
        story.expect("6 closed", says: ["resolve", "adopt"])
        #expect(story.after.rows["6 closed"]?.hasDebt == false)
        try story.expectUntouched(story.before.issue(of: "6 closed").key)
        story.expectLaws(for: Self.rows.map(\.number))
    }

    @Test func `3: with first_contact audit it is adopted and reopened`() async throws {
        let story = try await Self.byAudit.value
        story.expect("6 closed", says: ["reopen", "adopt"])
        #expect(story.after.rows["6 closed"] == story.before.rows["6 closed"])
        #expect(try story.after.issue(of: "6 closed").statusCategory == "new")
        story.expectLaws(for: Self.rows.map(\.number))
    }

    @Test func `6: the plan says that and no more, makes no issue, and leaves nothing to do`() async throws {
        let story = try await Self.story.value
        story.expectLaws(for: Self.rows.map(\.number))
        #expect(story.after.issues.count == Self.rows.count)
    }
}
