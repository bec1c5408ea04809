import Foundation
import JiraSandbox
import TestSupport
import Testing

/// Tokens that expire: said before, and said again when Jira refuses them.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct TokenTests {
    private static let row = SampleRow("1", path: "a.py", hasDebt: true, debt: "Slow.")

    private func seed(in days: Double) -> (SystemSeed, day: String) {
        let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        let day = Date(timeIntervalSinceNow: days * 86_400).formatted(style)
        let text = "version: 1\njira: {project: CCS, token_expires: \(day)}\n"
        return (SystemSeed.rows([Self.row]).configured(text), day)
    }

    @Test func `every run warns in time`() async throws {
        let (seed, day) = seed(in: 9.5)
        try await RealSystem.open(seed) { shop in
            for verb in ["plan", "status", "sync"] {
                try await shop.audit(verb).expecting(0).saying("The Jira token expires on \(day), in")
            }
            let found = try await shop.doctor(expecting: 0).faulty
            #expect(found == ["warning jira.token"])
        }
    }

    @Test func `a refused token says that it expired`() async throws {
        let (seed, day) = seed(in: -3)
        try await RealSystem.open(seed) { shop in
            let result = try await shop.audit("plan", with: ["JIRA_API_TOKEN": "0ld-tok3n"]).expecting(7)
            result.saying("does not accept the credentials", "The token expired on \(day)")
            #expect(!result.printed.contains("0ld-tok3n"))
        }
        let (far, _) = self.seed(in: 300)
        try await RealSystem.open(far) { shop in
            let result = try await shop.audit("plan", with: ["JIRA_API_TOKEN": "wr0ng"]).expecting(7)
            #expect(!result.stderr.contains("expires on") && !result.stderr.contains("expired on"))
        }
    }

    @Test func `a Data Center tells when its tokens expire`() async throws {
        var sandbox = SandboxConfiguration()
        sandbox.deployment = .datacenter
        let soon = Date(timeIntervalSinceNow: 5.5 * 86_400).ISO8601Format().replacing("Z", with: ".000+0000")
        let seed = #"{"tokens": [{"name": "ci"}, {"name": "nightly", "expires": "\#(soon)"}]}"#
        try await RealSystem.open(.rows([Self.row], jira: seed), sandbox: sandbox) { shop in
            let pat =
                ["JIRA_EMAIL": nil, "JIRA_API_TOKEN": nil, "JIRA_PAT": "sandbox-pat"] as [String: String?]
            let checks = try await shop.doctor(expecting: 0, with: pat)
            let token = checks.first { $0.check == "jira.token" }
            #expect(token?.status == "warning")
            #expect(token?.message.hasPrefix("nightly: The Jira token expires on") == true)
            let basic = try await shop.doctor(expecting: 0).first { $0.check == "jira.token" }
            #expect(basic?.status == "ok")
        }
    }
}
