import Testing

@testable import JiraSandbox

@Suite struct AccessTests {
    @Test(arguments: [nil, "Basic bm9uZTpub25l", "Bearer wrong", "Basic", "Digest x"] as [String?])
    func `refuses callers it does not know, but tells everyone what it is`(authorization: String?) throws {
        var client = try Client()
        client.authorization = authorization
        for path in ["myself", "project/CCS", "issue/CCS-1", "search/jql?jql=project=CCS"] {
            let refused = client.get(path)
            #expect(refused.status == 401)
            #expect(refused.header("X-Seraph-LoginReason") == "AUTHENTICATED_FAILED")
        }
        #expect(client.get("serverInfo")["deploymentType"] == "Cloud")
    }

    @Test func `knows a token and a personal access token`() throws {
        var client = try Client()
        #expect(client.get("myself").header("X-AAccountId") == Account.id)
        #expect(client.get("myself").header("X-Seraph-LoginReason") == "OK")
        client.authorization = "Bearer sandbox-pat"
        #expect(client.get("myself").status == 200)
    }

    @Test func `answers an expired token with nothing, when told so`() throws {
        var client = try Client(seed: #"{"issues":[{"key":"CCS-1"}]}"#) {
            $0.anonymousOnBadCredentials = true
        }
        client.authorization = "Basic bm9uZTpub25l"
        let search = client.post("search/jql", ["jql": "project = CCS"])
        #expect(search.status == 200)
        #expect(search.body == ["issues": [], "isLast": true])
        #expect(search.header("X-Seraph-LoginReason") == "AUTHENTICATED_FAILED")
        #expect(search.header("X-AAccountId") == nil)
        #expect(client.post("issue/bulkfetch", ["issueIdsOrKeys": ["CCS-1"]])["issues"] == [])
        #expect(client.post("search/approximate-count", ["jql": "project = CCS"])["count"] == 0)
        #expect(client.get("issue/CCS-1").status == 404)
        #expect(client.get("myself").status == 401)
        #expect(client.post("issue", [:]).status == 401)
    }

    @Test func `plays the expired token for one request, and hides issues for another`() throws {
        var client = try Client(seed: #"{"issues":[{"key":"CCS-1"},{"key":"CCS-2"}]}"#)
        client.site.faults.add(SandboxFault(.anonymous, path: "*/search/jql"))
        client.site.faults.add(SandboxFault(.omitIssues(["CCS-1"]), path: "*bulkfetch"))
        #expect(client.keys("project = CCS ORDER BY key") == [])
        #expect(client.keys("project = CCS ORDER BY key") == ["CCS-1", "CCS-2"])
        let both: JSONValue = ["issueIdsOrKeys": ["CCS-1", "CCS-2"]]
        #expect(client.post("issue/bulkfetch", both)["issues"]?.elements?.map { $0["key"] } == ["CCS-2"])
        #expect(client.post("issue/bulkfetch", both)["issues"]?.elements?.count == 2)
    }

    @Test func `refuses writes that look like a browser's`() throws {
        var client = try Client()
        client.agent = "Mozilla/5.0 (X11)"
        let refused = client.post("issue", ["fields": Client.fields("x")])
        #expect(refused.status == 403)
        #expect(refused.header("Content-Type") == "text/html;charset=UTF-8")
        #expect(client.get("myself").status == 200)
    }

    @Test func `heeds permissions that are missing`() throws {
        var client = try Client(seed: #"{"issues":[{"key":"CCS-1"}]}"#) {
            $0.deniedPermissions = ["TRANSITION_ISSUES", "CREATE_ISSUES", "EDIT_ISSUES", "ADD_COMMENTS"]
        }
        #expect(client.get("issue/CCS-1/transitions")["transitions"] == [])
        #expect(client.post("issue", ["fields": Client.fields("x")]).status == 400)
        #expect(client.put("issue/CCS-1", ["fields": ["summary": "y"]]).status == 400)
        #expect(client.post("issue/CCS-1/comment", ["body": paragraph("x")]).status == 400)
        let mine = client.get("mypermissions?projectKey=CCS&permissions=BROWSE_PROJECTS,CREATE_ISSUES")[
            "permissions"
        ]
        #expect(mine?["BROWSE_PROJECTS"]?["havePermission"] == true)
        #expect(mine?["CREATE_ISSUES"]?["havePermission"] == false)
        #expect(client.get("mypermissions").status == 400)
        #expect(client.get("mypermissions?permissions=NOPE").status == 400)
        var blind = try Client(seed: #"{"issues":[{"key":"CCS-1"}]}"#) {
            $0.deniedPermissions = ["BROWSE_PROJECTS"]
        }
        #expect(blind.get("issue/CCS-1").status == 404)
        #expect(blind.get("project/CCS").status == 404)
        #expect(blind.keys("project = CCS") == [])
    }

    @Test func `limits requests to an endpoint and fills up again`() throws {
        var limits = RateLimits()
        limits.post = 3
        var limiter = RateLimiter(limits: limits)
        var moment = SiteTime(milliseconds: 1_000_000)
        for _ in 0..<3 { try limiter.admit(method: "POST", endpoint: "issue", at: moment) }
        #expect(throws: RateLimiter.Refused.self) {
            try limiter.admit(method: "POST", endpoint: "issue", at: moment)
        }
        try limiter.admit(method: "POST", endpoint: "issue/bulk", at: moment)
        moment = moment.advanced(bySeconds: 1)
        try limiter.admit(method: "POST", endpoint: "issue", at: moment)
    }

    @Test func `limits writes to one issue, with the headers of Jira`() throws {
        var client = try Client(seed: #"{"issues":[{"key":"CCS-1"},{"key":"CCS-2"}]}"#) {
            var limits = RateLimits()
            (limits.issueWritesInTwoSeconds, limits.issueWritesInThirtySeconds) = (1000, 20)
            $0.rateLimits = limits
        }
        for _ in 0..<20 { #expect(client.put("issue/CCS-1", ["fields": ["labels": []]]).status == 204) }
        let refused = client.put("issue/CCS-1", ["fields": ["labels": []]])
        #expect(refused.status == 429)
        #expect(refused.header("RateLimit-Reason") == "jira-per-issue-on-write")
        #expect((refused.header("Retry-After").flatMap { Int($0) } ?? 0) > 0)
        #expect(client.put("issue/CCS-2", ["fields": ["labels": []]]).status == 204)
        client.site.clockOffset += 31
        #expect(client.put("issue/CCS-1", ["fields": ["labels": []]]).status == 204)
    }

    @Test func `plays Data Center`() throws {
        var client = try Client(seed: #"{"issues":[{"key":"CCS-1"},{"key":"CCS-2"}]}"#) {
            $0.deployment = .datacenter
        }
        #expect(client.get("serverInfo").status == 404)
        client.base = "/rest/api/2/"
        #expect(client.get("serverInfo")["deploymentType"] == "Server")
        #expect(client.get("myself")["name"] == "dev")
        #expect(client.get("myself").header("X-AUSERNAME") == "dev")
        let page = client.get(
            "search?jql=project%3DCCS%20ORDER%20BY%20key&startAt=1&maxResults=1&fields=summary"
        )
        #expect(page["total"] == 2)
        #expect(page["issues"]?.elements?.map { $0["key"] } == ["CCS-2"])
        #expect(client.post("search/jql", ["jql": "project = CCS"]).status == 404)
        let types = client.get("issue/createmeta/CCS/issuetypes")
        #expect(types["isLast"] == true)
        #expect(types["values"]?.elements?.count == 5)
    }

    @Test func `says what it does not have`() throws {
        var client = try Client()
        #expect(client.get("nothing/here").status == 404)
        #expect(client.get("/elsewhere").status == 404)
        #expect(client.delete("myself").status == 405)
        #expect(client.send("POST", "issue").status == 415)
    }

    @Test(
        arguments: [
            ("{", "The seed is no JSON"), (#"{"issues":[{"key":"X-1"}]}"#, "The issue 'X-1'"),
            (#"{"projects":[{"name":"x"}]}"#, "A project of the seed has no key."),
            (#"{"projects":[{"key":"X","workflow":"odd"}]}"#, "There is no workflow 'odd'"),
            (#"{"customFields":[{"id":"x"}]}"#, "A custom field needs"),
        ])
    func `says what is wrong with a seed`(seed: String, reason: String) {
        let error = #expect(throws: SandboxError.self) { _ = try Client(seed: seed) }
        #expect(error?.description.hasPrefix(reason) == true)
    }
}
