import Foundation
import JiraSandbox
import Postgres
import TestSupport
import Testing

/// Rows that the database refuses to change, or that the role may not see: they fail alone, and the next run goes on.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct RefusedRowTests {
    private static let ways: [(name: String, make: String, undo: String)] = [
        (
            "a CHECK",
            "ALTER TABLE file_audit ADD CONSTRAINT fixed CHECK (file_number <> '1001' OR jira_tickets IS NULL) NOT VALID",
            "ALTER TABLE file_audit DROP CONSTRAINT fixed"
        ),
        (
            "a trigger",
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.file_number = '1001' THEN RAISE EXCEPTION 'fixed: this row is closed'; END IF;
                RETURN NEW; END $$;
            CREATE TRIGGER closed BEFORE UPDATE ON file_audit FOR EACH ROW EXECUTE FUNCTION refuse()
            """, "DROP TRIGGER closed ON file_audit"
        ),
        (
            "a trigger that waits for COMMIT",
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.file_number = '1001' THEN RAISE EXCEPTION 'fixed: this row is closed'; END IF;
                RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER closed AFTER UPDATE ON file_audit DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION refuse()
            """, "DROP TRIGGER closed ON file_audit"
        ),
    ]

    @Test(arguments: ways.map(\.name)) func `one row of many fails alone`(way: String) async throws {
        let (_, make, undo) = try #require(Self.ways.first { $0.name == way })
        try await RealSystem.open { shop in
            let before = try shop.row("1001", "jira_tickets::text")
            try shop.database.execute("UPDATE file_audit SET jira_tickets = NULL WHERE file_number = '1001'")
            try shop.database.execute(make)
            try await shop.audit("sync").expecting(3).printing("1001", "fixed")
            #expect(try shop.row("1001", "jira_tickets") == [nil], "\(before)")
            let written = try shop.database.rows(
                "SELECT count(*) FROM file_audit WHERE jira_tickets IS NOT NULL"
            )
            #expect(written[0][0].flatMap { Int($0) } ?? 0 > 3)
            let made = shop.jira.issues.count
            try shop.database.execute(undo)
            try await shop.audit("sync").expecting(0)
            try await shop.expectEmptyPlan()
            #expect(shop.jira.issues.count == made)
        }
    }

    @Test func `a row that another session keeps locked fails alone`() async throws {
        try await RealSystem.open { shop in
            let text = try shop.read("repository/audit-jira.yaml")
                .replacing("database:\n", with: "database:\n  timeout: 5s\n")
            try shop.write(text, to: "repository/audit-jira.yaml")
            try await shop.git("commit", "--quiet", "--all", "--message", "Wait five seconds")
            let holder = try shop.database.connection()
            try holder.execute("BEGIN; SELECT 1 FROM file_audit WHERE file_number = '1001' FOR UPDATE")
            let tickets = try shop.row("1001", "jira_tickets")
            try await shop.audit("sync").expecting(3).printing("1001", "locked", "database.timeout")
            #expect(try shop.row("1001", "jira_tickets") == tickets)
            try holder.execute("ROLLBACK")
            try await shop.audit("sync").expecting(0)
            try await shop.expectEmptyPlan()
            #expect(shop.jira.issues.count == 7)
        }
    }

    @Test func `a role with the documented rights does it all`() async throws {
        try await RealSystem.open { shop in
            let text = try String(
                contentsOf: URL(filePath: Program.checkout + "/docs/configuration.md"),
                encoding: .utf8
            )
            let part = try #require(
                text.components(separatedBy: "role needs no more than this").dropFirst().first
            )
            let code = try #require(part.components(separatedBy: "```sql\n").dropFirst().first)
            let statements = try #require(code.components(separatedBy: "```").first)
            try? shop.database.execute("CREATE ROLE audit_jira LOGIN")
            #expect(statements.contains("GRANT UPDATE (") && statements.contains("GRANT SELECT ("))
            try shop.database.execute(statements)
            var narrow = shop
            narrow.variables["DATABASE_URL"] = shop.database.asUser("audit_jira").url
            try await narrow.settle()
            try shop.jira.setStatus(shop.ticket(of: "1001"), "Done")
            try shop.database.execute(
                "UPDATE file_audit SET has_technical_debt = false WHERE file_number = '3001'"
            )
            try await narrow.settle()
            #expect(try shop.row("1001", "has_technical_debt, audit_status") == ["f", "COMPLETED"])
            #expect(try shop.issue(of: "3001").statusCategory == "done")
        }
    }

    @Test func `rows that row-level security hides are refused by the guard when they are many`() async throws
    {
        try await RealSystem.open(.generated(100)) { shop in
            try? shop.database.execute("CREATE ROLE e2e_hidden LOGIN")
            try shop.database.execute("GRANT SELECT, UPDATE ON file_audit TO e2e_hidden")
            try await shop.settle()
            try shop.database.execute("ALTER TABLE file_audit ENABLE ROW LEVEL SECURITY")
            var hidden = shop
            hidden.variables["DATABASE_URL"] = shop.database.asUser("e2e_hidden").url
            try await hidden.audit("sync").expecting(5).saying("max_missing_rows_percent")
            #expect(shop.jira.issues.allSatisfy { $0.statusCategory == "new" })
            try shop.database.execute("CREATE POLICY all_rows ON file_audit TO e2e_hidden USING (true)")
            try await hidden.expectEmptyPlan()
        }
    }
}
