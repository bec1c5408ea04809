import JiraSandbox
import TestSupport
import Testing

/// Texts of people in a row's list of tickets.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct TicketListTests {
    @Test func `addresses, small letters, lists in one element and blanks lead to no second ticket`()
        async throws
    {
        try await RealSystem.open { shop in
            try shop.database.execute(
                """
                UPDATE file_audit SET jira_tickets = ARRAY['https://bakery.atlassian.net/browse/OVEN-11?x=1']
                    WHERE file_number = '2001';
                UPDATE file_audit SET jira_tickets = ARRAY['oven-11, OVEN-12', ''] WHERE file_number = '2002';
                UPDATE file_audit SET jira_tickets = ARRAY[''] WHERE file_number = '1001'
                """
            )
            let plan = try await shop.plan()
            #expect(plan.findings.isEmpty)
            #expect(plan.actions.filter { $0.row == "2001" }.map(\.op) == ["follow"])
            #expect(plan.actions.filter { $0.row == "2002" }.map(\.issue) == ["OVEN-11", "OVEN-12"])
            #expect(plan.actions.filter { $0.row == "1001" }.map(\.op) == ["create"])
            try await shop.apply().expecting(0)
            try await shop.expectEmptyPlan()
            // What nothing was to be done for stands as people wrote it.
            let listed = try shop.row("2002", "jira_tickets[1]")
            #expect(listed == ["oven-11, OVEN-12"])

            try shop.jira.setStatus("OVEN-11", "Done")
            try shop.jira.setStatus("OVEN-12", "Done")
            try await shop.settle()
            let row = try shop.row("2002", "has_technical_debt, jira_tickets[1]")
            #expect(row == ["f", "oven-11, OVEN-12"])
        }
    }
}
