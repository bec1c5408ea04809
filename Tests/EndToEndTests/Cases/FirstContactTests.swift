import JiraSandbox
import TestSupport
import Testing

/// Cases 1 to 5 of the decision table: nothing is linked yet.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct FirstContactTests {
    private static let rows = [
        SampleRow("1", path: "1/no_ticket.py", hasDebt: true, debt: "Floats for *money*."),
        SampleRow("1 empty list", path: "1/empty.py", hasDebt: true, debt: "Slow.", tickets: [], layer: 3),
        SampleRow("2", path: "2/open.py", hasDebt: true, debt: "Slow.", tickets: ["OPS-20"]),
        SampleRow("2 started", path: "2/started.py", hasDebt: true, debt: "Slow.", tickets: ["OPS-21"]),
        SampleRow(
            "2 mixed",
            path: "2/mixed.py",
            hasDebt: true,
            debt: "Slow.",
            tickets: ["OPS-22", "OPS-23"]
        ),
        SampleRow("2 shared", path: "2/shared.py", hasDebt: true, debt: "Slow.", tickets: ["OPS-20"]),
        SampleRow("3", path: "3/closed.py", hasDebt: true, debt: "Slow.", tickets: ["OPS-30"]),
        SampleRow("3 both", path: "3/both.py", hasDebt: true, debt: "Slow.", tickets: ["OPS-31", "OPS-32"]),
        SampleRow("4", path: "4/missing.py", hasDebt: true, debt: "Slow.", tickets: ["OPS-940"]),
        SampleRow(
            "4 beside",
            path: "4/beside.py",
            hasDebt: true,
            debt: "Slow.",
            tickets: ["OPS-941", "OPS-40"]
        ),
        SampleRow("5", path: "5/clear.py"),
        SampleRow("5 unknown", path: "5/unknown.py", hasDebt: nil),
        SampleRow("5 ticket", path: "5/ticket.py", tickets: ["OPS-50", "OPS-950"]),
    ]

    private static let jira = [
        PeoplesIssue("OPS-20"), PeoplesIssue("OPS-21", "In Progress"), PeoplesIssue("OPS-22"),
        PeoplesIssue("OPS-23", "Done"), PeoplesIssue("OPS-30", "Done"), PeoplesIssue("OPS-31", "Done"),
        PeoplesIssue("OPS-32", "Done", resolution: "Won't Do"), PeoplesIssue("OPS-40"),
        PeoplesIssue("OPS-50"),
    ].seed()

    private static let round = ApplyRound.make(rows, jira: jira)

    @Test func `1: a row with debt and no ticket gets an issue, whose key goes into the row`() async throws {
        let round = try await Self.round.value
        round.expect("1", says: ["create"])
        #expect(
            round.plan.changes(of: "create", for: "1")
                == ["issue summary", "issue description", "issue labels", "row jira_tickets"]
        )
        let issue = try round.after.issue(of: "1")
        #expect(round.after.rows["1"]?.tickets == [issue.key])
        #expect(issue.key.hasPrefix("CCS-"))
        #expect(issue.summary == "Technical debt in 1/no_ticket.py")
        #expect(issue.plainDescription.contains("Floats for money."))
        #expect(issue.labels == ["audit-jira", "layer-1", "technical-debt"])
        #expect(issue.status == "To Do")
        #expect(issue.comments.isEmpty)
        #expect(issue.properties["audit-jira"]?.contains("\"row\":\"1\"") == true)
    }

    @Test func `1: an empty list of tickets is no ticket`() async throws {
        let round = try await Self.round.value
        round.expect("1 empty list", says: ["create"])
        let issue = try round.after.issue(of: "1 empty list")
        #expect(round.after.rows["1 empty list"]?.tickets == [issue.key])
        #expect(issue.labels == ["audit-jira", "layer-3", "technical-debt"])
    }

    @Test func `2: an open ticket that a row lists is followed, and neither is written`() async throws {
        let round = try await Self.round.value
        round.expect("2", says: ["follow"])
        #expect(round.plan.changes(of: "follow", for: "2") == [])
        #expect(round.after.rows["2"] == round.before.rows["2"])
        #expect(round.after.links["2"]?.first?["kind"] == "followed")
        try round.expectUntouched("OPS-20")
    }

    @Test func `2: a ticket under way counts as open, and its status rewrites no row at first sight`()
        async throws
    {
        let round = try await Self.round.value
        round.expect("2 started", says: ["follow"])
        #expect(round.after.rows["2 started"] == round.before.rows["2 started"])
        #expect(round.after.links["2 started"]?.first?["category"] == "indeterminate")
        try round.expectUntouched("OPS-21")
    }

    @Test func `2: where one of several tickets is open, each of them is followed`() async throws {
        let round = try await Self.round.value
        round.expect("2 mixed", says: ["follow", "follow"])
        #expect(round.plan.actions.filter { $0.row == "2 mixed" }.map(\.issue) == ["OPS-22", "OPS-23"])
        #expect(round.after.links["2 mixed"]?.map { $0["key"] } == ["OPS-22", "OPS-23"])
        #expect(round.after.rows["2 mixed"] == round.before.rows["2 mixed"])
        for key in ["OPS-22", "OPS-23"] { try round.expectUntouched(key) }
    }

    @Test func `2: a ticket that two rows list is followed by both`() async throws {
        let round = try await Self.round.value
        round.expect("2 shared", says: ["follow"])
        #expect(round.after.links["2 shared"]?.map { $0["key"] } == ["OPS-20"])
        #expect(round.after.links["2"]?.map { $0["key"] } == ["OPS-20"])
    }

    @Test func `3: debt whose tickets are all closed waits for a decision, and stays as it is`() async throws
    {
        let round = try await Self.round.value
        for (row, keys) in [("3", ["OPS-30"]), ("3 both", ["OPS-31", "OPS-32"])] {
            round.expect(row, says: ["conflict status"], then: ["conflict status"])
            let conflict = try #require(round.plan.conflicts.first { $0.row == row })
            #expect(conflict.issue == keys.joined(separator: ", "))
            #expect(conflict.base == nil)
            #expect(conflict.rowValue == "debt")
            #expect(conflict.hint.contains("audit-jira resolve"))
            #expect(round.after.rows[row] == round.before.rows[row])
            #expect(round.after.links[row] == nil)
            for key in keys { try round.expectUntouched(key) }
        }
    }

    @Test func `4: debt whose only ticket does not exist gets an issue, and the dead key is told and stays`()
        async throws
    {
        let round = try await Self.round.value
        round.expect("4", says: ["create", "finding dangling_ticket"], then: ["finding dangling_ticket"])
        let issue = try round.after.issue(of: "4")
        #expect(round.after.rows["4"]?.tickets == ["OPS-940", issue.key])
        #expect(round.plan.findings.first { $0.row == "4" }?.issue == "OPS-940")
        #expect(round.plan.findings.first { $0.row == "4" }?.message.contains("OPS-940") == true)
    }

    @Test func `4: a ticket that does not exist beside one that does is told, and makes no issue`()
        async throws
    {
        let round = try await Self.round.value
        round.expect(
            "4 beside",
            says: ["follow", "finding dangling_ticket"],
            then: ["finding dangling_ticket"]
        )
        #expect(round.after.rows["4 beside"] == round.before.rows["4 beside"])
        try round.expectUntouched("OPS-40")
    }

    @Test func `5: a row without debt is left alone, whatever it lists`() async throws {
        let round = try await Self.round.value
        for row in ["5", "5 unknown", "5 ticket"] {
            round.expect(row, says: [])
            #expect(round.after.rows[row] == round.before.rows[row])
            #expect(round.after.links[row] == nil)
        }
        try round.expectUntouched("OPS-50")
    }

    @Test func `1 to 5: the plan says that and no more, and leaves nothing to do`() async throws {
        let round = try await Self.round.value
        round.expectLaws(
            for: [
                "1", "1 empty list", "2", "2 started", "2 mixed", "2 shared", "3", "3 both", "4", "4 beside",
            ]
        )
        #expect(round.plan.counts == ["create": 3, "follow": 6])
        #expect(round.after.issues.count == round.before.issues.count + 3)
    }

    // MARK: Policies

    private static let closedRows = [
        SampleRow("3", path: "3/closed.py", hasDebt: true, debt: "Slow.", tickets: ["OPS-30"]),
        SampleRow("3 both", path: "3/both.py", hasDebt: true, debt: "Slow.", tickets: ["OPS-31", "OPS-32"]),
    ]
    private static let byJira = ApplyRound.make(
        closedRows,
        jira: jira,
        configuration: "policies: {first_contact: jira}"
    )
    private static let byAudit = ApplyRound.make(
        closedRows,
        jira: jira,
        configuration: "policies: {first_contact: audit}"
    )

    @Test func `3: with first_contact jira the row is resolved or accepted, as its tickets are`() async throws
    {
        let round = try await Self.byJira.value
        round.expect("3", says: ["resolve", "follow"])
        let now = try #require(round.after.rows["3"])
        #expect(now.hasDebt == false)
        #expect(now.auditStatus == "COMPLETED")
        #expect(now.auditDate != nil)
        #expect(now.tickets == round.before.rows["3"]?.tickets)
        #expect(round.after.links["3"]?.allSatisfy { $0["agreed"] == "resolved" } == true)
        // One of them will not be done: the debt stays.
        round.expect("3 both", says: ["accept", "follow", "follow"])
        #expect(round.after.rows["3 both"] == round.before.rows["3 both"])
        for key in ["OPS-30", "OPS-31", "OPS-32"] { try round.expectUntouched(key) }
        round.expectLaws(for: ["3", "3 both"])
    }

    @Test func `3: with first_contact audit the row gets an issue beside its closed tickets`() async throws {
        let round = try await Self.byAudit.value
        round.expect("3", says: ["follow", "create"])
        round.expect("3 both", says: ["follow", "follow", "create"])
        for row in ["3", "3 both"] {
            let issue = try round.after.issue(of: row)
            #expect(issue.statusCategory == "new")
            #expect(round.after.rows[row]?.tickets == (round.before.rows[row]?.tickets ?? []) + [issue.key])
            #expect(round.after.rows[row]?.hasDebt == true)
        }
        for key in ["OPS-30", "OPS-31", "OPS-32"] { try round.expectUntouched(key) }
        round.expectLaws(for: ["3", "3 both"])
    }

    private static let pruning = ApplyRound.make(
        [
            SampleRow("4", path: "4/missing.py", hasDebt: true, debt: "Slow.", tickets: ["CCS-940"]),
            SampleRow(
                "4 beside",
                path: "4/beside.py",
                hasDebt: true,
                debt: "Slow.",
                tickets: ["CCS-941", "OPS-40"]
            ),
            SampleRow(
                "4 elsewhere",
                path: "4/elsewhere.py",
                hasDebt: true,
                debt: "Slow.",
                tickets: ["OPS-942"]
            ),
            SampleRow("5", path: "5/clear.py", tickets: ["CCS-950"]),
        ],
        jira: jira,
        configuration: "policies: {prune_dangling: true}"
    )

    @Test func `4: with prune_dangling a key of the project that does not exist is taken out of its row`()
        async throws
    {
        let round = try await Self.pruning.value
        round.expect("4", says: ["forget", "create"])
        #expect(round.after.rows["4"]?.tickets == [try round.after.issue(of: "4").key])
        round.expect("4 beside", says: ["forget", "follow"])
        #expect(round.after.rows["4 beside"]?.tickets == ["OPS-40"])
        #expect(round.after.rows["5"] == round.before.rows["5"])
        try round.expectUntouched("OPS-40")
    }

    @Test func `4: with prune_dangling a key of another project, which may be hidden, stays`() async throws {
        let round = try await Self.pruning.value
        round.expect(
            "4 elsewhere",
            says: ["create", "finding dangling_ticket"],
            then: ["finding dangling_ticket"]
        )
        let issue = try round.after.issue(of: "4 elsewhere")
        #expect(round.after.rows["4 elsewhere"]?.tickets == ["OPS-942", issue.key])
        round.expectLaws(for: ["4", "4 beside", "4 elsewhere"])
    }
}
