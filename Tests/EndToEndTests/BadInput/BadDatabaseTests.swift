import Foundation
import Glibc
import JiraSandbox
import TestSupport
import Testing

/// A database that is not as the configuration says: the exit code, what is named, and what to do.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct BadDatabaseTests {
    @Test func `no table names the one that is missing and one that is like it`() async throws {
        try await RealSystem.open(.statements("CREATE TABLE file_audits (file_number text)")) { shop in
            try await shop.audit("plan").expecting(1).saying(
                "no table",
                "file_audit",
                "file_audits",
                "database.table"
            )
        }
    }

    @Test func `a missing column is named`() async throws {
        try await RealSystem.open { shop in
            try shop.database.execute("ALTER TABLE file_audit RENAME jira_tickets TO tickets")
            try await shop.audit("plan").expecting(1).saying("jira_tickets", "file_audit", "database.columns")
        }
    }

    @Test func `a debt column that is no boolean is named with its type`() async throws {
        try await RealSystem.open { shop in
            try shop.database.execute(
                """
                ALTER TABLE file_audit ALTER has_technical_debt DROP DEFAULT,
                    ALTER has_technical_debt TYPE text USING has_technical_debt::text
                """
            )
            try await shop.audit("plan").expecting(1).saying("has_technical_debt", "text", "boolean")
        }
    }

    @Test func `a row key that stands twice is named`() async throws {
        try await RealSystem.open { shop in
            try shop.database.execute(
                """
                ALTER TABLE file_audit DROP CONSTRAINT file_audit_file_number_key;
                UPDATE file_audit SET file_number = '1001' WHERE file_number = '1003'
                """
            )
            try await shop.audit("plan").expecting(1).saying("1001", "database.columns.key")
        }
    }

    @Test func `a host without an address, and one that refuses, are told apart`() async throws {
        try await RealSystem.open { shop in
            let unknown = try await shop.audit(
                "plan",
                with: ["DATABASE_URL": "postgresql://u@nowhere.invalid/db"]
            )
            unknown.expecting(1).saying("nowhere.invalid", "DATABASE_URL")
            let refused = try await shop.audit(
                "plan",
                with: ["DATABASE_URL": "postgresql://u@127.0.0.1:1/db"]
            )
            refused.expecting(1).saying("127.0.0.1", "server is running")
        }
    }

    @Test func `a wrong password is a matter of credentials, and is not shown`() async throws {
        try await RealSystem.open { shop in
            try? shop.database.execute("CREATE ROLE with_password LOGIN PASSWORD 'right'")
            let url =
                "postgresql://with_password:wr0ng-secret@/\(shop.database.name)?host=\(shop.database.host)&port=\(shop.database.port)"
            let result = try await shop.audit("plan", with: ["DATABASE_URL": url])
            result.expecting(7).saying("with_password", "password")
            #expect(!result.printed.contains("wr0ng-secret"))
        }
    }

    @Test func `a user without rights is told which`() async throws {
        try await RealSystem.open { shop in
            try? shop.database.execute("CREATE ROLE e2e_reader LOGIN")
            let database = shop.database.asUser("e2e_reader")
            let result = try await shop.audit("plan", with: ["DATABASE_URL": database.url])
            result.expecting(7).saying("SELECT", "file_audit")
        }
    }

    @Test func `a user who may only read plans, and does not make issues it cannot note`() async throws {
        try await RealSystem.open { shop in
            try? shop.database.execute("CREATE ROLE e2e_viewer LOGIN")
            try shop.database.execute("GRANT SELECT ON file_audit TO e2e_viewer")
            let database = shop.database.asUser("e2e_viewer")
            var viewer = shop
            viewer.variables["DATABASE_URL"] = database.url
            #expect(try await viewer.plan().counts == ["create": 4, "follow": 3])
            let before = shop.jira.issues.count
            let result = try await viewer.apply()
            result.expecting(7).saying("jira_tickets", "GRANT UPDATE")
            #expect(shop.jira.issues.count == before, "\(result)")
        }
    }

    @Test func `an emptied table closes nothing`() async throws {
        try await RealSystem.open(.generated(100)) { shop in
            try await shop.settle()
            try shop.database.execute("DELETE FROM file_audit")
            _ = try await shop.plan()
            try await shop.apply().expecting(5).saying("max_missing_rows_percent")
            #expect(shop.jira.issues.allSatisfy { $0.statusCategory == "new" })
        }
    }

    @Test(.enabled(if: PgBouncer.isInstalled))
    func `everything works through a pooler in transaction mode`() async throws {
        try await RealSystem.open { shop in
            let pooler = try PgBouncer(before: shop.database)
            var pooled = shop
            pooled.variables["DATABASE_URL"] = pooler.database.url
            try await pooled.settle()
            try shop.jira.setStatus(shop.ticket(of: "1001"), "Done")
            try shop.database.execute(
                "UPDATE file_audit SET has_technical_debt = false WHERE file_number = '3001'"
            )
            try await pooled.settle()
            #expect(try shop.row("1001", "has_technical_debt") == ["f"])
            #expect(try shop.issue(of: "3001").statusCategory == "done")
        }
    }
}
