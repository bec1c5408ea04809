import JiraSandbox
import TestSupport
import Testing

/// The main job, done by the real program over the project's own sample.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct MainJobTests {
    @Test func `a first plan creates what has no ticket and follows what has`() async throws {
        try await RealSystem.open { shop in
            let plan = try await shop.plan()
            #expect(plan.counts == ["create": 4, "follow": 3])
            #expect(plan.conflicts.isEmpty)
            #expect(shop.jira.issues.count == 3)

            try await shop.apply().expecting(0)
            #expect(shop.jira.issues.count == 7)
            for number in ["1001", "1003", "3001", "3003"] {
                let issue = try shop.issue(of: number)
                #expect(issue.key.hasPrefix("CCS-"))
                #expect(issue.labels == ["audit-jira", "layer-\(number.prefix(1))", "technical-debt"])
                let marker = try #require(issue.properties["audit-jira"])
                #expect(marker.contains("\"row\":\"\(number)\""))
                #expect(marker.contains("\"lineage\":") && marker.contains("\"operation\":"))
            }
            #expect(try shop.row("2002", "jira_tickets") == ["{OVEN-11,OVEN-12}"])
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a status changed in Jira reaches the row`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.jira.setStatus(shop.ticket(of: "1001"), "In Progress")
            try shop.jira.setStatus(shop.ticket(of: "1003"), "Done")
            let plan = try await shop.plan()
            #expect(plan.counts == ["start": 1, "resolve": 1])
            try await shop.apply().expecting(0)
            #expect(try shop.row("1001", "has_technical_debt, audit_status") == ["t", "IN_PROGRESS"])
            #expect(try shop.row("1003", "has_technical_debt, audit_status") == ["f", "COMPLETED"])
            #expect(try shop.row("1003", "audit_date IS NOT NULL") == ["t"])
            #expect(try shop.row("1003", "jira_tickets") == ["{\(shop.issue(of: "1003").key)}"])
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a debt cleared in the table closes its ticket with a comment`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let key = try shop.ticket(of: "3001")
            try shop.database.execute(
                "UPDATE file_audit SET has_technical_debt = false WHERE file_number = '3001'"
            )
            let plan = try await shop.plan()
            #expect(plan.counts == ["close": 1])
            try await shop.apply().expecting(0)
            let issue = try #require(shop.jira.issue(key))
            #expect(issue.statusCategory == "done")
            #expect(issue.comments.count == 1)
            #expect(
                issue.comments.first?.contains("3001") == true
                    || issue.comments.first?.contains("basket") == true
            )
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a row whose followed tickets are all closed is resolved`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.jira.setStatus("OVEN-12", "Done")
            #expect(try await shop.plan().counts["resolve"] == nil)
            try await shop.apply()
            try shop.jira.setStatus("OVEN-11", "Done")
            #expect(try await shop.plan().counts == ["resolve": 2])
            try await shop.apply().expecting(0)
            #expect(try shop.row("2001", "has_technical_debt") == ["f"])
            #expect(try shop.row("2002", "has_technical_debt") == ["f"])
            #expect(try #require(shop.jira.issue("OVEN-11")).comments.isEmpty)
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a debt that comes back reopens its ticket, and a reopened ticket its row`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.jira.setStatus(shop.ticket(of: "1001"), "Done")
            try shop.jira.setStatus(shop.ticket(of: "1003"), "Done")
            try await shop.settle()
            try shop.database.execute(
                "UPDATE file_audit SET has_technical_debt = true WHERE file_number = '1001'"
            )
            try shop.jira.setStatus(shop.ticket(of: "1003"), "In Progress")
            #expect(try await shop.plan().counts == ["reopen": 1, "unresolve": 1])
            try await shop.apply().expecting(0)
            #expect(try shop.issue(of: "1001").statusCategory != "done")
            #expect(try shop.row("1003", "has_technical_debt, audit_status") == ["t", "IN_PROGRESS"])
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a ticket moved to another project is relinked, and a deleted one made again`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let moved = try shop.jira.move(shop.ticket(of: "1001"), toProject: "OVEN")
            let deleted = try shop.ticket(of: "1003")
            try shop.jira.delete(deleted)
            #expect(try await shop.plan().counts == ["create": 1, "relink": 1])
            try await shop.apply().expecting(0)
            #expect(try shop.row("1001", "jira_tickets") == ["{\(moved)}"])
            let new = try shop.issue(of: "1003").key
            #expect(new != deleted)
            #expect(try shop.row("1003", "jira_tickets") == ["{\(new)}"])
            try await shop.expectEmptyPlan()
        }
    }

    @Test(.enabled(if: TestData.has("data/scrapersky")))
    func `real rows make the plan that they always made`() async throws {
        try await RealSystem.open(.real) { shop in
            let before = shop.jira.issues.count
            let plan = try await shop.plan()
            #expect(plan.counts == ["create": 29, "follow": 14])
            try await shop.apply().expecting(0)
            #expect(shop.jira.issues.count == before + 29)
            try await shop.expectEmptyPlan()
        }
    }
}
