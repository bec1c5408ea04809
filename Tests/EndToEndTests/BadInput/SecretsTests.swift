import Foundation
import JiraSandbox
import TestSupport
import Testing

/// Tokens and passwords, given in every way there is, never come out again.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct SecretsTests {
    /// A way to hand secrets to the program.
    struct Way: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// The variables it sets or takes away.
        var variables: @Sendable (Secrets, RealSystem) throws -> [String: String?]
        /// Whether the configuration names a program that prints them.
        var usesCommand = false
    }

    @Test(arguments: ways)
    func `no secret comes out`(way: Way) async throws {
        let secrets = Secrets()
        var sandbox = SandboxConfiguration()
        sandbox.token = secrets.token
        sandbox.personalAccessToken = secrets.accessToken
        try await RealSystem.open(.sample, sandbox: sandbox) { shop in
            var shop = shop
            let vault = try TemporaryDirectory(named: "aj-vault")
            try secrets.fill(vault.path, for: shop.database)
            shop.variables["DATABASE_URL"] = nil
            shop.variables["JIRA_API_TOKEN"] = nil
            shop.variables["VAULT"] = vault.path
            for (name, value) in try way.variables(secrets, shop) { shop.variables[name] = value }
            if way.usesCommand {
                let text = try shop.read("repository/audit-jira.yaml")
                let command = "credentials:\n  command: [\(vault.path)/command, extra]\n"
                try shop.write(text + command, to: "repository/audit-jira.yaml")
                try await shop.git("commit", "--quiet", "--all", "--message", "Ask a program")
            }
            let printed = try await run(everythingIn: shop)
            let kept = try await contents(of: shop)
            let called = (try? vault.read("called")) ?? ""
            if way.usesCommand {
                #expect(called.contains("JIRA_API_TOKEN") && called.contains("DATABASE_URL"))
            }
            for (place, text) in [("output", printed), ("files", kept), ("arguments", called)] {
                #expect(!text.isEmpty || place == "arguments")
                for form in secrets.forms where text.contains(form) {
                    Issue.record("\(way.testDescription): \(form) stands in the \(place)")
                }
            }
        }
    }

    /// Runs what succeeds and what fails, with as much said as can be, and returns all that was printed.
    private func run(everythingIn shop: RealSystem) async throws -> String {
        var printed = ""
        let loud = ["--verbose", "--log-format", "json"]
        let snapshot = "\(shop.folder)/snapshot"
        for (arguments, status) in [
            (["plan", "--out", "\(shop.folder)/plan.json", "--verbose"], Int32(0)),
            (["snapshot", "--out", snapshot], 0),
            (["sync"] + loud, 0), (["plan", "--detailed-exitcode"] + loud, 0), (["status"], 0), (["log"], 0),
            (["apply", "\(shop.folder)/plan.json"] + loud, 3),
        ] {
            let result = try await TestSupport.run(
                Program.path,
                arguments,
                environment: shop.variables,
                in: shop.repository
            )
            result.expecting(status)
            printed += result.printed
        }
        let failures: [(SandboxFault.Kind?, [String: String?])] = [
            (.status(401), [:]), (.status(403, html: true), [:]), (.anonymous, [:]),
            (nil, ["PGCONNECT_TIMEOUT": "x"]),
            (nil, ["PGSSLMODE": "nonsense"]),
        ]
        for (fault, variables) in failures {
            if let fault { shop.jira.addFault(fault, path: "/rest/*", times: nil) }
            printed += try await shop.audit("plan", "--verbose", with: variables).printed
            shop.jira.clearFaults()
        }
        try shop.database.execute("ALTER TABLE file_audit RENAME TO gone")
        printed += try await shop.audit("plan", "--verbose").expecting(1).printed
        return printed
    }

    /// Everything in the system's folder, git's objects unpacked.
    private func contents(of shop: RealSystem) async throws -> String {
        let objects = try await shop.git("cat-file", "--batch-all-objects", "--batch", "--buffer")
        var all = objects
        let files = FileManager.default.enumerator(atPath: shop.folder)
        while let name = files?.nextObject() as? String {
            guard let data = FileManager.default.contents(atPath: shop.folder + "/" + name) else { continue }
            all += String(decoding: data, as: UTF8.self)
        }
        return all
    }
}
