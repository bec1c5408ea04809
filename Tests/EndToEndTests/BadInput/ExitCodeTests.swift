import JiraSandbox
import TestSupport
import Testing

/// The exit codes of docs/exit-codes.md, one by one.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct ExitCodeTests {
    private static let rows = [
        SampleRow("1", path: "a.py", hasDebt: true, debt: "Slow."),
        SampleRow("2", path: "b.py", hasDebt: true, debt: "Slow."),
    ]

    @Test func `0: done, with or without changes`() async throws {
        try await RealSystem.open(.rows(Self.rows)) { shop in
            try await shop.audit("plan").expecting(0)
            try await shop.audit("sync").expecting(0)
            try await shop.audit("sync").expecting(0)
            try await shop.audit("apply", "--auto-approve").expecting(0)
            try await shop.audit("plan", "--detailed-exitcode").expecting(0)
            try await shop.audit("status").expecting(0)
            try await shop.audit("log").expecting(0)
            try await shop.audit("--help").expecting(0)
            try await shop.audit("--version").expecting(0)
        }
    }

    @Test func `1: an error, after which nothing was written`() async throws {
        try await RealSystem.open(.rows(Self.rows)) { shop in
            for verb in ["plan", "sync"] {
                try await shop.audit(verb, with: ["JIRA_URL": "http://127.0.0.1:1"]).expecting(1).saying(
                    "error:",
                    "hint:"
                )
                try await shop.audit(verb, with: ["DATABASE_URL": "postgresql:///nowhere"]).expecting(1)
            }
            try await shop.audit("apply", "nowhere.json").expecting(1)
            #expect(shop.jira.issues.isEmpty)
            #expect(try await shop.git("rev-list", "--count", "HEAD") == "1")
        }
    }

    @Test func `2: changes are planned, when plan is asked for it in detail`() async throws {
        try await RealSystem.open(.rows(Self.rows)) { shop in
            try await shop.audit("plan", "--detailed-exitcode").expecting(2)
            try await shop.audit("plan", "--detailed-exitcode", "--json").expecting(2)
            try await shop.audit("snapshot", "--out", shop.folder + "/snapshot").expecting(0)
            try await shop.audit("plan", "--detailed-exitcode", "--snapshot", shop.folder + "/snapshot")
                .expecting(2)
            try await shop.audit("plan", "--target", "3", "--detailed-exitcode").expecting(0)
        }
    }

    @Test func `3: applied in part, for one action failed or was skipped`() async throws {
        try await RealSystem.open(.rows(Self.rows)) { shop in
            _ = try await shop.plan()
            try shop.database.execute("UPDATE file_audit SET technical_debt = 'New.' WHERE file_number = '1'")
            try await shop.apply().expecting(3)
            #expect(shop.jira.issues.count == 1)
            try await shop.settle()

            let id = try shop.issue(of: "1").id
            try shop.database.execute("UPDATE file_audit SET technical_debt = 'Newer.'")
            shop.jira.addFault(.status(403), method: "PUT", path: "/rest/api/3/issue/\(id)", times: nil)
            try await shop.audit("sync").expecting(3)
            #expect(try shop.issue(of: "2").plainDescription.contains("Newer."))
            shop.jira.clearFaults()
            try await shop.audit("sync").expecting(0)
        }
    }

    @Test func `3 goes before 4: what failed is more urgent than what waits`() async throws {
        try await RealSystem.open(.rows(Self.rows)) { shop in
            try await shop.settle()
            let id = try shop.issue(of: "1").id
            try shop.jira.setStatus(shop.ticket(of: "2"), "Done")
            try shop.database.execute("UPDATE file_audit SET technical_debt = 'New.'")
            shop.jira.addFault(.status(403), method: "PUT", path: "/rest/api/3/issue/\(id)", times: nil)
            try await shop.audit("sync").expecting(3)
            shop.jira.clearFaults()
            try await shop.audit("sync").expecting(4)
        }
    }

    @Test func `4: conflicts wait, which apply and sync tell after everything else was done`() async throws {
        try await RealSystem.open(.rows(Self.rows)) { shop in
            try await shop.settle()
            try shop.jira.setStatus(shop.ticket(of: "1"), "Done")
            try shop.database.execute("UPDATE file_audit SET technical_debt = 'New.'")
            try await shop.audit("plan").expecting(0)
            // Row 2 has a change, and 4 goes before 2.
            try await shop.audit("plan", "--detailed-exitcode").expecting(4)
            _ = try await shop.plan()
            try await shop.apply().expecting(4)
            #expect(try shop.issue(of: "2").plainDescription.contains("New."))
            for _ in 1...2 { try await shop.audit("sync").expecting(4) }
            try await shop.audit("apply", "--auto-approve").expecting(4)
            try await shop.audit("plan", "--detailed-exitcode").expecting(4)
            try await shop.audit("plan").expecting(0)
        }
    }

    @Test func `5: refused by a guard, before anything is written`() async throws {
        let text = "version: 1\njira: {project: CCS}\nguards: {max_create: 1}\n"
        try await RealSystem.open(.rows(Self.rows).configured(text)) { shop in
            try await shop.audit("plan").expecting(0)
            try await shop.audit("plan", "--detailed-exitcode").expecting(2)
            _ = try await shop.plan()
            try await shop.apply().expecting(5)
            try await shop.audit("sync").expecting(5)
            try await shop.audit("apply", "--auto-approve").expecting(5)
            #expect(shop.jira.issues.isEmpty)
        }
    }

    @Test(arguments: [Int32(2), 15])
    func `6 and 130: locked by another run, and interrupted`(signal: Int32) async throws {
        try await RealSystem.open(SystemSeed.rows(Self.rows).withoutTimeout()) { shop in
            _ = try await shop.plan()
            shop.jira.forgetRequests()
            shop.jira.addFault(.hang, path: "/rest/api/3/myself")
            let sync = try Spawned(
                Program.path,
                ["sync"],
                environment: shop.variables,
                directory: shop.repository
            )
            try await shop.wait(for: sync) { jira in
                jira.requests.contains { $0.path == "/rest/api/3/myself" }
            }
            try await shop.apply().expecting(6).saying("process \(sync.id)")
            try await shop.audit("sync").expecting(6)
            try await shop.audit("plan").expecting(0)
            sync.signal(signal)
            #expect(sync.wait() == 130)
            try await shop.audit("sync").expecting(0)
        }
    }

    @Test func `7: credentials or permissions`() async throws {
        var sandbox = SandboxConfiguration()
        sandbox.deniedPermissions = ["BROWSE_PROJECTS"]
        try await RealSystem.open(.rows(Self.rows), sandbox: sandbox) { shop in
            try await shop.audit("plan", with: ["JIRA_API_TOKEN": "wrong"]).expecting(7)
            try await shop.audit("sync", with: ["JIRA_API_TOKEN": nil]).expecting(7)
            try await shop.audit("sync").expecting(7).saying("CCS")
            #expect(shop.jira.issues.isEmpty)
        }
    }

    @Test func `8: it did not converge: a trigger undoes what is written into a row, again and again`()
        async throws
    {
        try await RealSystem.open(.rows(Self.rows)) { shop in
            try await shop.settle()
            try shop.database.execute(Self.stubborn("NEW.has_technical_debt := true"))
            try shop.jira.setStatus(shop.ticket(of: "1"), "Done")
            for _ in 1...2 {
                #expect(try await shop.plan().says(of: "1") == ["resolve"])
                let result = try await shop.apply()
                result.expecting(8)
                #expect(result.stdout.contains("still differ"), "\(result)")
                #expect(result.stdout.contains("resolve 1 "), "\(result)")
                #expect(result.stdout.contains("has_technical_debt"), "\(result)")
            }
            try await shop.audit("sync").expecting(8)
            #expect(try shop.issue(of: "1").status == "Done")
            #expect(try await shop.git("status", "--porcelain") == "")

            try shop.database.execute("DROP TRIGGER stubborn ON file_audit")
            try await shop.audit("sync").expecting(0)
            #expect(try shop.row("1", "has_technical_debt") == ["f"])
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `8: a trigger that drops the key of a new issue makes no second one`() async throws {
        try await RealSystem.open(.rows(Self.rows)) { shop in
            try shop.database.execute(Self.stubborn("NEW.jira_tickets := NULL"))
            try await shop.audit("sync").expecting(8)
            let again = try await shop.audit("sync")
            again.expecting(8)
            #expect(again.stdout.contains("relink 1 ") && again.stdout.contains("jira_tickets"), "\(again)")
            #expect(shop.jira.issues.count == 2)
            try shop.database.execute("DROP TRIGGER stubborn ON file_audit")
            try await shop.audit("sync").expecting(0)
            #expect(shop.jira.issues.count == 2)
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `64: wrong usage or configuration`() async throws {
        try await RealSystem.open(.rows(Self.rows)) { shop in
            for arguments in [
                ["frobnicate"], ["plan", "--frobnicate"], ["apply", "a", "b"], ["sync", "--allow", "x=1"],
            ] {
                let result = try await run(
                    Program.path,
                    arguments,
                    environment: shop.variables,
                    in: shop.repository
                )
                result.expecting(64).saying("error:")
            }
            try await shop.audit("apply").expecting(64).saying("--auto-approve")
            try shop.write("version: 1\njira: {projekt: CCS}\n", to: "repository/audit-jira.yaml")
            for verb in ["plan", "sync", "snapshot"] {
                try await shop.audit(verb, verb == "snapshot" ? "--out=x" : "--json").expecting(64)
            }
        }
    }

    /// A trigger that has the last word about every update.
    private static func stubborn(_ statement: String) -> String {
        """
        CREATE FUNCTION stubborn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \(statement); RETURN NEW; END $$;
        CREATE TRIGGER stubborn BEFORE UPDATE ON file_audit FOR EACH ROW EXECUTE FUNCTION stubborn();
        """
    }
}
