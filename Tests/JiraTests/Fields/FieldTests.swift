import JSON
import Reconciliation
import Testing
import Workflow

@testable import Jira

@Suite struct FieldTests {
    private let format = RichTextFormat.adf(table: "public.file_audit")

    private func field(_ schema: JSON) throws -> JiraField {
        try #require(
            JiraField(["fieldId": "customfield_1", "name": "It", "required": true, "schema": schema])
        )
    }

    @Test(
        arguments: [
            (["type": "string"], FieldValue.text("a"), "\"a\""), (["type": "number"], .text("3"), "3"),
            (["type": "number"], .text("2.5"), "2.5"),
            (["type": "option"], .text("Red"), #"{"value":"Red"}"#),
            (["type": "priority"], .text("High"), #"{"name":"High"}"#),
            (["type": "user"], .text("5b10"), #"{"accountId":"5b10"}"#),
            (["type": "array", "items": "string"], .list(["a", "b"]), #"["a","b"]"#),
            (["type": "array", "items": "component"], .list(["a"]), #"[{"name":"a"}]"#),
            (["type": "array", "items": "option"], .text("x"), #"[{"value":"x"}]"#),
            (["type": "date"], .none, "null"),
            (["type": "array", "items": "option"], .none, "[]"),
            (["type": "date"], .text("2026-11-23 00:30:00+02"), "\"2026-11-22\""),
            (["type": "datetime"], .text("2026-11-23 10:20:30.12+00"), "\"2026-11-23T10:20:30.120+0000\""),
            (["type": "group"], .text("12"), #"{"name":"12"}"#),
            (["type": "issuelink"], .text("ccs-8"), #"{"key":"CCS-8"}"#),
            (["type": "issuelink"], .text("10008"), #"{"id":"10008"}"#),
            (
                ["type": "any", "custom": "com.pyxis.greenhopper.jira:gh-epic-link"], .text("CCS-8"),
                "\"CCS-8\""
            ),
            (["type": "option-with-child"], .text("A > B"), #"{"value":"A","child":{"value":"B"}}"#),
            (["type": "option-with-child"], .text("A"), #"{"value":"A"}"#),
            (
                ["type": "array", "items": "user"], .list(["a", "b"]),
                #"[{"accountId":"a"},{"accountId":"b"}]"#
            ),
            (["type": "array", "items": "group"], .text("x"), #"[{"name":"x"}]"#),
            (["type": "array", "items": "version"], .text("10001"), #"[{"id":"10001"}]"#),
            (["type": "string"], .list(["one"]), "\"one\""),
        ] as [(JSON, FieldValue, String)]
    )
    func `a value is written as its field takes it`(schema: JSON, value: FieldValue, text: String) throws {
        #expect(try field(schema).json(value, format).text() == text)
    }

    @Test(arguments: [
        ("number", "many", "a number such as 3 or 2.5"), ("number", "inf", "a number such as 3 or 2.5"),
        ("date", "23.11.2026", "a day such as 2026-11-23"),
        ("date", "2026-02-30", "a day such as 2026-11-23"),
        ("datetime", "now", "a time such as 2026-11-23 10:20:30+00"),
        ("issuelink", "the epic", "the key of an issue such as CCS-8"),
    ])
    func `a value that a field cannot take is told with the form that it takes`(
        type: String,
        text: String,
        wanted: String
    ) throws {
        let field = try field(["type": .string(type)])
        #expect(throws: FieldFault.form(text, wanted: wanted)) { try field.json(.text(text), format) }
        let told = FieldFault.form(text, wanted: wanted).problem(with: "It", about: "row 7")
        #expect(told.summary == "row 7: the field \"It\" takes \(wanted), not \"\(text)\"")
    }

    @Test func `a field for one value takes no list of two`() throws {
        let field = try field(["type": "string"])
        #expect(throws: FieldFault.several(["a", "b"])) { try field.json(.list(["a", "b"]), format) }
        #expect(try field.json(.list(["a"]), format) == "a")
    }

    @Test func `text areas take rich text`() throws {
        let custom = "com.atlassian.jira.plugin.system.customfieldtypes:textarea"
        let area = try field(["type": "string", "custom": .string(custom)])
        #expect(area.kind == .richText)
        #expect(area.isRequired)
        #expect(try area.json(.text("*a*"), format)["type"] == "doc")
    }

    @Test func `an issue is read with its marker, labels and fields`() throws {
        let document = format.embed("Some **debt**.", "2006", nil)
        let json: JSON = [
            "id": "10042", "key": "CCS-8",
            "fields": [
                "status": ["id": "3", "name": "Done", "statusCategory": ["id": 3, "key": "done"]],
                "resolution": ["id": "1", "name": "Done"], "resolutiondate": "2026-11-23T10:03:11.000+0200",
                "labels": ["z", "audit-jira", "é"], "summary": "S", "description": document,
                "priority": ["id": "2", "name": "High"], "customfield_1": 3.0,
                "customfield_2": [["value": "b"], ["value": "a"]],
            ],
            "properties": ["audit-jira": ["row": "2006", "lineage": "L", "operation": "O"]],
        ]
        let names = [
            "summary", "description", "priority", "labels", "customfield_1", "customfield_2", "customfield_3",
        ]
        let reading = IssueDecoder(fields: names, format: format)
        let issue = try #require(reading.issue(json))
        #expect(issue.id == IssueID(10042))
        #expect(issue.isClosed)
        #expect(issue.resolution == "Done")
        #expect(issue.resolved == "2026-11-23T08:03:11Z")
        #expect(issue.labels == ["audit-jira", "z", "é"])
        #expect(issue.marker == Marker(row: "2006", lineage: "L", operation: "O"))
        #expect(issue.fields["summary"] == .text("S"))
        #expect(issue.fields["description"] == .text("Some debt."))
        #expect(issue.fields["priority"] == .text("High"))
        #expect(issue.fields["labels"] == .list(["audit-jira", "z", "é"]))
        #expect(issue.fields["customfield_1"] == .text("3"))
        #expect(issue.fields["customfield_2"] == .list(["a", "b"]))
        #expect(issue.fields["customfield_3"] == FieldValue.none)
        #expect(reading.requestedFields.filter { $0 == "labels" }.count == 1)
    }

    @Test func `people's words around the block are kept and not read`() throws {
        let people: JSON = [
            "type": "doc", "version": 1,
            "content": [
                ["type": "paragraph", "content": [["type": "text", "text": "Written by a person."]]]
            ],
        ]
        let reading = IssueDecoder(fields: ["description"], format: format)
        var json: JSON = [
            "id": "1", "key": "CCS-1",
            "fields": [
                "status": ["id": "1", "name": "To Do", "statusCategory": ["key": "new"]],
                "description": people,
            ],
        ]
        #expect(try #require(reading.issue(json)).fields["description"] == FieldValue.none)
        var change = IssueChange(issue: IssueID(1), key: "CCS-1", row: "2006")
        change.fields = ["description": .text("Ours.")]
        let body = try FieldWriter(format: format, known: [:]).body(change, description: people)
        let written = try #require(body["fields"]?["description"])
        #expect(written.text().contains("Written by a person."))
        json = [
            "id": "1", "key": "CCS-1",
            "fields": ["status": json["fields"]?["status"] ?? .null, "description": written],
        ]
        #expect(try #require(reading.issue(json)).fields["description"] == .text("Ours."))
    }

    @Test func `a field that nobody knows is refused before anything is sent`() throws {
        var change = IssueChange(issue: IssueID(1), key: "CCS-1", row: "2006")
        change.fields = ["customfield_9": .text("x")]
        #expect(throws: Problem.self) {
            try FieldWriter(format: format, known: [:]).body(change, description: nil)
        }
    }
}
