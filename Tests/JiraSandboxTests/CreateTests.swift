import Testing

@testable import JiraSandbox

@Suite struct CreateTests {
    @Test func `creates an issue with the properties of its body and gives the next key`() throws {
        var client = try Client(seed: #"{"issues":[{"key":"CCS-41","summary":"Old"}]}"#)
        let created = client.post(
            "issue",
            [
                "fields": Client.fields("  New ", [("labels", ["b", "a", "b"])]),
                "properties": [["key": "audit-jira", "value": ["row": "7"]]],
            ]
        )
        #expect(created.status == 201)
        #expect(created["key"] == "CCS-42")
        let read = client.get("issue/CCS-42?properties=audit-jira&fields=summary,labels")
        #expect(read["fields"] == ["summary": "New", "labels": ["a", "b"]])
        #expect(read["properties"] == ["audit-jira": ["row": "7"]])
        #expect(client.get("issue/\(created["id"]?.text ?? "")")["key"] == "CCS-42")
    }

    @Test(
        arguments: [
            ("summary", .null, "You must specify a summary of the issue."),
            ("summary", .string(String(repeating: "x", count: 256)), "Summary can't exceed 255 characters."),
            ("summary", "a\nb", "The summary is invalid because it contains newline characters."),
            ("labels", ["two words"], "The label 'two words' contains spaces which is invalid."),
            (
                "description", "plain",
                "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
            ),
            (
                "description", paragraph(String(repeating: "x", count: 32_768)),
                "The entered text is too long. It exceeds the allowed limit of 32,767 characters."
            ),
            (
                "status", ["name": "Done"],
                "Field 'status' cannot be set. It is not on the appropriate screen, or unknown."
            ),
            (
                "nonsense", 1,
                "Field 'nonsense' cannot be set. It is not on the appropriate screen, or unknown."
            ),
            (
                "resolution", ["name": "Done"],
                "Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown."
            ),
            ("priority", ["name": "Urgent"], "Specify the Priority (id or name) in the string format"),
            ("project", ["key": "NOPE"], "valid project is required"),
            ("issuetype", ["name": "Nope"], "Specify a valid issue type"),
            ("issuetype", .null, "Specify an issue type"),
        ] as [(String, JSONValue, String)]
    )
    func `refuses a field with Jira's words`(field: String, value: JSONValue, reason: String) throws {
        var client = try Client()
        let refused = client.post("issue", ["fields": Client.fields("x", [(field, value)])])
        #expect(refused.status == 400)
        #expect(
            refused.body == ["errorMessages": [], "errors": [.init(field): .string(reason)]] as JSONValue
        )
        #expect(client.site.issues.isEmpty)
    }

    @Test func `says INVALID_INPUT to a document with an empty text`() throws {
        var client = try Client()
        let refused = client.post("issue", ["fields": Client.fields("x", [("description", paragraph(""))])])
        #expect(refused.body == ["errorMessages": ["INVALID_INPUT"], "errors": [:]])
    }

    @Test func `creates what it can of many and numbers the failures`() throws {
        var client = try Client()
        let mixed = client.post(
            "issue/bulk",
            [
                "issueUpdates": [
                    ["fields": Client.fields("one")], ["fields": Client.fields("")],
                    ["fields": Client.fields("three")],
                ]
            ]
        )
        #expect(mixed.status == 201)
        #expect(mixed["issues"]?.elements?.map { $0["key"] } == ["CCS-1", "CCS-2"])
        #expect(mixed["errors"]?.elements?.map { $0["failedElementNumber"] } == [1])
        let failed = client.post("issue/bulk", ["issueUpdates": [["fields": Client.fields("")]]])
        #expect(failed.status == 400)
        #expect(failed["issues"] == [])
        let many = client.post(
            "issue/bulk",
            ["issueUpdates": .array(Array(repeating: ["fields": Client.fields("x")], count: 51))]
        )
        #expect(many.status == 400)
        #expect(client.site.issues.count == 2)
    }

    @Test func `wants the required fields and hides the hidden ones of a project`() throws {
        var client = try Client(
            seed: """
                {"projects":[{"key":"CCS","requiredFields":["customfield_10050"],"hiddenFields":["priority"],
                  "customFields":[{"id":"customfield_10050","name":"File path","type":"text"},
                    {"id":"customfield_10051","name":"Risk","type":"option","options":["Low","High"]}]}]}
                """
        )
        let missing = client.post("issue", ["fields": Client.fields("x", [("priority", ["name": "High"])])])
        #expect(missing["errors"]?["customfield_10050"] == "File path is required.")
        #expect(missing["errors"]?["priority"]?.text?.hasPrefix("Field 'priority' cannot be set.") == true)
        let key = client.create(
            "x",
            [("customfield_10050", "a.py"), ("customfield_10051", ["value": "High"])]
        )
        let read = client.get("issue/\(key)")
        #expect(read["fields"]?["customfield_10050"] == "a.py")
        #expect(read["fields"]?["customfield_10051"]?["value"] == "High")
        #expect(client.keys(#""File path" ~ "a.py" AND Risk = High"#) == [key])
    }

    @Test func `tells within the success that a transition of a create failed`() throws {
        var client = try Client()
        let created = client.post(
            "issue",
            ["fields": Client.fields("x"), "transition": ["id": "99"]]
        )
        #expect(created.status == 201)
        #expect(created["transition"]?["status"] == 400)
        let done = client.post("issue", ["fields": Client.fields("x"), "transition": ["id": "31"]])
        #expect(client.get("issue/\(done["key"]?.text ?? "")")["fields"]?["status"]?["name"] == "Done")
    }

    @Test func `rewrites texts as Jira does, and not when told`() throws {
        var client = try Client()
        let key = client.create("x", [("description", paragraph(#"it's "so""#))])
        let read = client.get("issue/\(key)?fields=description")["fields"]?["description"]
        let block = read?["content"]?.elements?.first
        #expect(block?["content"]?.elements?.first?["text"] == "it’s “so”")
        #expect(block?["attrs"]?["localId"]?.text?.count == 12)
        var exact = try Client(seed: "{}") { $0.rewriteText = false }
        let other = exact.create("x", [("description", paragraph(#"it's "so""#))])
        #expect(exact.get("issue/\(other)")["fields"]?["description"] == paragraph(#"it's "so""#))
    }

    @Test func `takes and gives wiki markup in version 2`() throws {
        var client = try Client()
        let key = client.create(
            "x",
            [
                (
                    "description",
                    [
                        "type": "doc", "version": 1,
                        "content": [
                            [
                                "type": "heading", "attrs": ["level": 2],
                                "content": [["type": "text", "text": "Why"]],
                            ],
                            [
                                "type": "bulletList",
                                "content": [
                                    [
                                        "type": "listItem",
                                        "content": [
                                            [
                                                "type": "paragraph",
                                                "content": [
                                                    [
                                                        "type": "text", "text": "slow",
                                                        "marks": [["type": "strong"]],
                                                    ]
                                                ],
                                            ]
                                        ],
                                    ]
                                ],
                            ],
                            [
                                "type": "codeBlock", "attrs": ["language": "sql"],
                                "content": [["type": "text", "text": "SELECT 1"]],
                            ],
                        ],
                    ]
                )
            ]
        )
        client.base = "/rest/api/2/"
        #expect(
            client.get("issue/\(key)")["fields"]?["description"]
                == "h2. Why\n\n* *slow*\n\n{code:sql}\nSELECT 1\n{code}"
        )
        let wiki = client.create("y", [("description", "one\n\ntwo \"q\"")])
        #expect(client.get("issue/\(wiki)")["fields"]?["description"] == "one\n\ntwo \"q\"")
        client.base = "/rest/api/3/"
        let read = client.get("issue/\(wiki)")["fields"]?["description"]
        #expect(read?["content"]?.elements?.count == 2)
    }
}
