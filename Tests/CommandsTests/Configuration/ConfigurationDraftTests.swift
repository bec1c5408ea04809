import AuditTable
import Jira
import Reconciliation
import TestSupport
import Testing

@testable import Commands

/// What `init` writes, and how it finds the columns.
@Suite struct ConfigurationDraftTests {
    @Test func `the text with the usual columns`() throws {
        var draft = ConfigurationDraft(url: "https://bakery.example")
        draft.project = "CCS"
        draft.schema.also = ["layer_number"]
        draft.fields = [
            "summary": JiraField(id: "summary", name: "Summary", isRequired: true, kind: .text),
            "description": JiraField(id: "description", name: "Description", kind: .richText),
            "priority": JiraField(
                id: "priority",
                name: "Priority",
                allowedValues: ["High", "Low"],
                kind: .named
            ),
            "customfield_1": JiraField(
                id: "customfield_1",
                name: "Team",
                isRequired: true,
                allowedValues: ["Red", "Blue"],
                kind: .option
            ),
        ]
        try expectSnapshot(draft.text, "init-configuration")
        let configuration = try Configuration(draft.text, path: "/audit-jira.yaml")
        #expect(configuration.jira.url == "https://bakery.example")
        #expect(configuration.mapping.fields.isEmpty)
    }

    @Test(arguments: [
        "plain", "two words", "true", "null", "12", "a: b", "# no comment", "\"quoted\"", "it's", "{curly}",
        "[x]",
        "ünï", "back\\slash", "tab\there", "-", "*star", "&and", "%", "@at", "`tick`", "a,b", "line\nfeed",
        "~",
    ])
    func `every name comes back as it was`(name: String) throws {
        var draft = ConfigurationDraft(url: "https://bakery.example/jira")
        draft.project = "CCS"
        draft.issueType = name
        draft.schema = RowSchema(
            key: "k",
            path: "p",
            debt: "d",
            text: "t",
            tickets: name,
            also: ["\(name) 2"]
        )
        draft.fields = [
            "priority": JiraField(id: "priority", name: name, allowedValues: [name], kind: .named),
            "customfield_1": JiraField(
                id: "customfield_1",
                name: name,
                isRequired: true,
                allowedValues: [name, name],
                kind: .text
            ),
            "description": JiraField(id: "description", name: "Description", kind: .richText),
        ]
        let configuration = try Configuration(draft.text, path: "/audit-jira.yaml")
        #expect(configuration.database.schema == draft.schema)
        #expect(configuration.jira.issueType == name)
        #expect(configuration.mapping.fields.isEmpty && configuration.mapping.priority == nil)
    }

    @Test func `a column is taken when its name is the usual one, or the only known other one`() {
        let guess = ColumnGuess([
            .named("file_number", .text), .named("file", .text), .named("has_debt", .bool),
            .named("is_debt", .bool), .named("tickets", .text), .named("jira_keys", .list),
        ])
        #expect(guess.column(for: .key) == "file_number")
        #expect(guess.column(for: .path) == "file")
        #expect(guess.column(for: .debt) == nil)
        #expect(guess.candidates(for: .debt) == ["has_debt", "is_debt"])
        #expect(guess.column(for: .text) == nil)
        #expect(guess.column(for: .tickets) == "jira_keys")
    }

    @Test func `a column of the usual name and another type is not taken`() {
        let guess = ColumnGuess([.named("has_technical_debt", .text), .named("jira_tickets", .bool)])
        #expect(guess.column(for: .debt) == nil)
        #expect(guess.column(for: .tickets) == nil)
    }
}

extension TableDescription.Column {
    fileprivate static func named(_ name: String, _ kind: TableDescription.Kind) -> Self {
        Self(name: name, type: "", kind: kind, isReadable: true, isWritable: true, isUpdatable: true)
    }
}
