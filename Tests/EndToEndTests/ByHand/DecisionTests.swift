import JiraSandbox
import TestSupport
import Testing

/// The verb `resolve`, which settles the conflicts of the decision table in favour of one side.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct DecisionTests {
    private static let kinds = ["3", "7", "9", "11", "13"]
    private static let names = kinds.flatMap { ["\($0) audit", "\($0) jira"] }

    /// Makes every kind of conflict twice, and takes the row's side in one and the issue's in the other.
    private static let round = ApplyRound.make(
        names.map { name in
            let tickets = name.hasPrefix("3") ? ["OPS-3"] : nil
            return SampleRow(name, path: "\(name).py", hasDebt: true, debt: "Slow.", tickets: tickets)
        },
        jira: [PeoplesIssue("OPS-3", "Done")].seed(),
        configuration: """
            mapping: {summary: "{{technical_debt}}", description: "{{technical_debt}}"}
            policies: {row_deleted: conflict, issue_deleted: conflict}
            """,
        agreeing: [{ _ in }],
        then: { shop in
            try await change(shop)
            let conflicts = try await shop.planAsJSON().plan
            #expect(conflicts.rows == names.sorted())
            #expect(conflicts.actions.isEmpty && conflicts.conflicts.count == names.count + 2)
            for name in names {
                let side = name.hasSuffix("audit") ? "audit" : "jira"
                try await shop.audit("resolve", name, "--take", side).expecting(0)
            }
        }
    )

    private static func change(_ shop: RealSystem) async throws {
        for side in ["audit", "jira"] {
            let issue = try shop.issue(of: "7 \(side)")
            let document = try #require(issue.description).replacing(#""Slow.""#, with: #""Issue.""#)
            try shop.jira.edit(issue.key, fields: #"{"summary": "Issue", "description": \#(document)}"#)
            try shop.jira.setStatus(shop.ticket(of: "11 \(side)"), "Done")
            try shop.jira.delete(shop.ticket(of: "13 \(side)"))
        }
        try shop.database.execute(
            """
            UPDATE file_audit SET technical_debt = 'Row.' WHERE file_number LIKE '7 %' OR file_number LIKE '11 %';
            DELETE FROM file_audit WHERE file_number LIKE '9 %'
            """
        )
    }

    @Test func `3: the row is right: it gets an issue beside its closed ticket`() async throws {
        let round = try await Self.round.value
        round.expect("3 audit", says: ["create"])
        let issue = try round.after.issue(of: "3 audit")
        #expect(round.after.rows["3 audit"]?.tickets == ["OPS-3", issue.key])
        #expect(round.after.rows["3 audit"]?.hasDebt == true)
        try round.expectUntouched("OPS-3")
    }

    @Test func `3: the issue is right: its row is resolved`() async throws {
        let round = try await Self.round.value
        round.expect("3 jira", says: ["resolve"])
        #expect(round.after.rows["3 jira"]?.hasDebt == false)
        #expect(round.after.rows["3 jira"]?.tickets == ["OPS-3"])
    }

    @Test func `7: the row is right: its values are written over the issue's`() async throws {
        let round = try await Self.round.value
        round.expect("7 audit", says: ["update"])
        let issue = try round.after.issue(of: "7 audit")
        #expect(issue.summary == "Row.")
        #expect(issue.plainDescription.contains("Row.") && !issue.plainDescription.contains("Issue."))
    }

    @Test func `7: the issue is right: it stays as it is, until the row changes again`() async throws {
        let round = try await Self.round.value
        round.expect("7 jira", says: [])
        try round.expectUntouched(round.before.issue(of: "7 jira").key)
        #expect(try round.after.issue(of: "7 jira").summary == "Issue")
        #expect(round.after.rows["7 jira"]?.debt == "Row.")
    }

    @Test func `9: the row is right, which is gone: its issue is closed`() async throws {
        let round = try await Self.round.value
        round.expect("9 audit", says: ["close"])
        let issue = try #require(round.after.issues.first { $0.id == round.before.issueID(of: "9 audit") })
        #expect(issue.status == "Done" && issue.comments.count == 1)
        #expect(round.after.links["9 audit"] == nil)
    }

    @Test func `9: the issue is right: it stays open, and is not the tool's any more`() async throws {
        let round = try await Self.round.value
        round.expect("9 jira", says: ["forget"])
        let issue = try #require(round.after.issues.first { $0.id == round.before.issueID(of: "9 jira") })
        #expect(issue.status == "To Do" && issue.comments.isEmpty)
        #expect(!issue.labels.contains("audit-jira"))
        #expect(issue.properties["audit-jira"]?.contains("\"released\":true") == true)
        #expect(round.after.links["9 jira"] == nil)
    }

    @Test func `11: the row is right: its issue is opened again and rewritten`() async throws {
        let round = try await Self.round.value
        round.expect("11 audit", says: ["reopen"])
        let issue = try round.after.issue(of: "11 audit")
        #expect(issue.statusCategory != "done")
        #expect(issue.plainDescription.contains("Row."))
        #expect(round.after.rows["11 audit"] == round.before.rows["11 audit"])
    }

    @Test func `11: the issue is right: its row is resolved`() async throws {
        let round = try await Self.round.value
        round.expect("11 jira", says: ["resolve"])
        #expect(round.after.rows["11 jira"]?.hasDebt == false)
        try round.expectUntouched(round.before.issue(of: "11 jira").key)
    }

    @Test func `13: the row is right: its issue is made again`() async throws {
        let round = try await Self.round.value
        round.expect("13 audit", says: ["create"])
        let issue = try round.after.issue(of: "13 audit")
        #expect(round.after.rows["13 audit"]?.tickets == [issue.key])
    }

    @Test func `13: Jira is right: the debt stays without an issue, and the dead key goes`() async throws {
        let round = try await Self.round.value
        round.expect("13 jira", says: ["accept"], then: ["finding accepted_issue_missing"])
        #expect(round.after.rows["13 jira"]?.tickets == [])
        #expect(round.after.rows["13 jira"]?.hasDebt == true)
    }

    @Test func `3 to 13: nothing waits any more, and the plan says that and no more`() async throws {
        let round = try await Self.round.value
        round.expectLaws(for: Self.names.filter { $0 != "7 jira" })
    }

    // MARK: The command

    @Test func `resolve is a commit of its own, settles one field or all, and changes neither side`()
        async throws
    {
        let text = "version: 1\njira: {project: CCS}\nmapping: {summary: \"{{technical_debt}}\"}\n"
        let rows = [SampleRow("7", path: "a.py", hasDebt: true, debt: "Slow.")]
        try await RealSystem.open(.rows(rows).configured(text)) { shop in
            try await shop.settle()
            let issue = try shop.issue(of: "7")
            let document = try #require(issue.description).replacing(#""Slow.""#, with: #""Issue.""#)
            try shop.jira.edit(issue.key, fields: #"{"summary": "Issue", "description": \#(document)}"#)
            try shop.database.execute("UPDATE file_audit SET technical_debt = 'Row.'")
            let before = try SystemSnapshot(shop)
            #expect(
                try await shop.plan().says(of: "7") == ["conflict description", "conflict summary"]
            )
            #expect(
                try await shop.plan().conflicts.first?.hint
                    == "audit-jira resolve 7 --field description --take audit (or jira)"
            )

            try await shop.audit("resolve", "7", "--field", "summary", "--take", "jira").expecting(0)
            #expect(
                try await shop.git("log", "-1", "--format=%s") == "audit-jira: take jira in 1 conflict"
            )
            #expect(try await shop.git("status", "--porcelain") == "")
            #expect(try await shop.plan().says(of: "7") == ["conflict description"])
            try await shop.audit("resolve", "7", "--field", "summary", "--take", "jira").expecting(1)
                .saying("description", "hint:")

            try await shop.audit("resolve", "a.py", "--take", "audit").expecting(0)
            let now = try SystemSnapshot(shop)
            #expect(now.rows == before.rows && now.issues == before.issues)
            #expect(try await shop.plan().says(of: "7") == ["update"])
            try await shop.apply().expecting(0)
            #expect(try shop.issue(of: "7").summary == "Issue")
            #expect(try shop.issue(of: "7").plainDescription.contains("Row."))
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a decision is about what both sides say now, and a later change is judged anew`() async throws
    {
        let text =
            "version: 1\njira: {project: CCS}\nmapping: {summary: \"{{technical_debt}}\", description: \"\"}\n"
        let rows = [SampleRow("7", path: "a.py", hasDebt: true, debt: "Slow.")]
        try await RealSystem.open(.rows(rows).configured(text)) { shop in
            try await shop.settle()
            let key = try shop.ticket(of: "7")
            try shop.jira.edit(key, fields: #"{"summary": "Issue"}"#)
            try shop.database.execute("UPDATE file_audit SET technical_debt = 'Row.'")
            try await shop.audit("resolve", "7", "--take", "audit").expecting(0)
            try shop.jira.edit(key, fields: #"{"summary": "Issue again"}"#)
            #expect(try await shop.plan().says(of: "7") == ["conflict summary"])
            try await shop.audit("resolve", "7", "--take", "jira").expecting(0)
            try await shop.expectEmptyPlan()
            try shop.database.execute("UPDATE file_audit SET technical_debt = 'Row again.'")
            #expect(try await shop.plan().says(of: "7") == ["update"])
            try await shop.settle()
            #expect(try shop.issue(of: "7").summary == "Row again.")
        }
    }

    @Test func `what cannot be decided is told, and nothing is committed`() async throws {
        let rows = [SampleRow("7", path: "a.py", hasDebt: true, debt: "Slow.")]
        try await RealSystem.open(.rows(rows)) { shop in
            try await shop.settle()
            let commits = try await shop.git("rev-list", "--count", "HEAD")
            try await shop.audit("resolve", "7", "--take", "audit").expecting(1).saying("7", "no conflict")
            try await shop.audit("resolve", "8", "--take", "audit").expecting(1).saying("8", "hint:")
            try await shop.audit("resolve", "7").expecting(64).saying("--take")
            try await shop.audit("resolve", "7", "--take", "both").expecting(64).saying("both")
            #expect(try await shop.git("rev-list", "--count", "HEAD") == commits)
        }
    }
}

extension SystemSnapshot {
    /// The id of the issue that a row's one link names, whether the row is there or not.
    func issueID(of row: String) -> Int? { links[row]?.first?["issue"].flatMap { Int($0) } }
}
