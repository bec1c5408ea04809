import Foundation
import JiraSandbox
import TestSupport
import Testing

/// `ticket` with both sides themselves.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct TicketTests {
    @Test func `a row with its ticket, in few calls that change nothing`() async throws {
        try await RealSystem.open { shop in
            try await shop.audit("sync").expecting(0)
            let (key, issues) = (try shop.ticket(of: "1001"), shop.jira.issues)
            shop.jira.forgetRequests()
            for name in ["1001", "shop/models/order.py", key] {
                let result = try await shop.audit("ticket", name).expecting(0)
                result.printing(
                    "row 1001  shop/models/order.py",
                    "\(shop.jira.url)/browse/\(key)",
                    "nothing to do"
                )
            }
            #expect(shop.jira.requests.count <= 3 * 4)
            #expect(shop.jira.issues == issues)
            #expect(try await shop.git("status", "--porcelain") == "")
        }
    }

    @Test func `the address is the browser's, not the API's, and the browser gets no credentials`()
        async throws
    {
        try await RealSystem.open { shop in
            try await shop.audit("sync").expecting(0)
            let key = try shop.ticket(of: "1001")
            let script =
                "#!/bin/sh\nprintf '%s\\n' \"$1\" >'\(shop.folder)/opened'\nenv >>'\(shop.folder)/opened'\n"
            try shop.write(script, to: "browser")
            chmod(shop.folder + "/browser", 0o755)
            var text = try shop.read("repository/audit-jira.yaml")
            text = text.replacing("jira:\n", with: "jira:\n  api_url: \(shop.jira.url)\n")
            try shop.write(text, to: "repository/audit-jira.yaml")
            let variables = ["BROWSER": shop.folder + "/browser", "JIRA_URL": "https://browse.example"]
            try await shop.audit("ticket", "1001", "--web", with: variables).expecting(0)
            let opened = try shop.read("opened")
            #expect(opened.hasPrefix("https://browse.example/browse/\(key)\n"))
            #expect(!opened.contains("sandbox-token") && !opened.contains("DATABASE_URL"))
        }
    }
}
