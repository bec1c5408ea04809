import Curl
import JSON
import JiraSandbox
import Testing

@testable import JiraTestSupport

@Suite struct OpenAPITests {
    @Test(.enabled(if: OpenAPI.cloud != nil)) func `requests that Jira does not know are told`() async throws
    {
        let sandbox = try await JiraSandbox.start()
        let client = try #require(HTTPClient(HTTPClientConfiguration(userAgent: "audit-jira-tests")))
        for (path, body) in [
            ("/issue/bulkfetch", #"{"issues":["1"]}"#),
            ("/issue/bulkfetch?page=2", #"{"issueIdsOrKeys":["1"]}"#),
            ("/issue/bulkfetch", #"{"issueIdsOrKeys":"1"}"#), ("/issue/all", "{}"),
        ] {
            let url = sandbox.url + "/rest/api/3" + path
            _ = try await client.send(HTTPRequest(.post, url, body: Array(body.utf8)))
        }
        let faults = try OpenAPI.cloud?.faults(in: sandbox.requests)
        await sandbox.stop()
        #expect(
            faults == [
                "POST /rest/api/3/issue/bulkfetch: body lacks issueIdsOrKeys",
                "POST /rest/api/3/issue/bulkfetch: body knows no issues",
                "POST /rest/api/3/issue/bulkfetch: knows no parameter page",
                "POST /rest/api/3/issue/bulkfetch: body.issueIdsOrKeys is not array",
                "POST /rest/api/3/issue/all is no operation of the API",
            ]
        )
    }

    @Test(.enabled(if: DocumentSchema.shared != nil)) func `documents that are none are told`() throws {
        let schema = try #require(DocumentSchema.shared)
        func fault(_ content: String) throws -> String? {
            schema.fault(in: try JSON(parsing: #"{"type":"doc","version":1,"content":["# + content + "]}"))
        }
        #expect(try fault(#"{"type":"paragraph","content":[{"type":"text","text":"Fine"}]}"#) == nil)
        #expect(try fault(#"{"type":"rule"},{"type":"heading","attrs":{"level":2},"content":[]}"#) == nil)
        for broken in [
            #"{"type":"paragraph","content":[{"type":"text","text":""}]}"#,
            #"{"type":"paragraph","content":[{"type":"text","text":"x","size":7}]}"#,
            #"{"type":"heading","attrs":{"level":7},"content":[]}"#, #"{"type":"text","text":"loose"}"#,
            #"{"type":"bulletList","content":[{"type":"paragraph"}]}"#, #"{"type":"scroll"}"#, "7",
            #"{"type":"codeBlock","content":[{"type":"text","text":"x","marks":[{"type":"strong"}]}]}"#,
        ] {
            #expect(try fault(broken) != nil, "\(broken)")
        }
    }
}
