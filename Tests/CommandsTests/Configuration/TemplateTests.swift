import Reconciliation
import Testing

@testable import Commands

@Suite struct TemplateTests {
    private let schema = RowSchema(also: ["layer", "teams", "done"])

    private func row(
        text: String? = "Fix *it*",
        layer: ColumnValue = .text("3"),
        teams: ColumnValue = .list(["web", "core"])
    ) -> Row {
        Row(
            key: "7",
            path: "src/<a>&b.py",
            debt: true,
            text: text,
            tickets: ["OVEN-1"],
            also: [layer, teams, .bool(true)]
        )
    }

    private func render(_ source: String, _ row: Row? = nil) throws -> String {
        try Template(source, schema).render(RowValues(row ?? self.row(), schema))
    }

    @Test(arguments: [
        ("Debt in {{file_path}}", "Debt in src/<a>&b.py"),
        ("{{{file_path}}} {{&file_path}} {{ file_path }}", "src/<a>&b.py src/<a>&b.py src/<a>&b.py"),
        ("{{has_technical_debt}} {{jira_tickets}} {{teams}}", "true OVEN-1 web, core"),
        ("{{#teams}}[{{.}} {{file_number}}]{{/teams}}", "[web 7][core 7]"),
        ("{{#done}}yes{{/done}}{{^done}}no{{/done}}", "yes"),
        ("{{uppercased(technical_debt)}}", "FIX *IT*"),
        ("{{! a remark }}{{layer}}", "3"),
        ("{{#teams}}{{.}}{{^last()}}/{{/last()}}{{/teams}} of {{teams}}", "web/core of web, core"),
        ("no tags", "no tags"),
        ("", ""),
    ])
    func `a template gives plain text, nothing of it escaped`(source: String, text: String) throws {
        #expect(try render(source) == text)
    }

    @Test func `NULL, empty texts and empty lists print nothing and show no section`() throws {
        let row = row(text: "", layer: .null, teams: .list([]))
        #expect(try render("[{{layer}}{{technical_debt}}{{teams}}]", row) == "[]")
        let source =
            "{{#layer}}a{{/layer}}{{#technical_debt}}b{{/technical_debt}}{{#teams}}c{{/teams}}{{^teams}}d{{/teams}}"
        #expect(try render(source, row) == "d")
    }

    @Test(
        arguments: [
            (
                "{{layr}}", "the template names 'layr', which is no configured column; did you mean 'layer'?",
                0, "layr"
            ),
            ("a\nb {{nothing}}", "the template names 'nothing', which is no configured column", 0, "nothing"),
            (
                "{{layer}} {{uppercased(nothing)}}",
                "the template names 'nothing', which is no configured column", 1,
                "nothing"
            ),
            (
                "{{upercased(layer)}}", "there is no transform 'upercased'; did you mean 'uppercased'?", 0,
                "upercased"
            ),
            ("{{done}}{{#layer}}", "the section {{#layer}} is not closed", 1, nil),
            ("{{/layer}}", "{{/layer}} closes a section that is not open", 0, "layer"),
            ("{{layer", "a tag is not closed with }}", 0, nil),
            ("{{}}", "a tag names no column", 0, nil),
            ("{{.}}", "{{.}} means nothing outside a section", 0, "."),
            ("{{> other}}", "templates cannot include others", 0, nil),
            ("{{=<% %>=}}", "{{=<% %>=}} is not supported", 0, nil),
            ("{{! {{ }}{{% CONTENT_TYPE:HTML}}", "{{% CONTENT_TYPE:HTML}} is not supported", 2, nil),
        ] as [(String, String, Int, String?)]
    )
    func `what a template cannot be is told with its tag`(
        source: String,
        message: String,
        tag: Int,
        word: String?
    ) {
        let fault = TemplateTags.Fault(message: message, tag: tag, word: word)
        #expect(throws: Template.Faults(all: [fault])) { try Template(source, schema) }
    }

    @Test func `all that is wrong with a template is told`() {
        let source = "{{#layer}}{{/teams}} {{$block}} {{one}} {{two}}"
        #expect {
            try Template(source, schema)
        } throws: { error in
            (error as? Template.Faults)?.all.map(\.tag) == [1, 2, 0, 3, 4]
        }
    }

    @Test func `the library and the quick way print the same`() throws {
        let values = RowValues(row(), schema)
        for column in schema.columns {
            let quick = try Template("a {{\(column)}} b", schema).render(values)
            let library = try Template("{{! x }}a {{\(column)}} b", schema).render(values)
            #expect(quick == library)
        }
    }

    @Test(arguments: [
        ("  two\r\nlines\tand a tab ", "two lines and a tab"),
        ("bell\u{7}s", "bell s"),
        ("", "spare"),
        ("\n \u{a0}\n", "spare"),
        (String(repeating: "x", count: 255), String(repeating: "x", count: 255)),
        (String(repeating: "x", count: 256), String(repeating: "x", count: 254) + "…"),
        (String(repeating: "𝛑", count: 128), String(repeating: "𝛑", count: 127) + "…"),
        ("日本語のパス", "日本語のパス"),
    ])
    func `a summary is one line of at most 255 units`(text: String, summary: String) {
        #expect(FieldText.summary(text, fallback: "spare") == summary)
        #expect(FieldText.summary(text, fallback: "spare").utf16.count <= 255)
    }

    @Test func `labels have no spaces, are sorted by bytes, stand once, and include the marker's`() {
        #expect(
            FieldText.labels(["b c", "", " ", "é", "Z", "b  c", "b-c"]) == ["Z", "audit-jira", "b-c", "é"]
        )
        let long = FieldText.labels([String(repeating: "x", count: 300)])
        #expect(long.allSatisfy { $0.utf16.count <= 255 })
    }

    @Test func `a mapping renders what Jira takes`() throws {
        let configuration = try Configuration(
            """
            version: 1
            jira: {project: CCS}
            database: {also: [layer, teams, done]}
            mapping:
              summary: "{{file_path}}\\n({{layer}})"
              labels: [debt, "layer-{{layer}}", "{{teams}}"]
              priority: {from: layer, values: {"3": Low}}
              fields: {customfield_1: "{{done}}"}
            """,
            path: "/x/audit-jira.yaml"
        )
        let mapping = configuration.settings(CommandContext.digester).mapping
        #expect(mapping.columns == ["layer", "teams", "done"])
        #expect(
            mapping.render(row()) == [
                "summary": .text("src/<a>&b.py (3)"),
                "description": .text("Fix *it*"),
                "labels": .list(["audit-jira", "core", "debt", "layer-3", "web"]),
                "priority": .text("Low"),
                "customfield_1": .text("true"),
            ]
        )
        let bare = mapping.render(row(text: " \n", layer: .null))
        #expect(bare["description"] == FieldValue.none)
        #expect(bare["priority"] == FieldValue.none)
        // A label whose only column is empty would say nothing.
        #expect(bare["labels"] == .list(["audit-jira", "core", "debt", "web"]))
    }

    private func value(_ source: String, _ row: Row) throws -> FieldValue? {
        let configuration = try Configuration(
            """
            version: 1
            jira: {project: CCS}
            database: {also: [layer, teams, done]}
            mapping: {fields: {It: \(source)}}
            """,
            path: "/x/audit-jira.yaml"
        )
        return configuration.settings(CommandContext.digester).mapping.render(row)["It"]
    }

    @Test(arguments: [
        (#"[api, "{{layer}}"]"#, ["api", "3"] as [String]), (#"["{{teams}}"]"#, ["core", "web"]),
        (#"["{{ teams }}", api, "{{{teams}}}", web]"#, ["api", "core", "web"]),
        (#"["by {{teams}}"]"#, ["by web, core"]), (#"["{{layer}}", "3"]"#, ["3"]),
        (#"[" a  b ", "a b", "", " "]"#, ["a b"]), (#"["{{done}}", é, Z, a]"#, ["Z", "a", "true", "é"]),
        (#"["{{#teams}}{{.}} {{/teams}}"]"#, ["web core"]), ("[]", []), ("[x]", ["x"]),
    ])
    func `a list of templates gives a set of values`(source: String, texts: [String]) throws {
        let sorted = texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let wanted: FieldValue = texts.count > 1 ? .list(sorted) : texts.first.map(FieldValue.text) ?? .none
        #expect(try value(source, row()) == wanted)
    }

    @Test func `templates of empty columns and arrays drop out of a list`() throws {
        let row = row(layer: .null, teams: .list([]))
        #expect(try value(#"["{{layer}}", "layer {{layer}}", "{{teams}}"]"#, row) == FieldValue.none)
        #expect(try value(#"["{{layer}}", api]"#, row) == .text("api"))
        #expect(try value(#""{{teams}}""#, row) == FieldValue.none)
        #expect(try value(#""{{teams}}""#, self.row()) == .text("web, core"))
    }

    @Test func `a text and a list of it are two configurations`() throws {
        func digest(_ source: String) throws -> Digest {
            let text = "version: 1\njira: {project: CCS}\nmapping: {fields: {It: \(source)}}\n"
            return try Configuration(text, path: "/x/audit-jira.yaml").settings(CommandContext.digester)
                .mapping
                .digest
        }
        let digests = try ["a", "[a]", "[a, b]", "[b, a]"].map(digest)
        #expect(Set(digests).count == 4)
    }
}
