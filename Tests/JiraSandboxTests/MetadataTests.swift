import Testing

@testable import JiraSandbox

@Suite struct MetadataTests {
    @Test func `describes the site and its lists`() throws {
        var client = try Client()
        #expect(client.get("serverInfo")["baseUrl"] == "http://127.0.0.1:1")
        #expect(
            client.get("priority").body.elements?.map { $0["name"] } == [
                "Highest", "High", "Medium", "Low", "Lowest",
            ]
        )
        #expect(client.get("resolution").body.elements?.count == 4)
        #expect(
            client.get("status").body.elements?.map { $0["statusCategory"]?["key"] } == [
                "new", "indeterminate", "done",
            ]
        )
        #expect(client.get("issuetype").body.elements?.count == 5)
        #expect(client.get("issueLinkType")["issueLinkTypes"]?.elements?.count == 4)
        #expect(client.get("field").body.elements?.contains { $0["id"] == "summary" } == true)
    }

    @Test func `describes projects by key and id`() throws {
        var client = try Client(seed: #"{"project":{"key":"SCRSKY","name":"ScraperSky"}}"#)
        let project = client.get("project/SCRSKY")
        #expect(project["name"] == "ScraperSky")
        #expect(client.get("project/\(project["id"]?.text ?? "")")["key"] == "SCRSKY")
        #expect(client.get("project/NOPE").status == 404)
        let page = client.get("project/search?maxResults=1")
        #expect(page["total"] == 2)
        #expect(page["isLast"] == false)
        #expect(client.get("project/search?keys=CCS")["values"]?.elements?.map { $0["key"] } == ["CCS"])
        #expect(client.get("project").body.elements?.count == 2)
        let statuses = client.get("project/CCS/statuses").body.elements?.first?["statuses"]
        #expect(statuses?.elements?.map { $0["name"] } == ["To Do", "In Progress", "Done"])
    }

    @Test func `describes the create screen`() throws {
        var client = try Client()
        let types = client.get("issue/createmeta/CCS/issuetypes")
        #expect(types["issueTypes"]?.elements?.first?["id"] == "10001")
        let fields = client.get("issue/createmeta/CCS/issuetypes/10001")["fields"]?.elements ?? []
        let required = fields.filter { $0["required"] == true && $0["hasDefaultValue"] == false }
        #expect(required.map { $0["fieldId"] } == ["summary", "issuetype", "project"])
        let priority = fields.first { $0["fieldId"] == "priority" }
        #expect(priority?["allowedValues"]?.elements?.count == 5)
        #expect(!fields.contains { $0["fieldId"] == "resolution" || $0["fieldId"] == "status" })
        #expect(client.get("issue/createmeta/CCS/issuetypes?maxResults=201").status == 400)
        #expect(client.get("issue/createmeta/NOPE/issuetypes").status == 404)
        #expect(client.get("issue/createmeta/CCS/issuetypes/1").status == 404)
    }

    @Test func `describes fields by their sorts, and whose they are`() throws {
        let fields = ["text", "number", "option", "multiselect", "labels", "date", "user"].enumerated().map {
            #"{"id":"customfield_\#($0)","name":"Same","type":"\#($1)","scope":"\#($0 == 0 ? "NEW" : "CCS")"}"#
        }
        var client = try Client(
            seed: #"{"projects":[{"key":"NEW"}],"customFields":[\#(fields.joined(separator: ","))]}"#
        )
        let found = client.get("field").body.elements?.filter { $0["name"] == "Same" } ?? []
        #expect(
            found.map { $0["schema"]?["type"] } == [
                "string", "number", "option", "array", "array", "date", "user",
            ]
        )
        #expect(found.map { $0["schema"]?["items"] }[3...4] == ["option", "string"])
        #expect(found[0]["scope"]?["project"]?["id"] == client.get("project/NEW")["id"])
        let screen = client.get("issue/createmeta/CCS/issuetypes/10001")["fields"]?.elements ?? []
        #expect(screen.filter { $0["name"] == "Same" }.count == 6)
    }

    @Test(.enabled(if: OpenAPIDocument.shared != nil, "the document is not there"))
    func `notices an answer that is not as Atlassian describes it`() throws {
        let document = try #require(OpenAPIDocument.shared)
        let path = "/rest/api/3/issue/CCS-1"
        #expect(
            document.problem(method: "GET", path: path, status: 200, body: ["id": 1]) == "body.id: no string"
        )
        #expect(document.problem(method: "GET", path: path, status: 200, body: ["odd": 1]) != nil)
        #expect(document.problem(method: "GET", path: path, status: 201, body: [:]) != nil)
        #expect(document.problem(method: "GET", path: path, status: 404, body: ["errorMessages": []]) == nil)
    }
}
