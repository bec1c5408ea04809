import Testing

@testable import JiraSandbox

@Suite struct SearchTests {
    private static let seed = """
        {"projects":[{"key":"A"},{"key":"B"}],"issues":[
          {"key":"A-1","summary":"Raw SQL in places.py","labels":["x"],"status":"To Do","updated":1000000},
          {"key":"A-2","summary":"Hard-coded port","labels":["x","y"],"status":"Done","resolution":"Won't Do","updated":2000000},
          {"key":"A-10","type":"Bug","summary":"Slow query","status":"In Progress","priority":"High","updated":3000000},
          {"key":"B-1","summary":"Elsewhere","description":"see the sql","status":"Done","updated":4000000}]}
        """

    @Test(
        arguments: [
            ("project = A", ["A-1", "A-2", "A-10"]),
            ("project in (a, B) AND status = Done", ["A-2", "B-1"]),
            ("project != A", ["B-1"]),
            ("labels = x", ["A-1", "A-2"]),
            ("labels in (y, z)", ["A-2"]),
            ("labels = x AND labels = y", ["A-2"]),
            ("labels != y", ["A-1"]),
            ("labels is EMPTY", ["A-10", "B-1"]),
            ("labels is not EMPTY AND NOT labels = y", ["A-1"]),
            ("key in (A-10, B-1)", ["A-10", "B-1"]),
            ("issuekey = a-1 OR id = 10003", ["A-1", "B-1"]),
            ("key > A-2", ["A-10", "B-1"]),
            ("updated >= 2000000 AND updated < 4000000", ["A-2", "A-10"]),
            ("updated > '1970-01-01 00:50'", ["B-1"]),
            ("updated >= -1d", []),
            ("created >= startOfDay(-1)", nil),
            ("statusCategory = 'In Progress'", ["A-10"]),
            ("statusCategory = new", ["A-1"]),
            ("resolution = Unresolved", ["A-1", "A-10"]),
            ("resolution = \"Won't Do\"", ["A-2"]),
            ("resolution != Done", ["A-2"]),
            ("resolved is not EMPTY", ["A-2", "B-1"]),
            ("issuetype = Bug AND priority = High", ["A-10"]),
            ("summary ~ sql", ["A-1"]),
            ("text ~ SQL", ["A-1", "B-1"]),
            ("summary ~ 'hard*'", ["A-2"]),
            ("summary = x", nil),
            ("status = Nope", nil),
            ("key = A-99", nil),
            ("updated > yesterday", nil),
            ("status < Done", nil),
            ("project = A AND", nil),
        ] as [(String, [String]?)]
    )
    func `finds what a query asks for`(query: String, expected: [String]?) throws {
        var client = try Client(seed: Self.seed)
        let found = client.post("search/jql", ["jql": .string(query + " ORDER BY id"), "fields": ["key"]])
        #expect(found["issues"]?.elements?.compactMap { $0["key"]?.text } == expected)
        #expect(found.status == (expected == nil ? 400 : 200))
        #expect((found["errorMessages"]?.elements?.count ?? 0) == (expected == nil ? 1 : 0))
    }

    @Test(
        arguments: [
            ("key", ["A-1", "A-2", "A-10", "B-1"]), ("key DESC", ["B-1", "A-10", "A-2", "A-1"]),
            ("updated DESC", ["B-1", "A-10", "A-2", "A-1"]),
            ("priority DESC, key", ["A-10", "A-1", "A-2", "B-1"]),
            ("summary", ["B-1", "A-2", "A-1", "A-10"]), ("project DESC, id", ["B-1", "A-1", "A-2", "A-10"]),
        ] as [(String, [String])]
    )
    func `orders as asked`(order: String, expected: [String]) throws {
        var client = try Client(seed: Self.seed)
        #expect(client.keys("project in (A, B) ORDER BY " + order) == expected)
    }

    @Test func `gives ids alone by default, and refuses what is unbounded`() throws {
        var client = try Client(seed: Self.seed)
        #expect(
            client.post("search/jql", ["jql": "project = B"]).body == [
                "issues": [["id": "10003"]], "isLast": true,
            ]
        )
        #expect(client.post("search/jql", ["jql": "order by key"]).status == 400)
        #expect(
            client.get("search/jql?jql=project%20%3D%20B&fields=summary")["issues"]?.elements?.first?[
                "fields"
            ] == ["summary": "Elsewhere"]
        )
        #expect(client.post("search/approximate-count", ["jql": "project = A"]).body == ["count": 3])
        #expect(client.post("search/approximate-count", ["jql": ""]).status == 400)
        #expect(client.get("search?jql=project=A").status == 410)
        #expect(client.post("search", ["jql": "project=A"]).status == 410)
    }

    @Test func `caps pages of real fields at 100 and of ids at 5000, and walks through all`() throws {
        var client = try Client()
        for number in 0..<250 { _ = client.create("n\(number)", [("labels", ["l"])]) }
        var seen: [String] = []
        var body: JSONValue = ["jql": "labels = l ORDER BY key", "fields": ["summary"], "maxResults": 5000]
        var pages = 0
        while true {
            let page = client.post("search/jql", body)
            seen += (page["issues"]?.elements ?? []).compactMap { $0["key"]?.text }
            pages += 1
            guard let token = page["nextPageToken"] else {
                #expect(page["isLast"] == true)
                break
            }
            #expect(page["isLast"] == false)
            body = [
                "jql": "labels = l ORDER BY key", "fields": ["summary"], "maxResults": 5000,
                "nextPageToken": token,
            ]
        }
        #expect(pages == 3)
        #expect(seen == (1...250).map { "CCS-\($0)" })
        #expect(
            client.post("search/jql", ["jql": "labels = l", "maxResults": 5000])["issues"]?.elements?.count
                == 250
        )
        #expect(client.post("search/jql", ["jql": "labels = l", "nextPageToken": "junk"]).status == 400)
        #expect(
            client.post(
                "search/jql",
                ["jql": "labels = l", "reconcileIssues": .array(Array(repeating: 1, count: 51))]
            ).status == 200
        )
        #expect(
            client.post(
                "search/jql",
                ["jql": "labels = l", "reconcileIssues": .array((0..<51).map { .integer($0) })]
            ).status == 400
        )
    }

    @Test func `sees writes only when the index has settled, but reads them at once`() throws {
        var client = try Client(seed: "{}") { $0.indexLag = .manual }
        let key = client.create("x", [("labels", ["l"])])
        let id = client.site.issue(key).map { JSONValue.integer($0.id) } ?? .null
        #expect(client.keys("labels = l") == [])
        #expect(client.keys("labels = l", reconcile: [id]) == [key])
        #expect(client.get("issue/\(key)").status == 200)
        #expect(
            client.post("issue/bulkfetch", ["issueIdsOrKeys": [.string(key)]])["issues"]?.elements?.count == 1
        )
        #expect(client.post("/sandbox/settle", [:]).status == 204)
        #expect(client.keys("labels = l") == [key])
        _ = client.put("issue/\(key)", ["fields": ["labels": []]])
        #expect(client.keys("labels = l") == [key])
        #expect(client.keys("labels = l", reconcile: [id]) == [])
        _ = client.delete("issue/\(key)")
        #expect(client.keys("project = CCS") == [key])
        client.site.index.settle()
        #expect(client.keys("project = CCS") == [])
    }

    @Test func `lags by the clock`() throws {
        var client = try Client(seed: "{}") { $0.indexLag = .seconds(3600) }
        let key = client.create("x")
        #expect(client.keys("project = CCS") == [])
        client.site.clockOffset += 3601
        #expect(client.keys("project = CCS") == [key])
    }

    @Test func `fetches many by id or key, in the order of ids and without the unknown`() throws {
        var client = try Client(seed: Self.seed)
        let found = client.post(
            "issue/bulkfetch",
            [
                "issueIdsOrKeys": ["B-1", "A-99", "10000", 10_001, "A-1"], "fields": ["summary"],
                "properties": ["p"],
            ]
        )
        #expect(found["issues"]?.elements?.map { $0["key"] } == ["A-1", "A-2", "B-1"])
        #expect(found["issueErrors"] == [])
        let many: JSONValue = .array((0..<101).map { .string("A-\($0)") })
        #expect(client.post("issue/bulkfetch", ["issueIdsOrKeys": many]).status == 400)
        #expect(
            client.post("issue/bulkfetch", ["issueIdsOrKeys": many, "fields": ["summary"]]).status == 200
        )
        #expect(
            client.post("issue/bulkfetch", ["issueIdsOrKeys": many, "fields": ["comment"]]).status == 400
        )
        #expect(
            client.post(
                "issue/bulkfetch",
                ["issueIdsOrKeys": many, "fields": ["summary"], "expand": ["transitions"]]
            ).status == 400
        )
        #expect(
            client.post(
                "issue/bulkfetch",
                ["issueIdsOrKeys": ["A-1"], "properties": ["1", "2", "3", "4", "5", "6"]]
            ).status == 400
        )
    }
}
