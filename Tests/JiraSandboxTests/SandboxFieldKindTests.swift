import Testing

@testable import JiraSandbox

/// Fields of every kind: how they are described, what they take, and Jira's words for what they do not.
@Suite struct SandboxFieldKindTests {
    private static let seed = """
        {"projects": [{"key": "CCS", "components": ["api"], "versions": ["1.0"]}],
         "users": [{"accountId": "5b-mia", "email": "mia@example.com", "displayName": "Mia"},
                   {"accountId": "5b-ada", "email": "ada@example.com", "displayName": "Ada", "emailHidden": true},
                   {"accountId": "5b-off", "email": "off@example.com", "active": false}],
         "issues": [{"key": "CCS-1", "type": "Epic"}, {"key": "CCS-2"}],
         "customFields": [
          {"id": "customfield_1", "name": "At", "type": "datetime"},
          {"id": "customfield_2", "name": "Place", "type": "cascade", "options": {"A": ["B"], "C": []}},
          {"id": "customfield_3", "name": "People", "type": "users"},
          {"id": "customfield_4", "name": "Circle", "type": "group"},
          {"id": "customfield_5", "name": "Until", "type": "versions"},
          {"id": "customfield_6", "name": "Epic Link", "type": "epic"},
          {"id": "customfield_7", "name": "Size", "type": "option", "options": ["S", "M"], "default": {"value": "M"}},
          {"id": "customfield_8", "name": "On", "type": "date"}]}
        """

    @Test func `describes what fields offer, and what they are without a word`() throws {
        var client = try Client(seed: Self.seed)
        let fields =
            client.get("issue/createmeta/CCS/issuetypes/10001?maxResults=200")["fields"]?.elements ?? []
        func field(_ id: String) -> JSONValue? { fields.first { $0["fieldId"]?.text == id } }
        #expect(field("components")?["allowedValues"]?.elements?.map { $0["name"] } == ["api"])
        #expect(field("fixVersions")?["allowedValues"]?.elements?.map { $0["name"] } == ["1.0"])
        #expect(field("customfield_5")?["allowedValues"]?.elements?.count == 1)
        let place = field("customfield_2")
        #expect(place?["schema"]?["type"] == "option-with-child")
        #expect(place?["allowedValues"]?.elements?.map { $0["value"] } == ["A", "C"])
        let below = place?["allowedValues"]?.elements?.first?["children"]?.elements
        #expect(below?.map { $0["value"] } == ["B"])
        #expect(field("customfield_3")?["schema"]?["items"] == "user")
        #expect(field("customfield_3")?["allowedValues"] == nil)
        #expect(field("customfield_6")?["schema"]?["custom"] == "com.pyxis.greenhopper.jira:gh-epic-link")
        #expect(field("customfield_7")?["hasDefaultValue"] == true)
        #expect(field("parent")?["required"] == false)
        let below2 = client.get("issue/createmeta/CCS/issuetypes/10004?maxResults=200")["fields"]?.elements
        #expect(below2?.first { $0["fieldId"] == "parent" }?["required"] == true)
        #expect(client.get("project/CCS/components").body.elements?.map { $0["name"] } == ["api"])
        #expect(client.get("project/CCS/versions").body.elements?.map { $0["name"] } == ["1.0"])
    }

    @Test func `keeps and shows every kind`() throws {
        var client = try Client(seed: Self.seed)
        let key = client.create(
            "x",
            [
                ("customfield_1", "2026-11-23T10:20:30.120+0000"),
                ("customfield_2", ["value": "A", "child": ["value": "B"]]),
                ("customfield_3", [["accountId": "5b-mia"], ["accountId": "5b-ada"]]),
                ("customfield_4", ["name": "jira-administrators"]), ("customfield_5", [["name": "1.0"]]),
                ("customfield_6", "CCS-1"), ("components", [["name": "api"]]), ("parent", ["key": "CCS-1"]),
                ("assignee", ["accountId": "5b-mia"]), ("duedate", "2026-11-23"),
            ]
        )
        let fields = client.get("issue/\(key)")["fields"]
        #expect(fields?["customfield_2"]?["child"]?["value"] == "B")
        let people = fields?["customfield_3"]?.elements ?? []
        #expect(people.map { $0["emailAddress"] } == ["mia@example.com", ""])
        #expect(fields?["customfield_6"] == "CCS-1")
        #expect(fields?["customfield_7"]?["value"] == "M")
        #expect(fields?["components"]?.elements?.first?["name"] == "api")
        #expect(fields?["parent"]?["key"] == "CCS-1")
        #expect(fields?["assignee"]?["displayName"] == "Mia")
        let edited = client.put(
            "issue/\(key)",
            ["fields": ["components": []], "update": ["parent": [["set": ["none": true]]]]]
        )
        #expect(edited.status == 204)
        let after = client.get("issue/\(key)")["fields"]
        #expect(after?["components"] == [])
        #expect(after?["parent"] == nil)
    }

    @Test(
        arguments: [
            ("customfield_1", "2026-11-23", "Error parsing time: 2026-11-23"),
            (
                "customfield_1", "2026-11-23T10:20:30.120+00:00",
                "Error parsing time: 2026-11-23T10:20:30.120+00:00"
            ),
            ("customfield_1", 7, "Operation value must be a string"),
            ("customfield_2", ["value": "B"], "Option value 'B' is not valid"),
            ("customfield_2", ["value": "A", "child": ["id": "7"]], "Option id '7' is not valid"),
            ("customfield_2", "A", "Could not find valid 'id' or 'value' in the Parent Option object."),
            ("customfield_3", ["accountId": "5b-mia"], "data was not an array"),
            ("customfield_3", [["accountId": "5b-off"]], "Specify a valid value for People"),
            ("customfield_4", ["name": "nobody"], "Could not find groups: nobody"),
            ("customfield_5", [["name": "2.0"]], "Version name '2.0' is not valid"),
            ("components", [["name": "web"]], "Component name 'web' is not valid"),
            ("components", ["web"], "expected Object"),
            ("parent", "CCS-1", "data was not an object"),
            ("parent", ["key": "CCS-9"], "Could not find issue by id or key."),
            ("assignee", ["accountId": "5b-no"], "User '5b-no' does not exist."),
            ("duedate", "23.11.2026", "Error parsing date string: 23.11.2026"),
            ("customfield_8", "tomorrow", "Error parsing date string: tomorrow"),
            (
                "environment", "Linux",
                "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
            ),
        ] as [(String, JSONValue, String)]
    )
    func `refuses what a field does not take with Jira's words`(
        field: String,
        value: JSONValue,
        reason: String
    ) throws {
        var client = try Client(seed: Self.seed)
        let refused = client.post("issue", ["fields": Client.fields("x", [(field, value)])])
        #expect(refused.status == 400)
        #expect(refused["errors"]?[field]?.text == reason)
    }

    @Test func `parents are epics, and a sub-task must have one`() throws {
        var client = try Client(seed: Self.seed)
        let task = client.post("issue", ["fields": Client.fields("x", [("parent", ["key": "CCS-2"])])])
        #expect(
            task["errors"]?["parentId"] == "Given parent work item does not belong to appropriate hierarchy."
        )
        let alone = client.post(
            "issue",
            ["fields": Client.fields("x", [("issuetype", ["name": "Sub-task"])])]
        )
        #expect(
            alone["errors"]?["issuetype"]
                == "Issue type is a sub-task but parent issue key or id not specified."
        )
    }

    @Test func `finds people by the beginnings of names and addresses`() throws {
        var client = try Client(seed: Self.seed)
        func found(_ query: String) -> [JSONValue?] {
            (client.get("user/search?\(query)").body.elements ?? []).map { $0["accountId"] }
        }
        #expect(found("query=mia%40example.com") == ["5b-mia"])
        #expect(found("query=A") == ["5b-ada"])
        #expect(found("query=off") == [])
        #expect(client.get("user/search").status == 400)
        client.site.denied = ["USER_PICKER"]
        #expect(found("query=mia") == [])
    }
}
