import JiraSandbox
import TestSupport
import Testing

/// The verbs `link` and `unlink`, by which people say which row and which issue belong together.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct LinkRunTests {
    private static let round = ApplyRound.make(
        [
            SampleRow("follow", path: "follow.py", hasDebt: true, debt: "Slow."),
            SampleRow("manage", path: "manage.py", hasDebt: true, debt: "Slow.", tickets: ["OPS-9"]),
            SampleRow("part", path: "part.py", hasDebt: true, debt: "Slow."),
            SampleRow(
                "part followed",
                path: "part/followed.py",
                hasDebt: true,
                debt: "Slow.",
                tickets: ["OPS-3"]
            ),
            SampleRow(
                "part one",
                path: "part/one.py",
                hasDebt: true,
                debt: "Slow.",
                tickets: ["OPS-4", "OPS-5"]
            ),
        ],
        jira: [
            PeoplesIssue("OPS-1"), PeoplesIssue("CCS-2"), PeoplesIssue("OPS-3"), PeoplesIssue("OPS-4"),
            PeoplesIssue("OPS-5"), PeoplesIssue("OPS-9"),
        ].seed(),
        agreeing: [{ _ in }],
        then: { shop in
            for arguments in [
                ["link", "follow", "OPS-1"], ["link", "manage.py", "CCS-2", "--manage"], ["unlink", "part"],
                ["unlink", "part followed", "OPS-3"], ["unlink", "part/one.py", "OPS-4"],
            ] {
                let result = try await run(
                    Program.path,
                    arguments,
                    environment: shop.variables,
                    in: shop.repository
                )
                result.expecting(0)
            }
        }
    )

    @Test func `a linked issue is followed, and its key goes into the row`() async throws {
        let round = try await Self.round.value
        let own = try #require(round.before.rows["follow"]?.tickets?.first)
        round.expect("follow", says: ["relink"])
        #expect(round.plan.changes(of: "relink", for: "follow") == ["row jira_tickets"])
        #expect(round.after.rows["follow"]?.tickets == [own, "OPS-1"])
        #expect(round.after.links["follow"]?.map { $0["kind"] } == ["followed", "managed"])
        try round.expectUntouched("OPS-1")
    }

    @Test func `an issue that is to be managed gets label and marker, and what people wrote stays`()
        async throws
    {
        let round = try await Self.round.value
        round.expect("manage", says: ["update"])
        let issue = try round.after.issue("CCS-2")
        #expect(issue.summary == "By people")
        #expect(issue.labels == ["audit-jira", "layer-1", "technical-debt"])
        #expect(issue.properties["audit-jira"]?.contains("\"row\":\"manage\"") == true)
        #expect(issue.plainDescription.contains("Slow."))
        #expect(round.after.rows["manage"]?.tickets == ["OPS-9", "CCS-2"])
        try round.expectUntouched("OPS-9")
    }

    @Test func `an issue of the tool's own that is parted loses its marker, and the row gets a new one`()
        async throws
    {
        let round = try await Self.round.value
        round.expect("part", says: ["forget", "create"])
        let parted = try round.before.issue(of: "part")
        let issue = try round.after.issue(of: "part")
        #expect(issue.key != parted.key)
        #expect(round.after.rows["part"]?.tickets == [issue.key])
        let now = try round.after.issue(parted.key)
        #expect(now.status == "To Do" && now.comments.isEmpty && now.summary == parted.summary)
        #expect(!now.labels.contains("audit-jira"))
        #expect(now.properties["audit-jira"]?.contains("\"released\":true") == true)
    }

    @Test func `a ticket that people wrote is parted from its row alone`() async throws {
        let round = try await Self.round.value
        round.expect("part followed", says: ["forget", "create"])
        #expect(
            round.after.rows["part followed"]?.tickets == [try round.after.issue(of: "part followed").key]
        )
        round.expect("part one", says: ["forget"])
        #expect(round.after.rows["part one"]?.tickets == ["OPS-5"])
        #expect(round.after.links["part one"]?.map { $0["key"] } == ["OPS-5"])
        for key in ["OPS-3", "OPS-4", "OPS-5"] { try round.expectUntouched(key) }
    }

    @Test func `the plan says that and no more, and leaves nothing to do`() async throws {
        let round = try await Self.round.value
        round.expectLaws(for: ["follow", "manage", "part", "part followed", "part one"])
    }

    @Test func `each is a commit of its own, and changes neither side`() async throws {
        let rows = [SampleRow("1", path: "a.py", hasDebt: true, debt: "Slow.")]
        try await RealSystem.open(.rows(rows, jira: [PeoplesIssue("OPS-1")].seed())) { shop in
            try await shop.settle()
            let before = try SystemSnapshot(shop)
            let own = try shop.ticket(of: "1")
            try await shop.audit("link", "1", "OPS-1").expecting(0)
            #expect(try await shop.git("log", "-1", "--format=%s") == "audit-jira: link row 1 with OPS-1")
            try await shop.audit("unlink", "a.py", own).expecting(0)
            #expect(try await shop.git("log", "-1", "--format=%s") == "audit-jira: unlink row 1 from \(own)")
            #expect(try await shop.git("status", "--porcelain") == "")
            let now = try SystemSnapshot(shop)
            #expect(now.rows == before.rows && now.issues == before.issues)
            try await shop.settle()
            #expect(try shop.row("1", "jira_tickets") == ["{OPS-1}"])
            try await shop.git("fsck", "--strict")
        }
    }

    @Test func `a row that is linked before the first plan gets no issue of its own`() async throws {
        let rows = [
            SampleRow("1", path: "a.py", hasDebt: true, debt: "Slow."),
            SampleRow("2", path: "b.py", hasDebt: true, debt: "Slow."),
        ]
        let jira = [PeoplesIssue("OPS-1"), PeoplesIssue("CCS-1")].seed()
        try await RealSystem.open(.rows(rows, jira: jira)) { shop in
            try await shop.audit("link", "1", "OPS-1").expecting(0)
            try await shop.audit("link", "2", "CCS-1", "--manage").expecting(0)
            #expect(try await shop.plan().counts == ["relink": 1, "update": 1])
            try await shop.settle()
            #expect(try shop.row("1", "jira_tickets") == ["{OPS-1}"])
            #expect(try shop.row("2", "jira_tickets") == ["{CCS-1}"])
            #expect(shop.jira.issues.count == 2)
        }
    }

    @Test func `what cannot be linked or parted is told, and nothing is committed`() async throws {
        let rows = [
            SampleRow("1", path: "a.py", hasDebt: true, debt: "Slow."), SampleRow("2", path: "b.py"),
            SampleRow("3", path: "c.py", hasDebt: true, debt: "Slow.", tickets: ["OPS-1", "OPS-2"]),
        ]
        let jira = [PeoplesIssue("OPS-1"), PeoplesIssue("OPS-2"), PeoplesIssue("OPS-3", "Done")].seed()
        try await RealSystem.open(.rows(rows, jira: jira)) { shop in
            try await shop.audit("unlink", "1").expecting(1).saying("hint:")
            try await shop.settle()
            let own = try shop.ticket(of: "1")
            let commits = try await shop.git("rev-list", "--count", "HEAD")
            let refused: [([String], String)] = [
                (["link", "9", "OPS-1"], "row 9"), (["link", "1", "OPS-9"], "OPS-9"),
                (["link", "1", own], "linked already"), (["link", "1", "OPS-3"], "closed"),
                (["link", "2", "OPS-1"], "no debt"), (["link", "1", "OPS-1", "--manage"], own),
                (["link", "3", own, "--manage"], "row 1"), (["unlink", "9"], "9"),
                (["unlink", "1", "OPS-1"], "OPS-1"), (["unlink", "3"], "OPS-1, OPS-2"),
            ]
            for (arguments, text) in refused {
                let result = try await run(
                    Program.path,
                    arguments,
                    environment: shop.variables,
                    in: shop.repository
                )
                result.expecting(1).saying(text, "hint:")
            }
            try await shop.audit("link", "1").expecting(64)
            try await shop.audit("unlink").expecting(64)
            #expect(try await shop.git("rev-list", "--count", "HEAD") == commits)
            try await shop.expectEmptyPlan()
        }
    }
}
