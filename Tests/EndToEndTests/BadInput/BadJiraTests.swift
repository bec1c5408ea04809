import JiraSandbox
import TestSupport
import Testing

/// A Jira that does not do what it should: the exit code, what is named, and that nothing is done.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct BadJiraTests {
    @Test func `a wrong token is a matter of credentials, and is not shown`() async throws {
        try await RealSystem.open { shop in
            let result = try await shop.audit("plan", with: ["JIRA_API_TOKEN": "wrong-tok3n"])
            result.expecting(7).saying("JIRA_API_TOKEN")
            #expect(!result.printed.contains("wrong-tok3n"))
        }
    }

    @Test func `an expired token that is answered 200 with nothing closes and makes nothing`() async throws {
        var sandbox = SandboxConfiguration()
        sandbox.anonymousOnBadCredentials = true
        try await RealSystem.open(.sample, sandbox: sandbox) { shop in
            try await shop.settle()
            let before = shop.jira.issues
            for arguments in ["plan", "sync"] {
                let result = try await shop.audit(arguments, with: ["JIRA_API_TOKEN": "expired"])
                result.expecting(7).saying("JIRA_API_TOKEN")
            }
            #expect(shop.jira.issues == before)
        }
    }

    @Test func `a token that expires in the middle of a run closes and makes nothing`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let before = shop.jira.issues
            for skip in 0..<6 {
                shop.jira.addFault(.anonymous, skip: skip, times: nil)
                let result = try await shop.audit("plan", "--detailed-exitcode")
                shop.jira.clearFaults()
                #expect(result.status == 7 || result.status == 0, "\(skip): \(result)")
            }
            #expect(shop.jira.issues == before)
        }
    }

    @Test func `missing credentials are named with all the ways to give them`() async throws {
        try await RealSystem.open { shop in
            try await shop.audit("plan", with: ["JIRA_API_TOKEN": nil]).expecting(7)
                .saying("JIRA_API_TOKEN", "JIRA_PAT", "_FILE")
            try await shop.audit("plan", with: ["JIRA_EMAIL": nil]).expecting(7).saying("JIRA_EMAIL")
            try await shop.audit("plan", with: ["DATABASE_URL": nil]).expecting(7).saying(
                "DATABASE_URL",
                "PGHOST"
            )
            try await shop.audit("plan", with: ["JIRA_URL": nil]).expecting(64).saying("JIRA_URL", "jira.url")
            try await shop.audit("plan", with: ["JIRA_URL": "http://jira.example.com"]).expecting(64)
                .saying("https://", "JIRA_URL")
        }
    }

    @Test func `a project that does not exist is named`() async throws {
        try await RealSystem.open(.sample.configured("version: 1\njira: {project: NOPE}\n")) { shop in
            try await shop.audit("plan").expecting(7).saying("NOPE", "jira.project")
        }
    }

    @Test func `an issue type that does not exist is named, with those that do, before anything is made`()
        async throws
    {
        let text = "version: 1\njira: {project: CCS, issue_type: Tusk}\n"
        try await RealSystem.open(.sample.configured(text)) { shop in
            let result = try await shop.audit("sync")
            #expect(result.status != 0)
            result.saying("Tusk", "Task", "jira.issue_type")
            #expect(shop.jira.issues.count == 3)
        }
    }

    @Test(arguments: [true, false])
    func `a page of HTML is not taken for an answer`(isError: Bool) async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            shop.jira.addFault(isError ? .status(500, html: true) : .garbageBody, path: "/rest/*", times: nil)
            let result = try await shop.audit("plan")
            result.expecting(1).saying("hint:")
            result.saying(isError ? "500" : "web page", isError ? "Run the command again" : "JIRA_URL")
            #expect(!result.printed.contains("<html"), "\(result)")
            shop.jira.clearFaults()
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a Jira that is not there is named`() async throws {
        try await RealSystem.open { shop in
            let result = try await shop.audit("plan", with: ["JIRA_URL": "http://127.0.0.1:1"])
            result.expecting(1).saying("127.0.0.1", "Check the address of Jira")
            #expect(result.stderr.split(separator: "\n").count { $0.contains("waiting") } <= 3, "\(result)")
        }
    }

    @Test func `a lost answer to a create makes no second issue`() async throws {
        try await RealSystem.open { shop in
            _ = try await shop.plan()
            shop.jira.addFault(.resetAfter, method: "POST", path: "/rest/api/3/issue/bulk")
            _ = try await shop.apply()
            _ = try await shop.plan()
            try await shop.apply()
            #expect(shop.jira.issues.count == 7)
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `one issue that fails fails alone, and the next run does it`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let key = try shop.ticket(of: "1001")
            let id = try shop.issue(of: "1001").id
            try shop.database.execute("UPDATE file_audit SET technical_debt = technical_debt || ' More.'")
            let path = "/rest/api/3/issue/\(id)"
            shop.jira.addFault(.status(403), method: "PUT", path: path, times: nil)
            shop.jira.addFault(.status(403), method: "PUT", path: "/rest/api/3/issue/\(key)", times: nil)
            #expect(try await shop.plan().counts == ["update": 4])
            let result = try await shop.apply()
            result.expecting(3)
            #expect(result.stdout.contains("1 failed"), "\(result)")
            #expect(result.stdout.contains(key), "\(result)")
            shop.jira.clearFaults()
            #expect(try await shop.plan().counts == ["update": 1])
            try await shop.settle()
        }
    }
}
