import JiraSandbox
import TestSupport
import Testing

/// Cases 20 and 21 of the decision table: a row gets another key or path, an issue another key.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct RenamesAndMovesTests {
    private static let managed = [
        "20 path", "20 key", "20 resolved", "20 closed", "21", "21 resolved", "21 unlisted",
    ]
    private static let followed = ["20 followed", "20 followed key", "21 followed", "21 shared"]

    private static let rows =
        managed.map { SampleRow($0, path: "\($0).py", hasDebt: true, debt: "Slow.") }
        + followed.map { name in
            let ticket = name.hasPrefix("20") ? "OPS-20" : "OPS-21"
            return SampleRow(name, path: "\(name).py", hasDebt: true, debt: "Slow.", tickets: [ticket])
        }

    private static let round = ApplyRound.make(
        rows,
        jira: [PeoplesIssue("OPS-20"), PeoplesIssue("OPS-21"), PeoplesIssue("NEW-1")].seed(),
        agreeing: [
            { _ in },
            { shop in
                for row in ["20 resolved", "21 resolved"] {
                    try shop.jira.setStatus(shop.ticket(of: row), "Done")
                }
            },
        ],
        then: { shop in
            for row in managed where row.hasPrefix("21") {
                try shop.jira.move(shop.ticket(of: row), toProject: "NEW")
            }
            try shop.jira.move("OPS-21", toProject: "NEW")
            try shop.jira.setStatus(shop.ticket(of: "20 closed"), "Done")
            try shop.database.execute(
                """
                UPDATE file_audit SET file_path = 'moved/' || file_path
                WHERE file_number IN ('20 path', '20 resolved', '20 closed', '20 followed');
                UPDATE file_audit SET file_number = '20 new' WHERE file_number = '20 key';
                UPDATE file_audit SET file_number = '20 newly followed' WHERE file_number = '20 followed key';
                UPDATE file_audit SET jira_tickets = NULL WHERE file_number = '21 unlisted'
                """
            )
        }
    )

    // MARK: 20

    @Test func `20: a file that was renamed keeps its issue, whose fields get the new path`() async throws {
        let round = try await Self.round.value
        round.expect("20 path", says: ["update"])
        #expect(
            round.plan.changes(of: "update", for: "20 path").filter { $0.hasPrefix("issue") } == [
                "issue summary"
            ]
        )
        let issue = try round.after.issue(of: "20 path")
        #expect(try issue.id == round.before.issue(of: "20 path").id)
        #expect(issue.summary == "Technical debt in moved/20 path.py")
        #expect(issue.statusCategory == "new" && issue.comments.isEmpty)
        #expect(round.after.links["20 path"]?.map { $0["path"] } == ["moved/20 path.py"])
        #expect(round.after.rows["20 path"] == round.before.rows["20 path"])
    }

    @Test func `20: a row whose key was changed keeps its issue, whose marker gets the new key`() async throws
    {
        let round = try await Self.round.value
        round.expect("20 new", says: ["update"])
        round.expect("20 key", says: [])
        let issue = try round.after.issue(of: "20 new")
        #expect(issue.properties["audit-jira"]?.contains("\"row\":\"20 new\"") == true)
        #expect(issue.statusCategory == "new" && issue.comments.isEmpty)
        #expect(round.after.links["20 key"] == nil)
        #expect(round.after.links["20 new"]?.map { $0["key"] } == [issue.key])
        #expect(round.after.rows["20 new"] == round.before.rows["20 new"])
    }

    @Test func `20: a resolved row that was renamed stays resolved, and its issue as it is`() async throws {
        let round = try await Self.round.value
        round.expect("20 resolved", says: ["record"])
        #expect(round.plan.changes(of: "record", for: "20 resolved") == ["state path"])
        #expect(round.after.links["20 resolved"]?.first?["agreed"] == "resolved")
        try round.expectUntouched(round.before.issue(of: "20 resolved").key)
    }

    @Test func `20: a row that was renamed while its issue was closed is resolved like any other`()
        async throws
    {
        let round = try await Self.round.value
        round.expect("20 closed", says: ["resolve"])
        #expect(round.after.rows["20 closed"]?.hasDebt == false)
        #expect(round.after.rows["20 closed"]?.path == "moved/20 closed.py")
        #expect(round.after.links["20 closed"]?.first?["path"] == "moved/20 closed.py")
    }

    @Test func `20: a row that follows a ticket keeps following it, whatever it is called`() async throws {
        let round = try await Self.round.value
        for (old, row) in [("20 followed", "20 followed"), ("20 followed key", "20 newly followed")] {
            round.expect(row, says: ["record"])
            if old != row { round.expect(old, says: []) }
            #expect(round.after.links[row]?.map { $0["key"] } == ["OPS-20"])
            #expect(round.after.rows[row] == round.before.rows[row])
        }
        try round.expectUntouched("OPS-20")
    }

    // MARK: 21

    @Test func `21: the new key of an issue that was moved takes the old one's place in its row`()
        async throws
    {
        let round = try await Self.round.value
        round.expect("21", says: ["relink"])
        #expect(round.plan.changes(of: "relink", for: "21") == ["row jira_tickets", "state key"])
        let issue = try round.after.issue(of: "21")
        #expect(issue.key.hasPrefix("NEW-"))
        #expect(round.after.rows["21"]?.tickets == [issue.key])
        #expect(round.after.links["21"]?.map { $0["key"] } == [issue.key])
        try round.expectUntouched(issue.key)
    }

    @Test func `21: a resolved row gets the new key too`() async throws {
        let round = try await Self.round.value
        round.expect("21 resolved", says: ["relink"])
        let issue = try round.after.issue(of: "21 resolved")
        #expect(issue.key.hasPrefix("NEW-"))
        #expect(round.after.rows["21 resolved"]?.tickets == [issue.key])
        #expect(round.after.rows["21 resolved"]?.hasDebt == false)
        try round.expectUntouched(issue.key)
    }

    @Test func `21: a moved issue that somebody took out of its row is put back by its new key`() async throws
    {
        let round = try await Self.round.value
        round.expect("21 unlisted", says: ["relink"])
        #expect(round.after.rows["21 unlisted"]?.tickets?.map { $0.hasPrefix("NEW-") } == [true])
    }

    @Test func `21: a moved ticket that people wrote gets its new key in every row that lists it`()
        async throws
    {
        let round = try await Self.round.value
        let moved = try #require(round.after.rows["21 followed"]?.tickets?.last)
        #expect(moved.hasPrefix("NEW-"))
        for row in ["21 followed", "21 shared"] {
            round.expect(row, says: ["relink"])
            #expect(round.after.rows[row]?.tickets == [moved])
            #expect(round.after.links[row]?.map { $0["key"] } == [moved])
        }
        try round.expectUntouched(moved)
    }

    @Test func `20 and 21: the plan says that and no more, creates and closes nothing`() async throws {
        let round = try await Self.round.value
        let renamed = ["20 key": "20 new", "20 followed key": "20 newly followed"]
        round.expectLaws(for: Self.rows.map { renamed[$0.number] ?? $0.number })
        #expect(round.plan.counts["create"] == nil && round.plan.counts["close"] == nil)
        #expect(round.after.issues.count == round.before.issues.count)
    }

    // MARK: Both at once

    private static let anew = ApplyRound.make(
        ["20 open", "20 done", "20 other"].map {
            SampleRow($0, path: "\($0).py", hasDebt: true, debt: "Slow.")
        },
        agreeing: [{ _ in }],
        then: { shop in
            try shop.jira.setStatus(shop.ticket(of: "20 done"), "Done")
            try shop.database.execute(
                """
                UPDATE file_audit SET file_number = 'new ' || file_number, file_path = 'new/' || file_path
                WHERE file_number <> '20 other'
                """
            )
        }
    )

    @Test func `20: a row with another key and another path keeps the issue that it names`() async throws {
        let round = try await Self.anew.value
        round.expect("20 open", says: [])
        round.expect("new 20 open", says: ["update"])
        let issue = try round.after.issue(of: "new 20 open")
        #expect(issue.summary == "Technical debt in new/20 open.py")
        #expect(issue.properties["audit-jira"]?.contains("\"row\":\"new 20 open\"") == true)
        #expect(issue.statusCategory == "new" && issue.comments.isEmpty)
        #expect(round.after.links["20 open"] == nil)
        #expect(round.after.links["new 20 open"]?.map { $0["path"] } == ["new/20 open.py"])
        round.expect("new 20 done", says: ["resolve", "update"])
        #expect(round.after.rows["new 20 done"]?.hasDebt == false)
        #expect(round.after.links["new 20 done"]?.map { $0["agreed"] } == ["resolved"])
        round.expectLaws(for: ["new 20 open", "new 20 done"])
        #expect(round.after.issues.count == 3)
    }
}
