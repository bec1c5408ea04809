import Reconciliation
import TestSupport
import Testing
import Workflow

@testable import Commands

@Suite struct ConfigurationTests {
    private static let least = "version: 1\njira: {project: CCS}\n"

    private func configuration(_ text: String) throws -> Configuration {
        try Configuration(text, path: "/repository/audit-jira.yaml")
    }

    private func complaints(_ text: String) -> [String] {
        do {
            _ = try configuration(text)
            return []
        } catch {
            return (error as? Problem)?.summary.split(separator: "\n").map(String.init) ?? ["\(error)"]
        }
    }

    @Test func `the least configuration has every default`() throws {
        let configuration = try configuration(Self.least)
        #expect(configuration.directory == "/repository")
        #expect(configuration.database.table == "public.file_audit")
        #expect(configuration.database.schema.key == "file_number")
        #expect(configuration.database.schema.also.contains("audit_status"))
        #expect(configuration.jira.project == "CCS")
        #expect(configuration.jira.issueType == "Task")
        #expect(configuration.jira.timeout == 30)
        #expect(configuration.jira.settle == 30)
        #expect(configuration.policies == Policies())
        #expect(configuration.guards == Guards())
        #expect(configuration.state.directory == "state")
        #expect(
            configuration.mapping.mapped == [
                MappedField("summary", .merge), MappedField("description", .merge),
                MappedField("labels", .merge),
            ]
        )
        #expect(
            configuration.updates.onResolved == [
                RowUpdates.Assignment("has_technical_debt", .literal(.bool(false))),
                RowUpdates.Assignment("audit_status", .literal(.text("COMPLETED"))),
                RowUpdates.Assignment("audit_date", .resolutionDate),
            ]
        )
    }

    @Test func `every key is taken`() throws {
        let configuration = try configuration(
            """
            version: 1
            database:
              table: audit.files
              columns: {key: id, path: file, debt: debt, text: why, tickets: keys}
              also: [severity, team]
              timeout: 2m
            jira:
              url: https://bakery.example/
              api_url: https://api.bakery.example/ex/jira/1
              deployment: cloud
              project: OVEN
              issue_type: Chore
              timeout: 500ms
              settle: 2m
            mapping:
              summary: "{{file}}"
              description: "{{why}}"
              labels: [debt, "team-{{team}}"]
              priority: {from: severity, values: {HIGH: High}}
              fields: {customfield_10010: "{{file}}"}
              owners: {summary: audit, customfield_10010: once, priority: jira}
            policies:
              first_contact: jira
              row_deleted: forget
              issue_deleted: unlink
              regression: reopen
              resolve_when: any
              resolutions: {"Cannot Reproduce": accept}
            guards: {max_create: 5, max_create_percent: 50, max_close: 2, max_close_percent: 3, max_resolve_percent: 4,
              max_missing_rows_percent: 6, max_missing_issues_percent: 7, percent_from: 20}
            row_updates:
              on_started: {team: "{{key}}"}
              on_resolved: {severity: null, team: "{{resolution_date}}"}
              on_reopened: {team: [a, b]}
            state: {directory: audit/state, branch: audit, remote: backup, lock_expiry: 2m}
            credentials: {command: pass show jira}
            """
        )
        #expect(
            configuration.database.schema.columns == [
                "id", "file", "debt", "why", "keys", "severity", "team",
            ]
        )
        #expect(configuration.database.timeout == 120)
        #expect(configuration.jira.url == "https://bakery.example")
        #expect(configuration.jira.apiURL == "https://api.bakery.example/ex/jira/1")
        #expect(configuration.jira.timeout == 0.5)
        #expect(configuration.jira.settle == 120)
        #expect(configuration.mapping.mapped.map(\.owner) == [.audit, .merge, .merge, .jira, .once])
        #expect(configuration.policies.resolutions["Cannot Reproduce"] == .accept)
        #expect(configuration.policies.resolutions["Won't Do"] == .accept)
        #expect(configuration.guards.maxMissingIssuesPercent == 7)
        #expect(configuration.guards.percentFrom == 20)
        #expect(configuration.updates.onStarted == [RowUpdates.Assignment("team", .key)])
        #expect(
            configuration.updates.onResolved.dropFirst() == [
                RowUpdates.Assignment("severity", .literal(.null)),
                RowUpdates.Assignment("team", .resolutionDate),
            ]
        )
        #expect(
            configuration.updates.onReopened.last
                == RowUpdates.Assignment("team", .literal(.list(["a", "b"])))
        )
        #expect(
            configuration.state
                == Configuration.StatePlace(
                    directory: "audit/state",
                    branch: "audit",
                    remote: "backup",
                    lockExpiry: 120
                )
        )
        #expect(configuration.credentialsCommand == ["pass", "show", "jira"])
    }

    @Test(arguments: [
        (
            "version: 1\njira: {project: CCS}\nmapping:\n  lables: [x]\n",
            "audit-jira.yaml:4: unknown key 'lables' in mapping; did you mean 'labels'?"
        ),
        (
            "version: 2\njira: {project: CCS}\n",
            "audit-jira.yaml:1: version must be 1: this program knows no other"
        ),
        (
            "version: 1\n",
            "audit-jira.yaml: jira.project is missing; write the key of the project for new issues"
        ),
        ("jira: {project: CCS}\n", "audit-jira.yaml: version is missing; write `version: 1`"),
        (
            "version: 1\njira:\n  project: ccs\n",
            "audit-jira.yaml:3: jira.project must be a project's key such as CCS, not 'ccs'"
        ),
        (
            "version: 1\njira:\n  project: CCS\n  url: http://bakery.example\n",
            "audit-jira.yaml:4: jira.url must begin with https://: plain http would show the token to whoever listens"
        ),
        (
            "version: 1\njira:\n  project: CCS\n  timeout: soon\n",
            "audit-jira.yaml:4: jira.timeout must be a time such as 30s or 2m, at most 60m, not 'soon'"
        ),
        (
            "version: 1\njira:\n  project: CCS\n  settle: 2h\n",
            "audit-jira.yaml:4: jira.settle must be a time such as 30s or 2m, at most 60m, not '2h'"
        ),
        (
            "version: 1\njira: {project: CCS}\nguards:\n  max_close: many\n",
            "audit-jira.yaml:4: guards.max_close must be a whole number from 0 to 1000000000, not 'many'"
        ),
        (
            "version: 1\njira: {project: CCS}\npolicies: {regression: recreate}\n",
            "audit-jira.yaml:3: policies.regression must be reopen or create, not 'recreate'; did you mean 'create'?"
        ),
        (
            "version: 1\njira: {project: CCS}\npolicies: {first_contact: audits}\n",
            "audit-jira.yaml:3: policies.first_contact must be conflict or jira or audit, not 'audits'; did you mean 'audit'?"
        ),
        (
            "version: 1\njira: {project: CCS}\nmapping:\n  summary: |\n    Debt in\n    {{file_pth}}\n",
            "audit-jira.yaml:6:7: the template names 'file_pth', which is no configured column; did you mean 'file_path'?"
        ),
        (
            "version: 1\njira: {project: CCS}\nmapping: [a]\n",
            "audit-jira.yaml:3: mapping must be a mapping of keys"
        ),
        (
            "version: 1\njira: {project: CCS}\nrow_updates:\n  on_resolved: {audit_stats: X}\n",
            "audit-jira.yaml:4: row_updates.on_resolved sets 'audit_stats', which database.also does not name; did you mean 'audit_status'?"
        ),
        (
            "version: 1\njira: {project: CCS}\nrow_updates:\n  on_resolved: {has_technical_debt: true}\n",
            "audit-jira.yaml:4: 'has_technical_debt' is the debt column; row_updates.on_resolved may set it to false alone"
        ),
        (
            "version: 1\njira: {project: CCS}\nrow_updates:\n  on_started: {file_number: 1}\n",
            "audit-jira.yaml:4: row_updates.on_started must not set 'file_number'"
        ),
        (
            "version: 1\njira: {project: CCS}\nstate: {remot: origin}\n",
            "audit-jira.yaml:3: unknown key 'remot' in state; did you mean 'remote'?"
        ),
        (
            "version: 1\njira: {project: CCS}\nstate:\n  remote: \"--exec=x\"\n",
            "audit-jira.yaml:4: state.remote must be the name of a remote such as origin, not '--exec=x'"
        ),
        (
            "version: 1\njira: {project: CCS}\nstate: {remote: \"git@example.org:a/b\"}\n",
            "audit-jira.yaml:3: state.remote must be the name of a remote such as origin, not 'git@example.org:a/b'"
        ),
        (
            "version: 1\njira: {project: CCS}\nstate: {remote: origin, lock_expiry: 5s}\n",
            "audit-jira.yaml:3: state.lock_expiry must be 10s or more: clocks differ, and git takes its time"
        ),
        (
            "version: 1\njira: {project: CCS}\nstate: {remote: origin, lock_expiry: soon}\n",
            "audit-jira.yaml:3: state.lock_expiry must be a time such as 30s or 2m, at most 60m, not 'soon'"
        ),
        (
            "version: 1\njira: {project: CCS}\nstate: {directory: ../elsewhere}\n",
            "audit-jira.yaml:3: state.directory must lie beside this file or below it, not at '../elsewhere'"
        ),
        (
            "version: 1\njira: {project: CCS}\nmapping:\n  owners: {sumary: audit}\n",
            "audit-jira.yaml:4: mapping.owners names 'sumary', which is no mapped field; did you mean 'summary'?"
        ),
        (
            "version: 1\njira: {project: CCS}\nmapping:\n  fields: {path: x}\n",
            "audit-jira.yaml:4: mapping.fields: 'path' means something else in plans; write 'Path', or the field's id"
        ),
        (
            "version: 1\njira: {project: CCS}\nmapping:\n  fields: {Labels: x}\n",
            "audit-jira.yaml:4: mapping.fields must not name 'Labels'; write mapping.labels"
        ),
        (
            "version: 1\njira: {project: CCS}\nmapping:\n  fields: {File path: x, file path: y}\n",
            "audit-jira.yaml:4: mapping.fields names 'File path' twice"
        ),
        (
            "version: 1\njira: {project: CCS}\nmapping:\n  fields: {File path: x}\n  owners: {Fil path: once}\n",
            "audit-jira.yaml:5: mapping.owners names 'Fil path', which is no mapped field; did you mean 'File path'?"
        ),
        (
            "version: 1\njira: {project: CCS, token_expire: 2027-03-01}\n",
            "audit-jira.yaml:2: unknown key 'token_expire' in jira; did you mean 'token_expires'?"
        ),
        (
            "version: 1\njira: {project: CCS, api_token: x}\n",
            "audit-jira.yaml:2: 'api_token' looks like a secret, and no secret may stand in this file; give it in the environment"
        ),
        (
            "version: 1\njira: {project: CCS}\njira: {project: CCT}\n",
            "audit-jira.yaml:3: the key 'jira' stands twice"
        ),
        ("version: 1\njira: [", "audit-jira.yaml:2: this is not YAML: did not find expected node content"),
        ("", "audit-jira.yaml: the file is empty"),
    ])
    func `a mistake is told with its line`(text: String, complaint: String) {
        #expect(complaints(text) == [complaint])
    }

    @Test func `all mistakes are told at once, in the order of their lines`() {
        let found = complaints(
            "version: 1\nguards: {max_clos: 1}\njira: {project: CCS, tmeout: 1}\nextra: 1\n"
        )
        #expect(
            found == [
                "audit-jira.yaml:2: unknown key 'max_clos' in guards; did you mean 'max_close'?",
                "audit-jira.yaml:3: unknown key 'tmeout' in jira; did you mean 'timeout'?",
                "audit-jira.yaml:4: unknown key 'extra'",
            ]
        )
    }

    @Test(arguments: [
        "jira: {project: CCS, api_token: hunter2hunter2}",
        "jira: {project: CCS, password: hunter2hunter2}",
        "jira: {project: CCS, url: \"https://me:hunter2hunter2@bakery.example\"}",
        "jira: {project: CCS}\ncredentials: {command: [curl, \"https://me:hunter2hunter2@vault.example\"]}",
        "jira: {project: CCS}\nmapping: {summary: ATATT3xhunter2hunter2}",
    ])
    func `a secret in the file is refused and not repeated`(text: String) {
        let found = complaints("version: 1\n\(text)\n")
        #expect(found.count == 1)
        #expect(found.allSatisfy { $0.contains("environment") && !$0.contains("hunter2") })
    }

    @Test func `the digest follows what a plan depends on, and nothing else`() throws {
        let base = try configuration(Self.least).digest(CommandContext.digester)
        let harmless = [
            "version: 1\njira: {project: CCS, url: \"https://bakery.example\", timeout: 9s, settle: 9s}\n",
            "# a comment\nversion: 1\njira: {project: CCS}\nguards: {max_close: 1}\n",
            Self.least + "credentials: {command: pass}\n",
        ]
        for text in harmless { #expect(try configuration(text).digest(CommandContext.digester) == base) }
        let telling = [
            "version: 1\njira: {project: CCT}\n",
            "version: 1\njira: {project: CCS, issue_type: Bug}\n",
            Self.least + "mapping: {summary: x}\n",
            Self.least + "mapping: {owners: {summary: audit}}\n",
            Self.least + "policies: {first_contact: jira}\n",
            Self.least + "policies: {row_deleted: forget}\n",
            Self.least + "policies: {issue_deleted: unlink}\n",
            Self.least + "policies: {regression: create}\n",
            Self.least + "policies: {duplicates: close}\n",
            Self.least + "policies: {prune_dangling: true}\n",
            Self.least + "policies: {resolve_when: any}\n",
            Self.least + "policies: {resolutions: {Done: accept}}\n",
            Self.least + "row_updates: {on_started: {audit_status: X}}\n",
            Self.least + "row_updates: {on_started: {audit_status: \"{{status}}\"}}\n",
            Self.least + "database: {table: other}\n",
            Self.least + "database: {columns: {key: id}}\n",
        ]
        var digests: Set<Digest> = [base]
        for text in telling { digests.insert(try configuration(text).digest(CommandContext.digester)) }
        #expect(digests.count == telling.count + 1)
    }

    @Test func `the file is searched upward, and a named one is taken as it is`() throws {
        let folder = try TemporaryDirectory()
        try folder.write(Self.least, to: "audit-jira.yaml")
        try folder.write("", to: "a/b/c.txt")
        #expect(try Configuration.find(nil, from: folder.path("a/b")) == folder.path("audit-jira.yaml"))
        #expect(
            try Configuration.find("../audit-jira.yaml", from: folder.path("a"))
                == folder.path("audit-jira.yaml")
        )
        #expect(throws: Problem.self) { try Configuration.find("missing.yaml", from: folder.path) }
    }

    @Test(arguments: [
        ("labels", "lables", 1), ("abc", "abc", 0), ("", "abc", 3), ("kitten", "sitting", 3),
        ("timeout", "tmeout", 1),
    ])
    func `edit distances`(left: String, right: String, distance: Int) {
        #expect(Suggestion.editDistance(Array(left), Array(right)) == distance)
        #expect(Suggestion.editDistance(Array(right), Array(left)) == distance)
    }
}
