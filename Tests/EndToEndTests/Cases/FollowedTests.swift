import JiraSandbox
import TestSupport
import Testing

/// The decision table for followed links: the tickets were written by people, and the tool never writes to them.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct FollowedTests {
    /// Each row with its tickets, all of them open at first.
    private static let lists = [
        "7": ["OPS-7"], "7 started": ["OPS-71"], "7 rewritten": ["OPS-72"], "8": ["OPS-8"], "9": ["OPS-9"],
        "10": ["OPS-10"], "10 wont do": ["OPS-101"], "11": ["OPS-11"], "12": ["OPS-12"], "13": ["OPS-13"],
        "13 one of two": ["OPS-131", "OPS-132"], "14": ["OPS-14"], "16": ["OPS-16"], "17": ["OPS-17"],
        "19": ["OPS-19"], "all": ["OPS-201", "OPS-202"], "some": ["OPS-203", "OPS-204"],
        "shared 1": ["OPS-300"], "shared 2": ["OPS-300"], "shared 3": ["OPS-300", "OPS-301"],
        "dropped": ["OPS-401", "OPS-402"], "added": ["OPS-403"],
    ]

    private static let rows = lists.keys.sorted().map { name in
        SampleRow(name, path: "\(name).py", hasDebt: true, debt: "Slow.", tickets: lists[name])
    }

    private static let tickets = Set(lists.values.joined()).sorted()

    private static func make(_ policies: String = "") -> Task<ApplyRound, any Error> {
        ApplyRound.make(
            rows,
            jira: (tickets + ["OPS-404"]).map { PeoplesIssue($0) }.seed(),
            configuration: policies,
            agreeing: [
                { _ in },
                { shop in for number in [16, 17, 19] { try shop.jira.setStatus("OPS-\(number)", "Done") } },
            ],
            then: change
        )
    }

    private static func change(_ shop: RealSystem) async throws {
        try shop.jira.setStatus("OPS-71", "In Progress")
        try shop.jira.setStatus("OPS-17", "To Do")
        for number in [10, 11, 12, 201, 202, 203, 300] { try shop.jira.setStatus("OPS-\(number)", "Done") }
        try shop.jira.setStatus("OPS-101", "Done", resolution: "Won't Do")
        for number in [13, 131, 14] { try shop.jira.delete("OPS-\(number)") }
        try shop.database.execute(
            """
            UPDATE file_audit SET technical_debt = 'Slower.' WHERE file_number IN ('7 rewritten', '11');
            UPDATE file_audit SET has_technical_debt = false WHERE file_number IN ('8', '12', '14');
            UPDATE file_audit SET has_technical_debt = true WHERE file_number = '16';
            UPDATE file_audit SET jira_tickets = '{OPS-401}' WHERE file_number = 'dropped';
            UPDATE file_audit SET jira_tickets = '{OPS-403,OPS-404}' WHERE file_number = 'added';
            DELETE FROM file_audit WHERE file_number IN ('9', '19')
            """
        )
    }

    private static let round = make()
    private static let any = make("policies: {resolve_when: any}")

    @Test func `7: a ticket that stays open is nothing to tell, even when the debt is rewritten`()
        async throws
    {
        let round = try await Self.round.value
        for row in ["7", "7 rewritten"] {
            round.expect(row, says: [])
            #expect(round.after.rows[row] == round.before.rows[row])
        }
    }

    @Test func `7: a ticket that was started marks its row as being worked on`() async throws {
        let round = try await Self.round.value
        round.expect("7 started", says: ["start"])
        #expect(round.after.rows["7 started"]?.auditStatus == "IN_PROGRESS")
    }

    @Test func `8: where the debt is gone, the open ticket is told and not closed`() async throws {
        let round = try await Self.round.value
        round.expect("8", says: ["finding ticket_still_open"], then: ["finding ticket_still_open"])
        #expect(round.plan.findings.first { $0.row == "8" }?.issue == "OPS-8")
        #expect(try round.after.issue("OPS-8").status == "To Do")
        #expect(round.after.rows["8"] == round.before.rows["8"])
    }

    @Test func `9: where the row is gone, the open ticket is told and not closed, and the link dropped`()
        async throws
    {
        let round = try await Self.round.value
        round.expect("9", says: ["forget", "finding ticket_still_open"])
        #expect(round.plan.findings.first { $0.row == "9" }?.issue == "OPS-9")
        #expect(try round.after.issue("OPS-9").status == "To Do")
        #expect(round.after.links["9"] == nil)
    }

    @Test func `10: a ticket that was closed resolves its row`() async throws {
        let round = try await Self.round.value
        round.expect("10", says: ["resolve"])
        let now = try #require(round.after.rows["10"])
        #expect(now.hasDebt == false && now.auditStatus == "COMPLETED" && now.auditDate != nil)
        #expect(now.tickets == ["OPS-10"])
    }

    @Test func `10: a ticket that was closed as not to be done accepts the debt`() async throws {
        let round = try await Self.round.value
        round.expect("10 wont do", says: ["accept"])
        #expect(round.after.rows["10 wont do"] == round.before.rows["10 wont do"])
        #expect(round.after.links["10 wont do"]?.first?["agreed"] == "accepted")
    }

    @Test func `11: a debt that was rewritten while its ticket was closed waits for a decision`() async throws
    {
        let round = try await Self.round.value
        round.expect("11", says: ["conflict status"], then: ["conflict status"])
        #expect(round.after.rows["11"] == round.before.rows["11"])
    }

    @Test func `12: where both sides say that it is done, that is noted`() async throws {
        let round = try await Self.round.value
        round.expect("12", says: ["record"])
        #expect(round.after.links["12"]?.first?["agreed"] == "resolved")
    }

    @Test func `13: a row whose only ticket was deleted gets an issue, and the dead key is told`()
        async throws
    {
        let round = try await Self.round.value
        round.expect(
            "13",
            says: ["forget", "create", "finding dangling_ticket"],
            then: ["finding dangling_ticket"]
        )
        let issue = try round.after.issue(of: "13")
        #expect(issue.key.hasPrefix("CCS-"))
        #expect(round.after.rows["13"]?.tickets == ["OPS-13", issue.key])
        #expect(round.after.links["13"]?.map { $0["key"] } == [issue.key])
    }

    @Test func `13: a deleted ticket beside one that is open is told, and makes no issue`() async throws {
        let round = try await Self.round.value
        round.expect(
            "13 one of two",
            says: ["forget", "finding dangling_ticket"],
            then: ["finding dangling_ticket"]
        )
        #expect(round.after.rows["13 one of two"] == round.before.rows["13 one of two"])
        #expect(round.after.links["13 one of two"]?.map { $0["key"] } == ["OPS-132"])
    }

    @Test func `14: the link of a deleted ticket whose row has no debt is forgotten`() async throws {
        let round = try await Self.round.value
        round.expect("14", says: ["forget"])
        #expect(round.after.links["14"] == nil)
        #expect(round.after.rows["14"] == round.before.rows["14"])
    }

    @Test func `16: where the debt is back, the closed ticket is told and not reopened`() async throws {
        let round = try await Self.round.value
        round.expect("16", says: ["finding ticket_closed"], then: ["finding ticket_closed"])
        #expect(round.plan.findings.first { $0.row == "16" }?.issue == "OPS-16")
        #expect(try round.after.issue("OPS-16").status == "Done")
        #expect(round.after.rows["16"] == round.before.rows["16"])
    }

    @Test func `17: a ticket that was opened again puts the debt back into its row`() async throws {
        let round = try await Self.round.value
        round.expect("17", says: ["unresolve"])
        #expect(round.after.rows["17"]?.hasDebt == true)
        #expect(round.after.rows["17"]?.auditStatus == "IN_PROGRESS")
    }

    @Test func `19: the link of a resolved row that is gone is forgotten`() async throws {
        let round = try await Self.round.value
        round.expect("19", says: ["forget"])
        #expect(round.after.links["19"] == nil)
    }

    // MARK: Many to one, one to many

    @Test func `10: with resolve_when all a row is resolved when all its tickets are closed`() async throws {
        let round = try await Self.round.value
        round.expect("all", says: ["resolve"])
        #expect(round.after.rows["all"]?.hasDebt == false)
        #expect(round.plan.says(of: "some").contains("resolve") == false)
        #expect(round.after.rows["some"]?.hasDebt == true)
    }

    @Test func `10: with resolve_when any a row is resolved when one of its tickets is closed`() async throws
    {
        let round = try await Self.any.value
        for row in ["all", "some", "shared 3"] {
            #expect(round.plan.says(of: row).contains("resolve"))
            #expect(round.again.actions.filter { $0.row == row }.isEmpty)
            #expect(round.after.rows[row]?.hasDebt == false)
        }
        #expect(try round.after.issue("OPS-204").status == "To Do")
    }

    @Test func `10: a ticket that many rows list resolves each row for which it was the last`() async throws {
        let round = try await Self.round.value
        for row in ["shared 1", "shared 2"] {
            round.expect(row, says: ["resolve"])
            #expect(round.after.rows[row]?.hasDebt == false)
        }
        #expect(round.plan.says(of: "shared 3").contains("resolve") == false)
        #expect(round.after.rows["shared 3"]?.hasDebt == true)
    }

    @Test
    func `2: a ticket that people add to a row is followed, and one that they take out is not any more`()
        async throws
    {
        let round = try await Self.round.value
        round.expect("added", says: ["follow"])
        #expect(round.after.links["added"]?.map { $0["key"] } == ["OPS-403", "OPS-404"])
        round.expect("dropped", says: ["forget"])
        #expect(round.after.links["dropped"]?.map { $0["key"] } == ["OPS-401"])
        #expect(round.after.rows["dropped"]?.tickets == ["OPS-401"])
    }

    // MARK: For all of them

    @Test func `8, 9, 16 and all others: not one write goes to a ticket that people wrote`() async throws {
        for round in [try await Self.round.value, try await Self.any.value] {
            let deleted = ["OPS-13", "OPS-131", "OPS-14"]
            for key in Self.tickets + ["OPS-404"] where !deleted.contains(key) {
                try round.expectUntouched(key)
            }
            let writes = round.requests.filter { request in
                let isLook = ["bulkfetch", "/search/jql"].contains { request.path.hasSuffix($0) }
                return request.method != "GET" && !isLook
            }
            #expect(writes.map(\.path) == ["/rest/api/3/issue/bulk"])
        }
    }

    @Test func `7 to 19: the plan says that and no more, and leaves nothing to do`() async throws {
        let round = try await Self.round.value
        let quiet = ["7", "7 rewritten"]
        let waiting = ["some", "shared 3"]
        round.expectLaws(for: Self.rows.map(\.number).filter { !(quiet + waiting).contains($0) })
        try await Self.any.value.expectLaws(for: Self.rows.map(\.number).filter { !quiet.contains($0) })
    }
}
