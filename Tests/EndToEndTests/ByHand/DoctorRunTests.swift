import Foundation
import JiraSandbox
import TestSupport
import Testing

/// `doctor` in a set-up that is in order, and in as many broken ones.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct DoctorRunTests {
    @Test func `a set-up in order has no problem, and looking changes nothing`() async throws {
        try await RealSystem.open { shop in
            for _ in 1...2 {
                let head = try await shop.git("rev-parse", "HEAD")
                shop.jira.forgetRequests()
                let checks = try await shop.doctor(expecting: 0)
                #expect(checks.faulty == [])
                let reads = ["/search/jql", "/issue/bulkfetch"]
                #expect(
                    shop.jira.requests.allSatisfy { request in
                        request.method == "GET" || reads.contains { request.path.hasSuffix($0) }
                    }
                )
                #expect(shop.jira.requests.count <= 13)
                #expect(try await shop.git("rev-parse", "HEAD") == head)
                #expect(try await shop.git("status", "--porcelain") == "")
                try await shop.audit("sync").expecting(0)
            }
            let text = try await shop.audit("doctor").expecting(0).stdout
            #expect(text.contains("ok       database.key"))
            #expect(text.hasSuffix("Everything is in order.\n"))
        }
    }

    @Test(arguments: BrokenSetup.all)
    func `a broken set-up names its check`(broken: BrokenSetup) async throws {
        try await RealSystem.open(broken.seed, sandbox: broken.sandbox) { shop in
            let variables = try await broken.damage(shop)
            let checks = try await shop.doctor(expecting: broken.exitCode, with: variables)
            let found = checks.filter { ["warning", "problem"].contains($0.status) }
            #expect(found.map(\.check) == [broken.check])
            #expect(found.map(\.status) == [broken.status])
            for word in broken.words {
                let said = found.map { "\($0.message) \($0.hint ?? "")" }.joined()
                #expect(said.contains(word), "misses '\(word)' in \(said)")
            }
        }
    }

    @Test func `a remote that is gone, and a lock on it, are named`() async throws {
        try await RealSystemWithRemote.open([SampleRow("1", path: "a.py", hasDebt: true, debt: "Slow.")]) {
            system in
            #expect(try await system.shop.doctor(expecting: 0).faulty.isEmpty)
            try await system.leave(until: "2099-01-01T00:00:00Z")
            let locked = try await system.shop.doctor(expecting: 0)
            #expect(locked.faulty == ["warning state.lock"])
            #expect(locked.first { $0.check == "state.lock" }?.message.contains("Pastry") == true)
            try FileManager.default.removeItem(atPath: system.remote)
            let gone = try await system.shop.doctor(expecting: 1)
            #expect(gone.faulty == ["problem git.remote", "skipped state.lock"])
        }
    }

    @Test func `what cannot be looked at says why`() async throws {
        try await RealSystem.open { shop in
            let checks = try await shop.doctor(expecting: 7, with: ["JIRA_API_TOKEN": "wrong-tok3n"])
            let skipped = checks.filter { $0.status == "skipped" && $0.check != "jira.clock" }
            #expect(skipped.allSatisfy { $0.message == "nobody is logged in" })
            #expect(skipped.map(\.check).contains("jira.permissions"))
            let text = try await shop.audit("doctor", with: ["JIRA_API_TOKEN": "wrong-tok3n"]).printed
            #expect(text.contains("jira.permissions  not checked: nobody is logged in"))
            #expect(!text.contains("wrong-tok3n"))
        }
    }
}

/// One line of what `doctor --json` prints.
struct DoctorCheck: Decodable, Hashable, Sendable {
    var check: String
    var status: String
    var message: String
    var hint: String?
}

extension [DoctorCheck] {
    /// The checks that are not in order, each with its status before its name.
    var faulty: [String] { filter { $0.status != "ok" }.map { "\($0.status) \($0.check)" } }
}

extension RealSystem {
    /// Runs `doctor --json` and returns its checks.
    func doctor(
        expecting status: Int32,
        with changes: [String: String?] = [:],
        at place: SourceLocation = #_sourceLocation
    ) async throws -> [DoctorCheck] {
        let result = try await audit("doctor", "--json", with: changes).expecting(status, at: place)
        return try JSONDecoder().decode([DoctorCheck].self, from: Data(result.stdout.utf8))
    }
}
