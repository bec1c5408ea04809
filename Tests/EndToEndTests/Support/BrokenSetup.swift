import Foundation
import JiraSandbox
import TestSupport
import Testing

/// A set-up with one thing broken, and what `doctor` says of it.
struct BrokenSetup: Sendable, CustomTestStringConvertible {
    var check: String
    var status = "problem"
    var exitCode: Int32 = 1
    var words: [String]
    var seed = SystemSeed.sample
    var sandbox = SandboxConfiguration()
    /// Breaks it; returns the variables that the program is given beside the usual ones.
    var damage: @Sendable (RealSystem) async throws -> [String: String?] = { _ in [:] }

    var testDescription: String { "\(check): \(words.joined(separator: ", "))" }

    static let all = configuration + database + jira + project + repository

    private static let configuration = [
        BrokenSetup(
            check: "configuration",
            words: ["audit-jira.yaml:2", "proyect"],
            seed: .sample.configured("version: 1\njira: {proyect: CCS, project: CCS}\n")
        )
    ]

    private static let database = [
        BrokenSetup(check: "database", exitCode: 7, words: ["DATABASE_URL"]) { _ in ["DATABASE_URL": nil] },
        BrokenSetup(check: "database", words: ["nowhere.invalid"]) { _ in
            ["DATABASE_URL": "postgresql://u@nowhere.invalid/db"]
        },
        BrokenSetup(
            check: "database.table",
            words: ["file_audits"],
            seed: .statements("CREATE TABLE file_audits (file_number text)")
        ),
        BrokenSetup(check: "database.columns", words: ["layer_name", "layer_number"]) { shop in
            try shop.database.execute("ALTER TABLE file_audit DROP COLUMN layer_name")
            return [:]
        },
        BrokenSetup(check: "database.columns", words: ["jira_tickets", "text[]"]) { shop in
            try shop.database.execute("ALTER TABLE file_audit ALTER jira_tickets TYPE text USING ''")
            return [:]
        },
        BrokenSetup(check: "database.grants", exitCode: 7, words: ["jira_tickets", "GRANT UPDATE"]) { shop in
            try shop.givingRole("reader", "GRANT SELECT ON file_audit TO reader")
        },
        BrokenSetup(check: "database.key", words: ["2 rows", "file_number"]) { shop in
            try shop.database.execute(
                """
                ALTER TABLE file_audit DROP CONSTRAINT file_audit_file_number_key;
                UPDATE file_audit SET file_number = '1001' WHERE file_number IN ('1002', '1003')
                """
            )
            return [:]
        },
        BrokenSetup(check: "database.key", words: ["1 row", "NULL"]) { shop in
            try shop.database.execute(
                """
                ALTER TABLE file_audit ALTER file_number DROP NOT NULL;
                UPDATE file_audit SET file_number = NULL WHERE file_number = '1001'
                """
            )
            return [:]
        },
        BrokenSetup(check: "database.key", status: "warning", exitCode: 0, words: ["UNIQUE INDEX"]) { shop in
            try shop.database.execute("ALTER TABLE file_audit DROP CONSTRAINT file_audit_file_number_key")
            return [:]
        },
        BrokenSetup(check: "database.rows", status: "warning", exitCode: 0, words: ["CREATE POLICY"]) {
            shop in
            try shop.givingRole(
                "limited",
                """
                GRANT SELECT, UPDATE ON file_audit TO limited; ALTER TABLE file_audit ENABLE ROW LEVEL SECURITY;
                CREATE POLICY part ON file_audit TO limited USING (layer_number = 1)
                """
            )
        },
    ]

    private static let jira = [
        BrokenSetup(check: "jira.credentials", exitCode: 7, words: ["JIRA_API_TOKEN"]) { _ in
            ["JIRA_API_TOKEN": nil]
        },
        BrokenSetup(check: "jira", words: ["127.0.0.1"]) { _ in ["JIRA_URL": "http://127.0.0.1:1"] },
        BrokenSetup(check: "jira.login", exitCode: 7, words: ["credentials"]) { _ in
            ["JIRA_API_TOKEN": "wrong-token"]
        },
        BrokenSetup(check: "jira.clock", status: "warning", exitCode: 0, words: ["ahead"], sandbox: .early),
        BrokenSetup(
            check: "jira.project",
            exitCode: 7,
            words: ["NOPE"],
            seed: .sample.configured("version: 1\njira: {project: NOPE}\n")
        ),
    ]

    private static let project = [
        BrokenSetup(
            check: "jira.permissions",
            exitCode: 7,
            words: ["Transition issues", "Add comments"],
            sandbox: .denying("TRANSITION_ISSUES", "ADD_COMMENTS")
        ),
        BrokenSetup(
            check: "jira.permissions",
            status: "warning",
            exitCode: 0,
            words: ["Link issues"],
            sandbox: .denying("LINK_ISSUES")
        ),
        BrokenSetup(
            check: "jira.issue_type",
            words: ["Debt", "Task"],
            seed: .sample.configured("version: 1\njira: {project: CCS, issue_type: Debt}\n")
        ),
        BrokenSetup(
            check: "jira.fields",
            words: ["File pathh"],
            seed: mapping("fields: {File pathh: \"{{file_path}}\"}")
        ),
        BrokenSetup(
            check: "jira.fields",
            words: ["customfield_99999", "create screen"],
            seed: mapping("fields: {customfield_99999: \"{{file_path}}\"}")
        ),
        BrokenSetup(
            check: "jira.priority",
            words: ["Urgent", "Highest"],
            seed: mapping("priority: {from: status, values: {NEW: Urgent, ACTIVE: Low}}")
        ),
        BrokenSetup(
            check: "jira.required",
            words: ["Team", "customfield_10050", "Red, Blue"],
            seed: seeded(
                """
                {"customFields": [{"id": "customfield_10050", "name": "Team", "type": "option", "options": ["Red", "Blue"]}],
                 "projects": [{"key": "CCS", "requiredFields": ["customfield_10050"]}]}
                """
            )
        ),
        BrokenSetup(
            check: "jira.workflow",
            words: ["done"],
            seed: seeded(
                """
                {"projects": [{"key": "CCS", "workflow": {"statuses": ["To Do", "In Progress"],
                    "transitions": [{"to": "In Progress"}]}}]}
                """
            )
        ),
        BrokenSetup(
            check: "jira.close",
            words: ["no transition leads from \"To Do\"", "Move the issue in Jira"],
            seed: seeded(
                """
                {"projects": [{"key": "CCS", "workflow": {"statuses": ["To Do", "Done"],
                    "transitions": [{"from": ["Done"], "to": "To Do"}]}}],
                 "issues": [{"key": "CCS-1", "summary": "Old", "status": "To Do"}]}
                """
            )
        ),
        BrokenSetup(
            check: "jira.reopen",
            status: "warning",
            exitCode: 0,
            words: ["no transition leads from \"Done\"", "gets a new issue"],
            seed: seeded(
                """
                {"projects": [{"key": "CCS", "workflow": "one-way"}],
                 "issues": [{"key": "CCS-1", "summary": "Old", "status": "Done"}]}
                """
            )
        ),
    ]

    private static let repository = [
        BrokenSetup(check: "git", words: ["git init"]) { shop in
            try FileManager.default.removeItem(atPath: shop.repository + "/.git")
            return [:]
        },
        BrokenSetup(check: "git.identity", words: ["user.name"]) { shop in
            try await shop.git("config", "--unset", "user.name")
            return [:]
        },
        BrokenSetup(check: "git.branch", status: "warning", exitCode: 0, words: ["detached"]) { shop in
            try await shop.git("checkout", "--quiet", "--detach")
            return [:]
        },
        BrokenSetup(check: "state.directory", words: ["check-ignore"]) { shop in
            try shop.write("state\n", to: "repository/.gitignore")
            return [:]
        },
        BrokenSetup(check: "state", words: ["links.yaml:"]) { shop in
            try await shop.audit("sync").expecting(0)
            let text = try shop.read("repository/state/links.yaml")
            try shop.write("<<<<<<< ours\n" + text, to: "repository/state/links.yaml")
            try await shop.git("commit", "--quiet", "--all", "--message", "Spoil")
            return [:]
        },
        BrokenSetup(check: "state.files", status: "warning", exitCode: 0, words: ["state reshard"]) { shop in
            try await shop.audit("sync").expecting(0)
            try await shop.audit("state", "reshard", "--files", "256").expecting(0)
            return [:]
        },
    ]

    private static func mapping(_ line: String) -> SystemSeed {
        .sample.configured("version: 1\njira: {project: CCS}\nmapping:\n  \(line)\n")
    }

    private static func seeded(_ seed: String) -> SystemSeed {
        .rows([SampleRow("1", path: "a.py", hasDebt: true, debt: "Slow.")], jira: seed)
    }
}

extension SandboxConfiguration {
    /// A sandbox whose clock is five minutes ahead.
    fileprivate static var early: Self {
        var configuration = Self()
        configuration.clockOffset = 300
        return configuration
    }

    /// A sandbox whose caller lacks some permissions.
    fileprivate static func denying(_ permissions: String...) -> Self {
        var configuration = Self()
        configuration.deniedPermissions = Set(permissions)
        return configuration
    }
}

extension RealSystem {
    /// Makes a role with the database's name before its own, so that tests do not meet, and returns what logs in as it.
    fileprivate func givingRole(_ name: String, _ grants: String) throws -> [String: String?] {
        let role = "\(database.name)_\(name)"
        try database.execute("CREATE ROLE \(role) LOGIN; " + grants.replacing(name, with: role))
        return ["DATABASE_URL": database.asUser(role).url]
    }
}
