import Foundation
import JiraSandbox
import TestSupport
import Testing

/// The first law: after an apply there is nothing to do, whatever was there before.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct LawTests {
    @Test func `a deleted row closes its ticket, and its link is forgotten`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let key = try shop.ticket(of: "1001")
            try shop.database.execute("DELETE FROM file_audit WHERE file_number IN ('1001', '2001')")
            #expect(try await shop.plan().counts == ["close": 1, "forget": 1])
            try await shop.apply().expecting(0)
            #expect(try #require(shop.jira.issue(key)).statusCategory == "done")
            #expect(try #require(shop.jira.issue("OVEN-11")).statusCategory == "new")
            #expect(try !shop.read("repository/state/links.yaml").contains("1001"))
            try await shop.expectEmptyPlan()
        }
    }

    @Test(arguments: ["file_number = '1099'", "file_path = 'shop/models/orders.py'"])
    func `a renamed row keeps its ticket`(change: String) async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let key = try shop.ticket(of: "1001")
            try shop.database.execute("UPDATE file_audit SET \(change) WHERE file_number = '1001'")
            let plan = try await shop.plan()
            #expect(plan.counts["create"] == nil && plan.counts["close"] == nil, "\(plan.counts)")
            try await shop.apply().expecting(0)
            let issue = try #require(shop.jira.issue(key))
            #expect(issue.statusCategory == "new")
            if change.contains("orders") { #expect(issue.summary.contains("orders.py")) }
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a lost state is made again from the markers`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let issues = shop.jira.issues
            try await shop.git("rm", "-r", "--quiet", "state")
            try await shop.git("commit", "--quiet", "--message", "Lose the state")
            try await expectAdoption(shop)
            #expect(shop.jira.issues.map(\.plainDescription) == issues.map(\.plainDescription))
            try await shop.expectEmptyPlan()
        }
    }

    @Test(arguments: ["/rest/api/3/issue/bulk", "/rest/api/3/issue/bulkfetch"])
    func `a run that is killed after its creates makes none again`(path: String) async throws {
        try await RealSystem.open(SystemSeed.sample.withoutTimeout()) { shop in
            shop.jira.addFault(.hangAfter, method: "POST", path: path, skip: path.hasSuffix("bulk") ? 0 : 3)
            let first = try Spawned(
                Program.path,
                ["sync"],
                environment: shop.variables,
                directory: shop.repository
            )
            try await shop.wait(for: first) { $0.issues.count >= 7 }
            first.signal(9)
            #expect(first.wait() == 137)
            shop.jira.clearFaults()
            try await expectAdoption(shop)
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a ticket that was resolved as not to be done is accepted, and stays`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.jira.setStatus(shop.ticket(of: "1001"), "Done", resolution: "Won't Do")
            #expect(try await shop.plan().counts == ["accept": 1])
            try await shop.apply().expecting(0)
            #expect(try shop.row("1001", "has_technical_debt") == ["t"])
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a ticket that was taken out of its row is put back`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let key = try shop.ticket(of: "1001")
            try shop.database.execute("UPDATE file_audit SET jira_tickets = NULL WHERE file_number = '1001'")
            try await shop.settle()
            #expect(try shop.ticket(of: "1001") == key)
            #expect(shop.jira.issues.count == 7)
        }
    }

    @Test func `awkward rows become issues and stay as they are`() async throws {
        let long = String(repeating: "A very long line of debt. ", count: 2_000)
        let rows = [
            SampleRow(
                "1",
                path: "a b/c'd\"e.py",
                hasDebt: true,
                debt: "{{layer}} {{{x}}} {{#a}} \\ `\u{1}` *"
            ),
            SampleRow("2", path: "größe/日本語/😀.py", hasDebt: true, debt: "  \n\n\t\n"),
            SampleRow("3", path: "null.py", hasDebt: nil, debt: nil),
            SampleRow("4", path: "nothing.py", hasDebt: true, debt: nil),
            SampleRow("5", path: "empty.py", hasDebt: true, debt: "", tickets: []),
            SampleRow("6", path: String(repeating: "deep/", count: 49) + "x.py", hasDebt: true, debt: long),
            SampleRow(
                "7",
                path: "html.py",
                hasDebt: true,
                debt: "<b>x</b> <!-- c --> &amp; \r\n\r\nnew\r\nline"
            ),
            SampleRow(
                "8",
                path: "dangling.py",
                hasDebt: true,
                debt: "x",
                tickets: ["CCS-999", "CCS-999", "no key"]
            ),
            SampleRow(
                "row: 9 #",
                path: "yaml.py",
                hasDebt: true,
                debt: "- [ ] task\n- [x] done\n\n| a |\n|---|\n| b |"
            ),
            SampleRow(
                "=1+1",
                path: "sheet.py",
                hasDebt: true,
                debt: "![image](http://x/y.png) https://example.com"
            ),
        ]
        try await RealSystem.open(.rows(rows)) { shop in
            let plan = try await shop.plan()
            #expect(plan.counts == ["create": 9], "\(plan.counts)")
            try await shop.apply().expecting(0)
            try await shop.expectEmptyPlan()
            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = coalesce(technical_debt, '') || '!'"
            )
            try await shop.settle()
            try shop.database.execute("UPDATE file_audit SET has_technical_debt = false")
            try await shop.settle()
            #expect(shop.jira.issues.allSatisfy { $0.statusCategory == "done" })
        }
    }

    @Test func `tickets written in other ways are found`() async throws {
        let tickets = ["oven-11", " OVEN-11 ", "https://example.atlassian.net/browse/OVEN-11"]
        for ticket in tickets {
            try await RealSystem.open { shop in
                try shop.database.execute(
                    "UPDATE file_audit SET jira_tickets = ARRAY['\(ticket)'] WHERE file_number = '2001'"
                )
                let plan = try await shop.plan("--target", "2001")
                #expect(
                    plan.counts["create"] == nil || plan.findings.contains { $0.row == "2001" },
                    "\(ticket): \(plan)"
                )
                try await shop.apply().expecting(0)
                let again = try await shop.plan("--target", "2001")
                #expect(again.actions.isEmpty, "\(ticket): \(again)")
            }
        }
    }

    @Test func `nothing at all is nothing to do`() async throws {
        try await RealSystem.open(.rows([])) { shop in
            let plan = try await shop.plan()
            #expect(plan.counts.isEmpty && plan.expectedCalls == 0)
            try await shop.expectEmptyPlan()
            try await shop.apply().expecting(0)
            try await shop.audit("sync").expecting(0)
            #expect(try await shop.git("rev-list", "--count", "HEAD") == "1")
        }
    }

    /// Plans and applies, and checks that the four issues were taken over and none was made.
    ///
    /// Without a base their descriptions are sent again: they cannot be compared with what Jira made of them.
    private func expectAdoption(_ shop: RealSystem, at place: SourceLocation = #_sourceLocation) async throws
    {
        let plan = try await shop.plan()
        #expect(
            plan.counts["adopt"] == 4 && plan.counts["follow"] == 3,
            "\(plan.counts)",
            sourceLocation: place
        )
        for action in plan.actions where action.op == "update" {
            let written = action.changes.filter { $0.side == "issue" }.map(\.field)
            #expect(written == ["description"], sourceLocation: place)
        }
        #expect(Set(plan.counts.keys).isSubset(of: ["adopt", "follow", "update"]), sourceLocation: place)
        try await shop.apply().expecting(0, at: place)
        #expect(shop.jira.issues.count == 7, sourceLocation: place)
    }
}
