import Testing

@testable import JiraSandbox

@Suite struct EditTests {
    @Test func `edits labels by operations and as a whole, and ignores a status`() throws {
        var client = try Client()
        let key = client.create("x", [("labels", ["a", "b"])])
        let edited = client.put(
            "issue/\(key)",
            [
                "fields": ["summary": "y", "status": ["name": "Done"]],
                "update": ["labels": [["add": "c"], ["remove": "a"]]],
                "properties": [["key": "p", "value": 1]], "transition": ["id": "31"],
            ]
        )
        #expect(edited.status == 204)
        let issue = try #require(client.site.issue(key))
        #expect(issue.labels == ["b", "c"])
        #expect(issue.summary == "y")
        #expect(issue.properties == ["p": 1])
        #expect(client.site.status(of: issue).name == "To Do")
        #expect(
            client.put("issue/\(key)?returnIssue=true", ["fields": ["labels": []]])["fields"]?["labels"] == []
        )
        #expect(issue.history.flatMap(\.items).map(\.field) == ["summary", "labels"])
    }

    @Test func `refuses one field in both parts, unknown fields and operations that are none`() throws {
        var client = try Client()
        let key = client.create("x")
        let both = client.put(
            "issue/\(key)",
            ["fields": ["labels": []], "update": ["labels": [["add": "c"]]]]
        )
        #expect(both.status == 400)
        #expect(client.put("issue/\(key)", ["fields": ["nope": 1]])["errors"]?["nope"] != nil)
        #expect(client.put("issue/\(key)", ["update": ["labels": ["c"]]]).status == 400)
        #expect(client.put("issue/CCS-99", ["fields": [:]]).status == 404)
        #expect(client.site.issue(key)?.labels == [])
    }

    @Test func `sets a resolution on the way to done and clears it on the way back`() throws {
        var client = try Client()
        let key = client.create("x")
        #expect(client.post("issue/\(key)/transitions", ["transition": ["id": "31"]]).status == 204)
        let done = client.get("issue/\(key)")["fields"]
        #expect(done?["resolution"]?["name"] == "Done")
        #expect(done?["resolutiondate"]?.text?.hasSuffix("+0000") == true)
        #expect(client.post("issue/\(key)/transitions", ["transition": ["id": 21]]).status == 204)
        let open = client.get("issue/\(key)")["fields"]
        #expect(open?["resolution"] == .null)
        #expect(open?["resolutiondate"] == .null)
    }

    @Test func `heeds what a transition's screen asks for`() throws {
        var optional = try Client(seed: "{}") { $0.workflow = "resolution-optional" }
        var required = try Client(seed: "{}") { $0.workflow = "resolution-required" }
        var none = try Client()
        let keys = (optional.create("x"), required.create("x"), none.create("x"))
        let plain: JSONValue = ["transition": ["id": "31"]]
        let resolved: JSONValue = [
            "transition": ["id": "31"], "fields": ["resolution": ["name": "Won't Do"]],
        ]
        let refused = required.post("issue/\(keys.1)/transitions", plain)
        #expect(refused.body == ["errorMessages": ["Field Resolution is required."], "errors": [:]])
        #expect(
            none.post("issue/\(keys.2)/transitions", resolved)["errors"]?["resolution"]
                == "Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown."
        )
        #expect(optional.post("issue/\(keys.0)/transitions", resolved).status == 204)
        #expect(required.post("issue/\(keys.1)/transitions", resolved).status == 204)
        #expect(optional.site.issue(keys.0)?.resolution?.name == "Won't Do")
        #expect(required.site.issue(keys.1)?.resolution?.name == "Won't Do")
        let fields = required.get("issue/\(keys.1)/transitions?expand=transitions.fields")["transitions"]?
            .elements?.last?["fields"]
        #expect(fields?["resolution"]?["required"] == true)
        #expect(fields?["resolution"]?["allowedValues"]?.elements?.count == 4)
    }

    @Test func `refuses transitions that are not there`() throws {
        var client = try Client(seed: "{}") { $0.workflow = "one-way" }
        let key = client.create("x")
        let path = "issue/\(key)/transitions"
        #expect(
            client.post(path, ["transition": ["id": .null]])["errorMessages"] == [
                "'transition' identifier must be an integer"
            ]
        )
        #expect(
            client.post(path, ["transition": ["id": "99"]])["errorMessages"] == [
                "Transition id '99' is not valid for this issue."
            ]
        )
        #expect(client.post(path, ["transition": ["id": "31"]]).status == 204)
        #expect(client.get(path)["transitions"] == [])
        #expect(client.post(path, ["transition": ["id": "11"]]).status == 400)
    }

    @Test func `follows a seed's own workflow, and comments on the way`() throws {
        var client = try Client(
            seed: """
                {"projects":[{"key":"CCS","workflow":{"initial":"Triage",
                  "statuses":[{"name":"Triage","category":"undefined"},{"name":"Fertig","category":"done"}],
                  "transitions":[{"id":"5","from":["Triage"],"to":"Fertig","resolution":"Won't Do"}]}}]}
                """
        )
        let key = client.create("x")
        let listed = client.get("issue/\(key)/transitions")["transitions"]?.elements
        #expect(listed?.map { $0["to"]?["name"] } == ["Fertig"])
        #expect(client.get("issue/\(key)")["fields"]?["status"]?["statusCategory"]?["key"] == "undefined")
        let moved = client.post(
            "issue/\(key)/transitions",
            ["transition": ["id": "5"], "update": ["comment": [["add": ["body": paragraph("because")]]]]]
        )
        #expect(moved.status == 204)
        let issue = try #require(client.site.issue(key))
        #expect(issue.resolution?.name == "Won't Do")
        #expect(issue.comments.map(\.body.plain) == ["because"])
    }

    @Test func `keeps, changes and drops comments`() throws {
        var client = try Client()
        let key = client.create("x")
        #expect(
            client.post("issue/\(key)/comment", ["body": "text"])["errors"] == [
                "comment": "Comment body is not valid!"
            ]
        )
        let made = client.post("issue/\(key)/comment", ["body": paragraph("one")])
        #expect(made.status == 201)
        let path = "issue/\(key)/comment/\(made["id"]?.text ?? "")"
        #expect(client.put(path, ["body": paragraph("two")]).status == 200)
        #expect(client.get("issue/\(key)/comment")["total"] == 1)
        #expect(client.site.issue(key)?.comments.map(\.body.plain) == ["two"])
        #expect(client.delete(path).status == 204)
        #expect(client.get(path).status == 404)
    }

    @Test func `keeps, changes and drops properties`() throws {
        var client = try Client()
        let key = client.create("x")
        let path = "issue/\(key)/properties/a.b"
        #expect(client.put(path, ["n": [1, .double(2.5), "x", .null]]).status == 201)
        #expect(client.put(path, 7).status == 200)
        #expect(client.get(path).body == ["key": "a.b", "value": 7])
        #expect(client.get("issue/\(key)/properties")["keys"]?.elements?.map { $0["key"] } == ["a.b"])
        #expect(client.put(path, .string(String(repeating: "x", count: 32_767))).status == 400)
        #expect(client.delete(path).status == 204)
        #expect(client.delete(path).status == 404)
    }

    @Test func `links issues once, in the direction that Jira means`() throws {
        var client = try Client()
        let (first, second) = (client.create("a"), client.create("b"))
        let link: JSONValue = [
            "type": ["name": "Blocks"], "inwardIssue": ["key": .string(first)],
            "outwardIssue": ["key": .string(second)],
        ]
        #expect(client.post("issueLink", link).status == 201)
        #expect(client.post("issueLink", link).status == 201)
        let issues = client.site.issues.values.sorted { $0.id < $1.id }.map {
            SandboxIssue($0, in: client.site)
        }
        #expect(issues.map(\.links) == [["blocks CCS-2"], ["is blocked by CCS-1"]])
        let id = client.get("issue/\(first)")["fields"]?["issuelinks"]?.elements?.first?["id"]?.text ?? ""
        #expect(client.get("issueLink/\(id)")["inwardIssue"]?["key"] == "CCS-1")
        #expect(client.delete("issueLink/\(id)").status == 204)
        #expect(client.get("issue/\(second)")["fields"]?["issuelinks"] == [])
    }

    @Test func `links issues by the site's own types, or not at all`() throws {
        let types = #"[{"id":"7","name":"Duplicate","inward":"duplicates","outward":"is duplicated by"}]"#
        var client = try Client(seed: #"{"linkTypes":\#(types)}"#)
        let (first, second) = (client.create("a"), client.create("b"))
        var link: JSONValue = [
            "type": ["id": "7"], "inwardIssue": ["key": .string(first)],
            "outwardIssue": ["key": .string(second)],
        ]
        #expect(client.get("issueLinkType")["issueLinkTypes"]?.elements?.map { $0["id"] } == ["7"])
        #expect(client.post("issueLink", link).status == 201)
        #expect(
            client.site.issue(first).map { SandboxIssue($0, in: client.site).links } == [
                "is duplicated by CCS-2"
            ]
        )
        link = [
            "type": ["name": "Relates"], "inwardIssue": ["key": "CCS-1"], "outwardIssue": ["key": "CCS-2"],
        ]
        #expect(client.post("issueLink", link).status == 404)
        var closed = try Client(seed: #"{"issueLinking":false}"#)
        #expect(closed.get("issueLinkType").status == 404)
        #expect(closed.post("issueLink", link).status == 404)
    }

    @Test func `takes what a custom field is for, and nothing else`() throws {
        let fields = ["multiselect", "date", "user", "number"].enumerated().map {
            #"{"id":"customfield_\#($0)","name":"F\#($0)","type":"\#($1)","options":["Red","Blue"]}"#
        }
        var client = try Client(seed: #"{"customFields":[\#(fields.joined(separator: ","))]}"#)
        let path = "issue/\(client.create("a"))"
        let good: [JSONValue] = [
            [["value": "Blue"], ["id": "10001"]], "2026-11-23", ["accountId": .string(Account.id)], 3,
        ]
        let bad: [JSONValue] = [["value": "Blue"], "23.11.2026", ["accountId": "x"], "3"]
        for (place, (good, bad)) in zip(good, bad).enumerated() {
            var members = JSONMembers()
            members["customfield_\(place)"] = bad
            #expect(client.put(path, ["fields": .object(members)]).status == 400)
            members["customfield_\(place)"] = good
            #expect(client.put(path, ["fields": .object(members)]).status == 204)
        }
        let stored = client.get(path)["fields"]
        #expect(stored?["customfield_0"]?.elements?.map { $0["value"] } == ["Blue", "Red"])
        #expect(stored?["customfield_2"]?["accountId"] == .string(Account.id))
        #expect(stored?["customfield_3"] == .double(3))
    }

    @Test func `shows a transition that the caller is kept from only on request`() throws {
        let workflow =
            #"{"statuses":["To Do","Done"],"transitions":[{"id":"9","to":"Done","barred":true},{"to":"To Do"}]}"#
        var client = try Client(seed: #"{"project":{"key":"CCS","workflow":\#(workflow)}}"#)
        let path = "issue/\(client.create("a"))/transitions"
        #expect(client.get(path)["transitions"]?.elements?.map { $0["name"] } == ["To Do"])
        let all = client.get("\(path)?includeUnavailableTransitions=true")["transitions"]?.elements
        #expect(all?.map { $0["isAvailable"] } == [false, true])
        #expect(client.post(path, ["transition": ["id": "9"]]).status == 400)
    }

    @Test func `replaces a remote link of the same global id`() throws {
        var client = try Client()
        let path = "issue/\(client.create("a"))/remotelink"
        let link: JSONValue = ["globalId": "g", "object": ["url": "https://example.com", "title": "t"]]
        #expect(client.post(path, link).status == 201)
        #expect(client.post(path, link).status == 200)
        #expect(client.get(path).body.elements?.count == 1)
        #expect(client.get("\(path)?globalId=g")["object"]?["title"] == "t")
        #expect(client.post(path, ["object": ["title": "t"]]).status == 400)
        #expect(client.delete("\(path)?globalId=g").status == 204)
    }

    @Test func `answers a moved issue by its old key, and forgets a deleted one`() throws {
        var client = try Client(seed: #"{"projects":[{"key":"NEW"}]}"#)
        let key = client.create("x")
        try client.site.moveIssue(key, toProject: "NEW")
        #expect(client.get("issue/\(key)")["key"] == "NEW-1")
        #expect(client.keys("project = CCS") == [])
        #expect(
            client.get("issue/NEW-1/changelog")["values"]?.elements?.first?["items"]?.elements?.last?[
                "toString"
            ] == "NEW-1"
        )
        #expect(client.delete("issue/NEW-1").status == 204)
        #expect(client.get("issue/\(key)").status == 404)
        #expect(client.create("y") == "CCS-2")
    }
}
