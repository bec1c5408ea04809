import JSON
import Jira
import JiraAPI
import JiraSandbox
import Reconciliation
import Testing
import Workflow

/// Fields by the names that people see, and values of every sort, there and back.
@Suite struct FieldNameTests {
    private let seed: JSON = [
        "projects": [
            ["key": "CCS", "components": ["api", "web"], "versions": ["2.0", "10"]], ["key": "OTHER"],
        ],
        "customFields": [
            ["id": "customfield_1", "name": "File path", "type": "text"],
            ["id": "customfield_2", "name": "Lines", "type": "number"],
            ["id": "customfield_3", "name": "Team", "type": "option", "options": ["Red", "Blue", "42"]],
            ["id": "customfield_4", "name": "Areas", "type": "multiselect", "options": ["b", "a", "c"]],
            ["id": "customfield_5", "name": "Tags", "type": "labels"],
            ["id": "customfield_6", "name": "Seen", "type": "date"],
            ["id": "customfield_7", "name": "Keeper", "type": "user"],
            ["id": "customfield_8", "name": "Notes", "type": "textarea"],
            ["id": "customfield_9", "name": "Notes", "type": "text", "scope": "OTHER"],
        ],
    ]

    /// The values of each sort as sent and as read.
    private static let values: [(name: FieldName, sent: FieldValue, read: FieldValue)] = [
        ("File path", .text("src/a.py"), .text("src/a.py")), ("lines", .text("3"), .text("3")),
        ("Team", .text("Blue"), .text("Blue")), ("Areas", .list(["b", "a"]), .list(["a", "b"])),
        ("Tags", .text("two words"), .text("two-words")), ("Seen", .text("2026-11-23"), .text("2026-11-23")),
        ("Keeper", .text("5b10a2844c20165700ede21g"), .text("5b10a2844c20165700ede21g")),
        ("Notes", .text("A *note*."), .text("A note.")), ("Components", .text("api"), .text("api")),
        ("fixVersions", .list(["2.0", "10"]), .list(["10", "2.0"])),
        ("Due date", .text("2026-12-24"), .text("2026-12-24")),
    ]

    private var sent: [FieldName: FieldValue] {
        Dictionary(uniqueKeysWithValues: Self.values.map { ($0.name, $0.sent) })
    }

    private func mapping(_ configuration: inout JiraConfiguration) {
        configuration.fields += Self.values.map(\.name)
    }

    private func read(_ fixture: JiraFixture, _ issue: CreatedIssue) async throws -> [FieldName: FieldValue] {
        try #require(try await fixture.jira.read([.id(issue.id)], into: CollectingSink()).issues.first).fields
    }

    @Test func `every sort of field is written and read by its name, as it was sent`() async throws {
        try await JiraFixture.run(seed: seed, adjust: mapping) { fixture in
            let outcome = try await fixture.jira.create([JiraFixture.draft("1", sent)])[0]
            #expect(outcome.refusal?.summary == nil)
            let made = try #require(outcome.value)
            let fields = try await read(fixture, made)
            for (name, _, expected) in Self.values { #expect(fields[name] == expected, "\(name)") }
            let stored = try #require(fixture.sandbox.issue(made.key)).fields
            #expect(stored["customfield_2"] == "3.0")
            #expect(stored["customfield_5"] == #"["two-words"]"#)
            #expect(stored["customfield_9"] == nil)
        }
    }

    @Test func `an edit sets fields by their names, and empties them`() async throws {
        try await JiraFixture.run(seed: seed, adjust: mapping) { fixture in
            let made = try await fixture.created(["1"])[0]
            var change = JiraFixture.change(made)
            change.fields = sent
            #expect(try await fixture.jira.change([change])[0].isDone)
            var fields = try await read(fixture, made)
            for (name, _, expected) in Self.values { #expect(fields[name] == expected, "\(name)") }
            change.fields = sent.mapValues { _ in .none }
            #expect(try await fixture.jira.change([change])[0].isDone)
            fields = try await read(fixture, made)
            for (name, _, _) in Self.values { #expect(fields[name] == FieldValue.none, "\(name)") }
            change.fields = ["Areas": .text("c"), "Lines": .text(" 2.50 ")]
            // The configuration calls it otherwise.
            #expect(try await fixture.jira.change([change])[0].refusal?.summary.contains("Lines") == true)
            change.fields = ["Areas": .text("c"), "lines": .text(" 2.50 ")]
            #expect(try await fixture.jira.change([change])[0].isDone)
            fields = try await read(fixture, made)
            #expect(fields["Areas"] == .text("c"))
            #expect(fields["lines"] == .text("2.5"))
        }
    }

    @Test func `names are asked for once a run, and not at all for ids`() async throws {
        try await JiraFixture.run(seed: seed, adjust: mapping) { fixture in
            let made = try await fixture.created(["1", "2"])
            _ = try await read(fixture, made[0])
            _ = try await read(fixture, made[1])
            #expect(fixture.count("GET /field") == 1)
        }
        try await JiraFixture.run(seed: seed, adjust: { $0.fields += ["customfield_1", "duedate"] }) {
            fixture in
            let made = try await fixture.created(["1"])
            _ = try await read(fixture, made[0])
            #expect(fixture.count("GET /field") == 0)
        }
    }

    @Test func `a name that means nothing ends the run before anything is read or written`() async throws {
        try await JiraFixture.run(seed: seed, adjust: { $0.fields += ["File paht"] }) { fixture in
            let told = try await problem { _ = try await fixture.jira.site() }
            #expect(told.kind == .usage)
            #expect(told.summary.contains("did you mean \"File path\"?"))
            _ = try await problem { _ = try await fixture.jira.create([JiraFixture.draft("1")]) }
            #expect(fixture.calls == ["GET /field"])
        }
    }

    @Test func `who may not come in is told that first`() async throws {
        try await JiraFixture.run(
            seed: seed,
            adjust: {
                $0.fields += ["Nothing"]
                $0.credentials = .basic(email: "dev@example.com", token: "wrong")
            }
        ) { fixture in
            let told = try await problem { _ = try await fixture.jira.site() }
            #expect(told.kind == .credentials)
        }
    }

    @Test(arguments: [
        ("High", "High"), ("1", "Highest"), ("5", "Lowest"), ("high", "High"),
    ])
    func `a priority goes by its name or id`(value: String, name: String) async throws {
        try await JiraFixture.run { fixture in
            let draft = JiraFixture.draft("1", ["priority": .text(value)])
            let made = try #require(try await fixture.jira.create([draft])[0].value)
            #expect(fixture.sandbox.issue(made.key)?.priority == name)
            #expect(fixture.calls.filter { $0.contains("createmeta") }.count == 1)
        }
    }

    @Test func `a number that is a priority's name is a name`() async throws {
        try await JiraFixture.run(seed: ["priorities": ["3", "2", "1"]]) { fixture in
            let draft = JiraFixture.draft("1", ["priority": .text("1")])
            let made = try #require(try await fixture.jira.create([draft])[0].value)
            #expect(fixture.sandbox.issue(made.key)?.priority == "1")
        }
    }

    @Test func `an option goes by its value or id`() async throws {
        try await JiraFixture.run(seed: seed, adjust: { $0.fields += ["Team"] }) { fixture in
            let fields = try await fixture.jira.creationFields()
            #expect(fields["customfield_3"]?.allowedValues == ["Red", "Blue", "42"])
            // The sandbox counts its options from 10001.
            for (value, name) in [("42", "42"), ("10002", "Blue"), ("Red", "Red")] {
                let draft = JiraFixture.draft(value, ["Team": .text(value)])
                let made = try #require(try await fixture.jira.create([draft])[0].value)
                #expect(try await read(fixture, made)["Team"] == .text(name))
            }
            let draft = JiraFixture.draft("9", ["Team": .text("Green")])
            let refusal = try #require(try await fixture.jira.create([draft])[0].refusal)
            #expect(refusal.summary == "row 9: the field \"Team\" has no value \"Green\"")
            #expect(refusal.hint == "It takes \"Red\", \"Blue\", \"42\"")
        }
    }

    @Test func `a field that cannot be set is told by its name`() async throws {
        try await JiraFixture.run(seed: seed, adjust: { $0.fields += ["Created"] }) { fixture in
            let draft = JiraFixture.draft("1", ["Created": .text("2026-11-23")])
            let refusal = try await fixture.jira.create([draft])[0].refusal
            #expect(refusal?.kind == .usage)
            #expect(refusal?.summary.contains("no field \"Created\" that can be set") == true)
        }
    }
}
