import JiraSandbox
import TestSupport
import Testing

/// A morning on which much has changed on both sides.
///
/// One `sync` then has to create, update, close, reopen, resolve, start and follow.
enum CrashScenario {
    /// The actions of one `sync`, by operation.
    static let counts = [
        "create": 3, "update": 2, "close": 2, "reopen": 1, "resolve": 2, "start": 1, "follow": 1,
    ]

    /// The table and Jira before anything was done.
    static func seed(hasRemote: Bool) -> SystemSeed {
        let text = configuration + (hasRemote ? "state: {remote: origin}\n" : "")
        return SystemSeed.rows(rows, jira: [PeoplesIssue("OVEN-1")].seed()).configured(text)
    }

    private static let configuration = """
        version: 1
        jira: {project: CCS, settle: 1s}
        guards: {max_close_percent: 100, max_resolve_percent: 100}

        """

    private static let rows: [SampleRow] = {
        let new = ["create1", "create2", "create3", "follow1"].map { SampleRow($0, path: "src/\($0).py") }
        let known = [
            "update1", "update2", "close1", "close2", "reopen1", "resolve1", "resolve2", "start1", "still1",
        ]
        .map { SampleRow($0, path: "src/\($0).py", hasDebt: true, debt: "Debt of *\($0)*.") }
        return new + known
    }()

    /// Brings both sides into agreement, and then changes both.
    static func prepare(_ shop: RealSystem) async throws {
        try await shop.audit("sync").expecting(0)
        try shop.database.execute(
            "UPDATE file_audit SET has_technical_debt = false WHERE file_number = 'reopen1'"
        )
        try await shop.audit("sync").expecting(0)
        try await shop.expectEmptyPlan()
        try shop.database.execute(
            """
            UPDATE file_audit SET has_technical_debt = true, technical_debt = 'New debt of ' || file_number || '.'
                WHERE file_number LIKE 'create%' OR file_number = 'follow1';
            UPDATE file_audit SET jira_tickets = '{OVEN-1}' WHERE file_number = 'follow1';
            UPDATE file_audit SET technical_debt = E'It says "always", and it''s ''never''.\\n\\n- one\\n- two\\n  1. deep'
                WHERE file_number = 'update1';
            UPDATE file_audit SET file_path = 'src/moved/update2.py' WHERE file_number = 'update2';
            UPDATE file_audit SET has_technical_debt = false WHERE file_number LIKE 'close%';
            UPDATE file_audit SET has_technical_debt = true WHERE file_number = 'reopen1';
            """
        )
        for row in ["resolve1", "resolve2"] { try shop.jira.setStatus(shop.ticket(of: row), "Done") }
        try shop.jira.setStatus(shop.ticket(of: "start1"), "In Progress")
        shop.jira.settleIndex()
        #expect(try await shop.plan().counts == counts)
    }
}
