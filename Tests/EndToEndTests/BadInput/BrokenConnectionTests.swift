import Foundation
import JiraSandbox
import TestSupport
import Testing

/// A connection to the database that breaks while rows are written: nothing is lost, nothing done twice.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct BrokenConnectionTests {
    /// The exit code of a run whose connection broke there once.
    private static let ends: [PostgresProxy.Cut: Int32] = [
        .atBegin: 0, .atUpdate: 0, .beforeCommit: 3, .afterCommit: 0,
    ]

    @Test(arguments: PostgresProxy.Cut.allCases)
    func `a run ends in order, and the next one finishes what it left`(cut: PostgresProxy.Cut) async throws {
        try await RealSystem.open { shop in
            let proxy = try PostgresProxy(before: shop.database, cutting: cut)
            defer { proxy.stop() }
            var far = shop
            far.variables["DATABASE_URL"] = proxy.database.url
            let run = try await far.audit("sync").expecting(try #require(Self.ends[cut]))
            #expect(proxy.left == 0, "\(run)")
            if cut == .beforeCommit { run.printing("COMMIT") }
            try await far.audit("sync").expecting(0)
            try await far.expectEmptyPlan()
            #expect(shop.jira.issues.count == 7)
            #expect(Set(shop.jira.issues.map(\.summary)).count == 7)
        }
    }

    @Test(.enabled(if: PgBouncer.isInstalled), arguments: PostgresProxy.Cut.allCases)
    func `it does so before a pooler, too`(cut: PostgresProxy.Cut) async throws {
        try await RealSystem.open { shop in
            let pooler = try PgBouncer(before: shop.database)
            let proxy = try PostgresProxy(before: pooler.database, cutting: cut)
            defer { proxy.stop() }
            var far = shop
            far.variables["DATABASE_URL"] = proxy.database.url
            try await far.audit("sync").expecting(try #require(Self.ends[cut]))
            try await far.audit("sync").expecting(0)
            try await far.expectEmptyPlan()
            #expect(shop.jira.issues.count == 7)
        }
    }

    @Test func `a connection that always breaks fails the rows, and keeps what was made in Jira`()
        async throws
    {
        try await RealSystem.open { shop in
            let proxy = try PostgresProxy(before: shop.database, cutting: .atUpdate, times: 1000)
            defer { proxy.stop() }
            var far = shop
            far.variables["DATABASE_URL"] = proxy.database.url
            try await far.audit("sync").expecting(3).printing("connection")
            #expect(shop.jira.issues.count == 7)
            try await shop.audit("sync").expecting(0)
            try await shop.expectEmptyPlan()
            #expect(shop.jira.issues.count == 7)
        }
    }

    @Test func `a session that the server ends at COMMIT is looked after`() async throws {
        try await RealSystem.open { shop in
            try shop.database.execute(
                """
                CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(600);
                    RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON file_audit DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION die()
                """
            )
            try await shop.audit("sync").expecting(3).printing("COMMIT")
            #expect(try shop.row("1001", "audit_status") == ["NOT_STARTED"])
            try shop.database.execute("DROP TRIGGER late ON file_audit")
            try await shop.audit("sync").expecting(0)
            try await shop.expectEmptyPlan()
            #expect(shop.jira.issues.count == 7)
        }
    }
}
