import Curl
import JiraAPI
import Testing
import Workflow

@testable import Jira

/// What people read of calls that failed.
@Suite struct JiraProblemTests {
    private func failure(_ status: Int, _ headers: HTTPHeaders) throws -> JiraFailure {
        var headers = headers
        headers["Content-Type"] = "application/json"
        let response = HTTPResponse(status: status, headers: headers, body: Array("{}".utf8))
        var failure: JiraFailure?
        do throws(JiraFailure) {
            _ = try JiraAnswer(response, call: "GET /x")
        } catch {
            failure = error
        }
        return try #require(failure)
    }

    @Test(arguments: ["https://new.example.com/rest/api/3/myself", "/login.jsp", "?secret", ""])
    func `a redirect comes with a way out about the address`(location: String) throws {
        #expect(try failure(302, ["Location": location]).problem.remedy == .movedJira)
    }

    @Test func `who is not let in, wholly or for one thing, has a problem with the credentials`() throws {
        for (status, reason) in [(200, "AUTHENTICATED_FAILED"), (403, "AUTHENTICATION_DENIED"), (401, "OK")] {
            #expect(try failure(status, ["X-Seraph-LoginReason": reason]).problem.kind == .credentials)
        }
    }

    @Test func `a dumped configuration shows no token`() {
        let credentials = JiraCredentials.basic(email: "dev@example.com", token: "s3cret-token!")
        var dumped = ""
        dump(JiraConfiguration(apiURL: "http://x", credentials: credentials, project: "CCS"), to: &dumped)
        #expect(!dumped.contains("s3cret"))
    }
}
