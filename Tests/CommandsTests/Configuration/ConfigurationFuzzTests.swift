import TestSupport
import Testing
import Workflow

@testable import Commands

/// Configurations that somebody has spoilt: complaints that name the file, or settings.
@Suite struct ConfigurationFuzzTests {
    private static let file = """
        version: 1
        database:
          table: audit.files
          columns: {key: id, path: file, debt: debt, text: why, tickets: keys}
          also: [severity, team]
          timeout: 2m
        jira:
          url: https://example.atlassian.net
          project: CCS
          issue_type: Task
          timeout: 30s
        mapping:
          summary: "Debt in {{file}}"
          description: "{{why}}"
          labels: [technical-debt, "team-{{team}}"]
          priority: {from: severity, values: {CRITICAL: Highest, LOW: Low}}
          fields: {"File path": "{{file}}"}
          owners: {summary: merge, description: merge, priority: once}
        row_updates:
          on_started: {severity: IN_PROGRESS}
        policies: {first_contact: conflict, row_deleted: close, issue_deleted: recreate, resolve_when: all}
        guards: {max_create: 100, max_close: 50, max_close_percent: 30, percent_from: 10}
        state: {directory: state}

        """

    @Test func `any text gives settings, or complaints in the file's name`() async {
        await FuzzLoop("audit-jira.yaml", rounds: 1500).run { mutator in
            String(decoding: mutator.spoil(Array(Self.file.utf8)), as: UTF8.self)
        } check: { text in
            do throws(Problem) {
                _ = try Configuration(text, path: "/repository/audit-jira.yaml")
                return nil
            } catch {
                let lines = error.summary.split(separator: "\n")
                let areNamed = !lines.isEmpty && lines.allSatisfy { $0.hasPrefix("audit-jira.yaml") }
                return areNamed && error.kind == .usage ? nil : "unclear: \(error)"
            }
        }
    }
}
