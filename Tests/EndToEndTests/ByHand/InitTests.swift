import Foundation
import JiraSandbox
import TestSupport
import Testing

/// `init` in a folder that has no configuration yet.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct InitTests {
    @Test func `options make a configuration and an empty state, in one commit of their own`() async throws {
        try await RealSystem.openUnconfigured { shop in
            try shop.write("mine\n", to: "repository/mine.txt")
            try await shop.git("add", "mine.txt")
            let rows = try shop.database.rows("SELECT * FROM file_audit ORDER BY 1")
            let result = try await shop.audit("init", "--yes", "--project", "CCS").expecting(0)
            result.saying("4 to create, 3 to follow").printing("audit-jira.yaml")
            #expect(try await shop.git("status", "--porcelain") == "A  mine.txt")
            let files = try await shop.git("show", "--format=", "--name-only", "HEAD")
            #expect(files == "audit-jira.yaml\nstate/links.yaml\nstate/state.json")
            #expect(
                shop.jira.requests.allSatisfy {
                    $0.method == "GET" || $0.path.hasSuffix("/search/jql") || $0.path.hasSuffix("/bulkfetch")
                }
            )
            #expect(try shop.database.rows("SELECT * FROM file_audit ORDER BY 1") == rows)
            for secret in ["sandbox-token", shop.database.name] {
                #expect(try !shop.read("repository/audit-jira.yaml").contains(secret))
            }
            // Everything else goes on from there.
            #expect(try await shop.doctor(expecting: 0).faulty.isEmpty)
            try await shop.audit("state", "verify").expecting(0)
            let plan = try await shop.planAsJSON()
            #expect(plan.plan.counts == ["create": 4, "follow": 3])
            try await shop.settle()
            #expect(try await shop.git("rev-list", "--count", "HEAD") == "4")
            try await shop.audit("init", "--yes").expecting(64).saying("exists already", "doctor")
        }
    }

    @Test func `a person is asked what cannot be found out`() async throws {
        try await RealSystem.openUnconfigured { shop in
            let asked = try await shop.typing("nonsense\n2\nTask\n\nno\n", "init")
            #expect(asked.stdout.contains("The project for new issues"))
            #expect(asked.stdout.contains("1  CCS"))
            #expect(asked.stdout.contains("That is none of them"))
            #expect(asked.stdout.contains("Nothing was written"))
            #expect(asked.status == 1 && !shop.isConfigured)
            let done = try await shop.typing("CCS\n\nyes\n", "init")
            #expect(done.status == 0, "\(done)")
            #expect(done.stdout.contains("A first plan: 4 to create, 3 to follow."))
            try await shop.audit("plan", "--detailed-exitcode").expecting(2)
        }
    }

    @Test func `without a terminal it says which options it needs`() async throws {
        try await RealSystem.openUnconfigured { shop in
            try await shop.audit("init", with: ["JIRA_URL": nil]).expecting(64)
                .saying("--yes", "--project", "--url")
            try await shop.audit("init", "--yes").expecting(64).saying("CCS, OVEN", "--project")
            try await shop.audit("init", "--yes", "--project", "CCS", with: ["JIRA_URL": nil]).expecting(64)
                .saying("--url")
            try await shop.audit("init", "--yes", "--project", "NOPE").expecting(7).saying("NOPE")
            try await shop.audit("init", "--yes", "--project", "CCS", "--issue-type", "Cake").expecting(64)
                .saying("Cake", "Task")
            #expect(!shop.isConfigured)
            try await shop.audit(
                "init",
                "--yes",
                "--project",
                "CCS",
                "--url",
                shop.jira.url,
                "--issue-type",
                "bug",
                with: ["JIRA_URL": nil]
            ).expecting(0)
            #expect(try shop.read("repository/audit-jira.yaml").contains(shop.jira.url))
        }
    }

    @Test func `what is missing around it is told, and nothing is written`() async throws {
        try await RealSystem.openUnconfigured { shop in
            let mistakes: [(String, String?, String)] = [
                ("JIRA_API_TOKEN", "wrong-tok3n", "credentials"), ("JIRA_API_TOKEN", nil, "JIRA_API_TOKEN"),
                ("DATABASE_URL", nil, "DATABASE_URL"),
            ]
            for (name, value, word) in mistakes {
                try await shop.audit("init", "--yes", "--project", "CCS", with: [name: value]).expecting(7)
                    .saying(word)
            }
            try FileManager.default.removeItem(atPath: shop.repository + "/.git")
            try await shop.audit("init", "--yes", "--project", "CCS").expecting(1).saying("git init")
            #expect(!shop.isConfigured)
        }
    }

    @Test func `other names of table and columns are taken when they are certain, else asked for`()
        async throws
    {
        let table = """
            CREATE SCHEMA shop; CREATE TABLE shop.file_audit (file_number integer PRIMARY KEY, path text NOT NULL,
                "has_debt" boolean, technical_debt text, "links to Jira" text[], layer_number integer)
            """
        try await RealSystem.openUnconfigured(.statements(table)) { shop in
            try shop.database.execute(
                "INSERT INTO shop.file_audit VALUES (1, 'a.py', true, 'Slow.', NULL, 2)"
            )
            try await shop.audit("init", "--yes", "--project", "CCS").expecting(64)
                .saying("tickets", "links to Jira", "--column tickets=NAME")
            let told = "tickets=links to Jira"
            try await shop.audit("init", "--yes", "--project", "CCS", "--column", told).expecting(0)
            let text = try shop.read("repository/audit-jira.yaml")
            #expect(text.contains("table: shop.file_audit"))
            #expect(
                text.contains("path: path, debt: has_debt, text: technical_debt, tickets: \"links to Jira\"}")
            )
            #expect(text.contains("also: [layer_number]"))
            try await shop.settle()
            #expect(shop.jira.issues.first?.labels == ["audit-jira", "layer-2", "technical-debt"])
        }
    }

    @Test func `fields that a new issue needs are there to be filled in`() async throws {
        let seed = """
            {"customFields": [{"id": "customfield_10050", "name": "Team: \\"red\\" # or", "type": "option", "options": ["Red: #1", "Blue"]},
                {"id": "customfield_10051", "name": "Cause", "type": "text"}],
             "projects": [{"key": "CCS", "hiddenFields": ["description"], "requiredFields": ["customfield_10050", "customfield_10051"]}]}
            """
        let rows = [SampleRow("1", path: "a.py", hasDebt: true, debt: "Slow.")]
        try await RealSystem.openUnconfigured(.rows(rows, jira: seed)) { shop in
            // One project alone need not be named.
            let made = try await shop.audit("init", "--yes").expecting(0)
            made.saying("customfield_10050", "Cause")
            let found = try await shop.doctor(expecting: 1).faulty
            #expect(found == ["problem jira.required", "problem jira.required"])
            var text = try shop.read("repository/audit-jira.yaml")
            #expect(text.contains("one of Red: #1, Blue"))
            for name in ["  # fields:", "  #   customfield"] {
                text = text.replacing(name, with: name.replacing("# ", with: "").replacing("#", with: ""))
            }
            try shop.write(text, to: "repository/audit-jira.yaml")
            #expect(try await shop.doctor(expecting: 0).faulty.isEmpty)
            try await shop.settle()
        }
    }

    @Test func `what a lost state left in Jira is for the first apply to take over`() async throws {
        try await RealSystem.openUnconfigured { shop in
            try await shop.audit("init", "--yes", "--project", "CCS").expecting(0)
            try await shop.settle()
            let issues = shop.jira.issues
            try await shop.git("rm", "-rq", "state", "audit-jira.yaml")
            try await shop.git("commit", "--quiet", "--message", "Lose it")
            try await shop.audit("init", "--yes", "--project", "CCS").expecting(0)
            let files = try await shop.git("show", "--format=", "--name-only", "HEAD")
            #expect(files == "audit-jira.yaml")
            #expect(try await shop.planAsJSON().plan.counts["create"] == nil)
            try await shop.settle()
            #expect(shop.jira.issues.map(\.key) == issues.map(\.key))
        }
    }
}

extension RealSystem {
    /// Runs a test in a system without configuration.
    fileprivate static func openUnconfigured(
        _ seed: SystemSeed = .sample,
        _ work: (RealSystem) async throws -> Void
    ) async throws {
        try await open(seed) { shop in
            try await shop.git("rm", "--quiet", "audit-jira.yaml")
            try await shop.git("commit", "--quiet", "--message", "Take the configuration out")
            try await work(shop)
        }
    }

    /// Whether there is a configuration or a state.
    fileprivate var isConfigured: Bool {
        ["audit-jira.yaml", "state"].contains {
            FileManager.default.fileExists(atPath: repository + "/" + $0)
        }
    }

    /// Runs the program at a terminal where somebody types.
    fileprivate func typing(_ lines: String, _ verb: String) async throws -> ProgramResult {
        try await run(
            "script",
            ["-qec", "\(Program.path) \(verb)", "/dev/null"],
            environment: variables,
            input: lines,
            in: repository
        )
    }
}
