import JiraSandbox
import TestSupport
import Testing

/// Mistakes in the configuration and on the command line: exit code 64, the place, and the way out.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct BadConfigurationTests {
    @Test func `an unknown key is named with its line and the nearest known one`() async throws {
        try await RealSystem.open(.sample.configured("version: 1\njira:\n  project: CCS\n  isue_type: Bug\n"))
        {
            shop in
            try await shop.audit("plan").expecting(64).saying("audit-jira.yaml:4", "isue_type", "issue_type")
        }
    }

    @Test func `two errors are both told`() async throws {
        let text = "version: 1\njira:\n  projekt: CCS\nguards:\n  max_clos: 3\n"
        try await RealSystem.open(.sample.configured(text)) { shop in
            try await shop.audit("plan").expecting(64)
                .saying("audit-jira.yaml:3", "projekt", "audit-jira.yaml:5", "max_clos", "max_close")
        }
    }

    @Test func `a secret in the configuration is refused and not repeated`() async throws {
        let text = "version: 1\njira: {project: CCS, url: \"https://me:p4ssw0rd-x@example.atlassian.net\"}\n"
        try await RealSystem.open(.sample.configured(text)) { shop in
            let result = try await shop.audit("plan")
            result.expecting(64).saying("audit-jira.yaml:2", "login")
            #expect(!result.printed.contains("p4ssw0rd-x"))
        }
    }

    @Test func `no configuration says where it was looked for`() async throws {
        try await RealSystem.open { shop in
            try await shop.audit("plan", in: "/").expecting(64).saying("audit-jira.yaml", "--config")
            try await shop.audit("plan", "--config", "nowhere.yaml").expecting(64).saying("nowhere.yaml")
            try await shop.audit("plan", "--chdir", "nowhere").expecting(64).saying("nowhere", "--chdir")
        }
    }

    @Test func `unknown verbs, options and guards are refused`() async throws {
        try await RealSystem.open { shop in
            try await shop.audit("plan", "--frobnicate").expecting(64).saying("--frobnicate")
            try await shop.audit("frobnicate").expecting(64).saying("frobnicate")
            try await shop.audit("plan", "--allow", "max_kreate=5").expecting(64).saying(
                "max_kreate",
                "max_create"
            )
            try await shop.audit("plan", "--allow", "max_create").expecting(64).saying("max_create")
            try await shop.audit("plan", "--refresh", "some").expecting(64).saying("some")
        }
    }

    @Test func `apply without a terminal and without approval does nothing`() async throws {
        try await RealSystem.open { shop in
            try await shop.audit("apply").expecting(64).saying("terminal", "--auto-approve")
            try await shop.audit("apply", input: "yes\n").expecting(64)
            #expect(shop.jira.issues.count == 3)
            try await shop.audit("apply", "--auto-approve").expecting(0)
            #expect(shop.jira.issues.count == 7)
            try await shop.audit("apply").expecting(0)
        }
    }

    @Test func `a saved plan and --allow do not go together`() async throws {
        try await RealSystem.open { shop in
            _ = try await shop.plan()
            try await shop.apply("--allow", "max_create=5").expecting(64).saying("--allow")
        }
    }

    @Test(arguments: ["plan", "sync", "apply"])
    func `a guard names the option that lets exactly this plan pass, and it does`(verb: String) async throws {
        let text = "version: 1\njira: {project: CCS}\nguards: {max_create: 2}\n"
        try await RealSystem.open(.sample.configured(text)) { shop in
            _ = try await shop.plan()
            let refused = verb == "plan" ? try await shop.apply() : try await shop.audit(verb)
            refused.expecting(5).saying("max_create", "4", "2", "--allow max_create=4")
            #expect(shop.jira.issues.count == 3)
            if verb == "plan" {
                #expect(try await shop.plan("--allow", "max_create=3").counts["create"] == 4)
                try await shop.apply().expecting(5)
                _ = try await shop.plan("--allow", "max_create=4")
                try await shop.apply().expecting(0)
            } else {
                let approval = verb == "apply" ? "--auto-approve" : "--json"
                try await shop.audit(verb, approval, "--allow", "max_create=4").expecting(0)
            }
            #expect(shop.jira.issues.count == 7)
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a conflict at first contact is told, and everything else is done`() async throws {
        try await RealSystem.open { shop in
            try shop.jira.setStatus("OVEN-11", "Done")
            let plan = try await shop.plan()
            #expect(plan.conflicts.map(\.row) == ["2001"])
            #expect(plan.conflicts.first?.issue == "OVEN-11")
            #expect(plan.counts["create"] == 4)
            try await shop.audit("plan", "--detailed-exitcode").expecting(4)
            try await shop.audit("plan").expecting(0)
            try await shop.audit("sync").expecting(4)
            #expect(shop.jira.issues.count == 7)
            try await shop.audit("sync").expecting(4)
            #expect(shop.jira.issues.count == 7)
        }
    }
}
