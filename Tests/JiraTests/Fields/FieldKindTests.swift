import JSON
import JiraSandbox
import Reconciliation
import Testing
import Workflow

@testable import Jira

/// Fields of every kind, there and back, and what is said of values that they do not take.
@Suite struct FieldKindTests {
    static let people: [JSON] = [
        ["accountId": "5b-mia", "email": "mia@example.com", "displayName": "Mia"],
        ["accountId": "5b-leo", "email": "leo@example.com", "displayName": "Leo"],
        ["accountId": "5b-ada", "email": "ada@example.com", "displayName": "Ada", "emailHidden": true],
        ["accountId": "5b-one", "email": "twin@example.com", "displayName": "One"],
        ["accountId": "5b-two", "email": "twin@example.com", "displayName": "Two"],
        ["accountId": "5b-off", "email": "off@example.com", "displayName": "Off", "active": false],
    ]

    static let seed: JSON = [
        "projects": [
            [
                "key": "CCS", "components": ["api", "web", "10"], "versions": ["1.0", "2.0"],
                "requiredFields": [],
            ]
        ],
        "users": .array(people), "groups": ["owners", "7"],
        "issues": [
            ["key": "CCS-1", "type": "Epic", "summary": "All debt"], ["key": "CCS-2", "type": "Epic"],
        ],
        "customFields": [
            ["id": "customfield_1", "name": "Seen", "type": "date"],
            ["id": "customfield_2", "name": "Seen at", "type": "datetime"],
            [
                "id": "customfield_3", "name": "Place", "type": "cascade",
                "options": ["Backend": ["API > v1", "Jobs"], "Frontend": ["Forms"], "Elsewhere": []],
            ],
            ["id": "customfield_4", "name": "Keeper", "type": "user"],
            ["id": "customfield_5", "name": "Keepers", "type": "users"],
            ["id": "customfield_6", "name": "Circle", "type": "group"],
            ["id": "customfield_7", "name": "Circles", "type": "groups"],
            ["id": "customfield_8", "name": "Since", "type": "version"],
            ["id": "customfield_9", "name": "Until", "type": "versions"],
            ["id": "customfield_10", "name": "Epic Link", "type": "epic"],
            ["id": "customfield_11", "name": "Page", "type": "url"],
            ["id": "customfield_12", "name": "Risk", "type": "option", "options": ["Low", "High", "HIGH"]],
            [
                "id": "customfield_13", "name": "Size", "type": "option", "options": ["S", "M"],
                "default": ["value": "M"],
            ],
            ["id": "customfield_14", "name": "Risks", "type": "multiselect", "options": ["Slow", "Unsafe"]],
            ["id": "customfield_15", "name": "Tags", "type": "labels"],
            ["id": "customfield_16", "name": "Lines", "type": "number"],
            ["id": "customfield_17", "name": "Notes", "type": "textarea"],
        ],
    ]

    /// The values of each sort as sent and as read, and another value.
    static let values: [(name: FieldName, sent: FieldValue, read: FieldValue, other: FieldValue)] = [
        ("Seen", .text("2026-11-23 10:20:30.12+00"), .text("2026-11-23"), .text("2026-11-24")),
        (
            "Seen at", .text("2026-11-23 10:20:30.12+00"), .text("2026-11-23T10:20:30.120+0000"),
            .text("2026-11-23 10:20")
        ),
        ("Place", .text("Backend > Jobs"), .text("Backend > Jobs"), .text("backend>api > v1")),
        ("Keeper", .text("Mia@Example.com"), .text("5b-mia"), .text("5b-leo")),
        (
            "Keepers", .list(["leo@example.com", "mia@example.com"]), .list(["5b-leo", "5b-mia"]),
            .text("5b-leo")
        ),
        ("Circle", .text("owners"), .text("owners"), .text("7")),
        ("Circles", .list(["7", "owners"]), .list(["7", "owners"]), .text("owners")),
        ("Since", .text("1.0"), .text("1.0"), .text("2.0")),
        ("Until", .list(["1.0", "2.0"]), .list(["1.0", "2.0"]), .text("2.0")),
        ("Epic Link", .text("ccs-1"), .text("CCS-1"), .text("CCS-2")),
        ("parent", .text("CCS-1"), .text("CCS-1"), .text("10001")),
        ("Page", .text("https://example.com/a"), .text("https://example.com/a"), .text("https://b")),
        ("Risk", .text("low"), .text("Low"), .text("High")),
        ("Risks", .list(["slow", "Unsafe"]), .list(["Slow", "Unsafe"]), .text("Unsafe")),
        ("Tags", .list(["a b", "c"]), .list(["a-b", "c"]), .text("d")),
        ("Lines", .text("3.0"), .text("3"), .text("2.5")),
        ("Notes", .text("A *note*."), .text("A note."), .text("Another.")),
        ("Components", .list(["10", "API"]), .list(["10", "api"]), .text("web")),
        ("Affects versions", .text("1.0"), .text("1.0"), .text("2.0")),
        ("Fix versions", .list(["1.0", "2.0"]), .list(["1.0", "2.0"]), .text("1.0")),
        ("Assignee", .text("leo@example.com"), .text("5b-leo"), .text("5b-mia")),
        ("Due date", .text("2026-12-24 23:30:00-01"), .text("2026-12-25"), .text("2026-12-26")),
        ("Environment", .text("Linux"), .text("Linux"), .text("macOS")),
    ]

    static var sent: [FieldName: FieldValue] {
        Dictionary(uniqueKeysWithValues: values.map { ($0.name, $0.sent) })
    }

    private func read(_ fixture: JiraFixture, _ issue: CreatedIssue) async throws -> [FieldName: FieldValue] {
        try #require(try await fixture.jira.read([.id(issue.id)], into: CollectingSink()).issues.first).fields
    }

    private func run(_ test: (JiraFixture) async throws -> Void) async throws {
        try await JiraFixture.run(
            seed: Self.seed,
            adjust: { $0.fields += Self.values.map(\.name) + ["Size"] },
            test
        )
    }

    @Test func `every kind is written at creation and read back`() async throws {
        try await run { fixture in
            let outcome = try await fixture.jira.create([JiraFixture.draft("1", Self.sent)])[0]
            #expect(outcome.refusal?.summary == nil)
            let fields = try await read(fixture, try #require(outcome.value))
            for (name, _, read, _) in Self.values { #expect(fields[name] == read, "\(name)") }
            // What nobody gives is what the field itself says.
            #expect(fields["Size"] == .text("M"))
        }
    }

    @Test func `every kind is changed and emptied`() async throws {
        try await run { fixture in
            let made = try #require(
                try await fixture.jira.create([JiraFixture.draft("1", Self.sent)])[0].value
            )
            var change = JiraFixture.change(made)
            change.fields = Dictionary(uniqueKeysWithValues: Self.values.map { ($0.name, $0.other) })
            #expect(try await fixture.jira.change([change])[0].refusal?.summary == nil)
            let before = try await read(fixture, made)
            for (name, _, read, _) in Self.values { #expect(before[name] != read, "\(name)") }
            #expect(before["Place"] == .text("Backend > API > v1"))
            #expect(before["parent"] == .text("CCS-2"))
            #expect(before["Seen at"] == .text("2026-11-23T10:20:00.000+0000"))
            change.fields = Self.sent.mapValues { _ in .none }
            #expect(try await fixture.jira.change([change])[0].refusal?.summary == nil)
            let after = try await read(fixture, made)
            for (name, _, _, _) in Self.values { #expect(after[name] == FieldValue.none, "\(name)") }
        }
    }

    @Test(arguments: [
        (
            "Risk", "Hig", #"has no value "Hig"; did you mean "HIGH" or "High"?"#,
            #"It takes "Low", "High", "HIGH""#
        ),
        ("Risk", "hIgh", #"has 2 values named "hIgh": "#, "Write the id"),
        ("Place", "Backend > Forms", #"has no value "Forms""#, #"It takes "API > v1", "Jobs""#),
        (
            "Place", "Nowhere > Jobs", #"has no value "Nowhere""#,
            #"It takes "Backend", "Frontend", "Elsewhere""#
        ),
        (
            "Components", "appi", #"has no value "appi"; did you mean "api"?"#,
            #"It takes "api", "web", "10""#
        ),
        ("Fix versions", "3.0", #"has no value "3.0"; did you mean"#, #"It takes "1.0", "2.0""#),
        (
            "priority", "Hi", #"has no value "Hi""#,
            #"It takes "Highest", "High", "Medium", "Low", "Lowest""#
        ),
        ("Seen", "soon", #"takes a day such as 2026-11-23, not "soon""#, "Correct the row"),
        ("Lines", "many", #"takes a number such as 3 or 2.5, not "many""#, "Correct the row"),
        ("parent", "Big one", #"takes the key of an issue such as CCS-8, not "Big one""#, "Correct the row"),
        ("Keeper", "no@example.com", #"Jira finds none with the address "no@example.com""#, "account id"),
        (
            "Keeper", "ada@example.com",
            #"Jira hides the addresses of those it finds for "ada@example.com": "Ada" is 5b-ada"#,
            "account id"
        ),
        (
            "Keeper", "twin@example.com",
            #"2 have the address "twin@example.com": "One" is 5b-one; "Two" is 5b-two"#, "account id"
        ),
        ("Keeper", "off@example.com", #"Jira finds none with the address "off@example.com""#, "account id"),
    ])
    func `a value that a field does not take is told before anything is sent`(
        name: String,
        text: String,
        reason: String,
        hint: String
    ) async throws {
        try await run { fixture in
            let drafts = [
                JiraFixture.draft("7", [name: .text(text)]), JiraFixture.draft("8", ["Lines": .text("1")]),
            ]
            let outcomes = try await fixture.jira.create(drafts)
            let refusal = try #require(outcomes[0].refusal)
            #expect(refusal.summary.hasPrefix("row 7: the field \""), "\(refusal.summary)")
            #expect(refusal.summary.contains(reason), "\(refusal.summary)")
            #expect(refusal.hint?.contains(hint) == true, "\(refusal.hint ?? "")")
            #expect(outcomes[1].isDone)
            let bulk = fixture.sandbox.requests.filter { $0.path.hasSuffix("/issue/bulk") }
            #expect(bulk.count == 1)
            #expect(!bulk[0].body.contains("Debt 7"))
        }
    }

    @Test func `a hint names ten of many values`() throws {
        let fault = FieldFault.notOffered("x", offered: (1...12).map { "value \($0)" })
        let hint = try #require(fault.problem(with: "It", about: "row 7").hint)
        #expect(hint.hasPrefix("It takes one of 12, such as \"value 1\", \"value 2\""))
        #expect(hint.hasSuffix("\"value 10\""))
        let none = FieldFault.notOffered("x", offered: []).problem(with: "It", about: "row 7")
        #expect(none.hint == "The field offers no values; add them in Jira first")
    }

    @Test func `what a new issue must have is missed before anything is sent`() async throws {
        let seed: JSON = [
            "projects": [["key": "CCS", "requiredFields": ["customfield_1", "customfield_2"]]],
            "customFields": [
                ["id": "customfield_1", "name": "Risk", "type": "option", "options": ["Low"]],
                [
                    "id": "customfield_2", "name": "Size", "type": "option", "options": ["S"],
                    "default": ["value": "S"],
                ],
            ],
        ]
        try await JiraFixture.run(seed: seed, adjust: { $0.fields += ["Risk"] }) { fixture in
            let drafts = [
                JiraFixture.draft("1", ["Risk": .none, "priority": .text("High")]),
                JiraFixture.draft("2", ["Risk": .text("Low")]),
            ]
            let outcomes = try await fixture.jira.create(drafts)
            #expect(
                outcomes[0].refusal?.summary
                    == "row 1: a new issue must have \"Risk\", which nothing gives a value"
            )
            #expect(outcomes[1].isDone)
        }
    }

    @Test func `an address is looked up once a run, and accounts never`() async throws {
        try await run { fixture in
            let drafts = ["1", "2", "3"].map {
                JiraFixture.draft($0, ["Keeper": .text("mia@example.com"), "Assignee": .text("5b-leo")])
            }
            let made = try await fixture.jira.create(drafts)
            #expect(made.allSatisfy { $0.isDone })
            let more = [
                JiraFixture.draft("4", ["Keepers": .list(["MIA@example.com", "leo@example.com"])]),
                JiraFixture.draft("5", ["Page": .text("https://mia@example.com")]),
            ]
            let others = try await fixture.jira.create(more)
            #expect(others.allSatisfy { $0.isDone })
            #expect(fixture.count("GET /user/search") == 2)
        }
    }

    @Test func `who may not look for people is told what is missing`() async throws {
        var configuration = SandboxConfiguration()
        configuration.deniedPermissions = ["USER_PICKER"]
        try await JiraFixture.run(configuration, seed: Self.seed, adjust: { $0.fields += ["Keeper"] }) {
            fixture in
            let draft = JiraFixture.draft("1", ["Keeper": .text("mia@example.com")])
            let refusal = try await fixture.jira.create([draft])[0].refusal
            #expect(refusal?.hint?.contains("Browse users and groups") == true)
        }
    }
}
