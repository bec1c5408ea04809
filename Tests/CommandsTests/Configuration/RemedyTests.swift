import Testing
import Workflow

@testable import Commands

/// The ways out that name options and variables.
@Suite struct RemedyTests {
    private func hint(_ remedy: Problem.Remedy) throws -> String {
        let problem = Problem(.failure, "It failed", hints: ["First"], remedy: remedy).advised
        #expect(problem.remedy == nil && problem.hints.count == 2 && problem.hints.first == "First")
        return try #require(problem.hints.last)
    }

    @Test(arguments: [
        (false, "shop.atlassian.net", "https://shop.atlassian.net/_edge/tenant_info"),
        (false, "api.atlassian.com", "read:jira-work, write:jira-work and read:jira-user"),
        (false, "jira.example.com", "mistyped, expired or scoped"),
        (nil, "", "mistyped, expired or scoped"),
        (true, "shop.atlassian.net", "give JIRA_EMAIL and JIRA_API_TOKEN in place of JIRA_PAT"),
        (true, "jira.example.com", "Check JIRA_PAT"),
    ])
    func `what to do about a refused login depends on its sort and address`(
        _ isPersonalToken: Bool?,
        _ host: String,
        _ words: String
    ) throws {
        let hint = try hint(.jiraLogin(isPersonalToken: isPersonalToken, host: host))
        #expect(hint.contains(words), "\(hint)")
    }

    @Test func `a problem without a way out of the edge's stays as it is`() {
        let problem = Problem(.failure, "It failed", hint: "First")
        #expect(problem.advised == problem)
    }

    @Test func `what stands before Jira is told by its settings`() throws {
        #expect(try hint(.movedJira).hasPrefix("If Jira has moved, write its new address into jira.url"))
        #expect(try hint(.proxyPassword).contains("HTTPS_PROXY"))
        #expect(try hint(.certificateFile).hasPrefix("SSL_CERT_FILE must name a file"))
    }
}
