import Testing
import Workflow

@testable import Commands

/// Where the complaint about a template points to: to the word that is wrong, whatever YAML makes of the text before it.
@Suite struct TemplatePlaceTests {
    @Test(arguments: [
        #"  summary: "Debt in {{file_nam}}""#,
        #"  summary: 'It''s {{file_path}} and {{ file_nam }}'"#,
        #"  summary: "\"\u00e9\" \n{{file_path}} é {{&file_nam}}""#,
        "  summary: Debt in {{file_path}} {{{file_nam}}}",
        "  summary: Debt in {{file_path}}\n    and {{file_path}} and\n    {{file_nam}} it is",
        "  summary: \"Debt in {{file_path}} \\\n    goes on \\\n    {{file_nam}}\"",
        "  description: |\n    One {{file_path}}\n\n      - {{uppercased(file_nam)}}\n    and more",
        "  description: |2-  # not {{this}}\n\n      {{file_path}} {{#file_nam}}x{{/file_nam}}",
        "  description: >\n    Folded {{file_path}}\n    lines {{file_path}} 日本語 {{file_nam}}\n",
        "  labels: [a, \"{{file_path}}\", 'b {{file_nam}}']",
        "  labels:\n    - \"{{file_path}}\"\n    - \"x-{{file_nam}}\"",
        "  priority: {from: file_nam, values: {a: High}}",
        "  priority: {from: \"{{file_nam}}\", values: {a: High}}",
        "  fields: {customfield_1: \"{{file_nam}}\"}",
        "  fields:\n    Components: [api, \"{{file_nam}}\"]",
        "  summary: &it \"{{file_path}} {{file_nam}}\"\n  description: *it",
    ])
    func `the word that is no column`(mapping: String) throws {
        let text = "version: 1\r\njira: {project: CCS}\nmapping:\n\(mapping)\n"
        let first = try #require(text.firstRange(of: "file_nam")).lowerBound
        let line = text[..<first].count(where: \.isNewline) + 1
        let start = text[..<first].lastIndex(where: \.isNewline).map(text.index(after:)) ?? text.startIndex
        let column = text.distance(from: start, to: first) + 1
        let problem = try #require(throws: Problem.self) {
            try Configuration(text, path: "/x/audit-jira.yaml")
        }
        let lines = Set(problem.summary.split(separator: "\n").map(String.init))
        let wanted =
            "audit-jira.yaml:\(line):\(column): the template names 'file_nam', which is no configured column; "
            + "did you mean 'file_name'?"
        #expect(lines.contains(wanted), "\(problem.summary)")
        #expect(lines.count == 1)
    }

    @Test func `a tag that an escape hides is told by where the text begins`() throws {
        let text = "version: 1\njira: {project: CCS}\nmapping:\n  summary: \"a \\x7b{file_nam}}\"\n"
        let problem = try #require(throws: Problem.self) {
            try Configuration(text, path: "/x/audit-jira.yaml")
        }
        #expect(problem.summary.hasPrefix("audit-jira.yaml:4:12: the template names 'file_nam'"))
    }

    @Test func `all complaints of all templates come at once, in the order of the file`() throws {
        let text = """
            version: 1
            jira: {project: CCS}
            mapping:
              summary: "{{one}} {{two}} {{#file_path}}"
              description: |
                {{three}}
              labls: [a]
              labels: ["{{upercased(file_path)}}"]
            """
        let problem = try #require(throws: Problem.self) {
            try Configuration(text, path: "/x/audit-jira.yaml")
        }
        #expect(
            problem.summary.split(separator: "\n").map { $0.split(separator: " ").first ?? "" } == [
                "audit-jira.yaml:4:15:", "audit-jira.yaml:4:23:", "audit-jira.yaml:4:29:",
                "audit-jira.yaml:6:7:", "audit-jira.yaml:7:", "audit-jira.yaml:8:15:",
            ]
        )
    }
}
