import Foundation
import JiraSandbox
import TestSupport
import Testing

/// The folder `state` of this repository: what `scripts/demo --write-state` made.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct ExampleStateTests {
    private static let files = ["state.json", "links.yaml"]

    @Test func `it can be read as it is`() async throws {
        try await RealSystem.open { shop in
            for file in Self.files { try shop.write(example(file), to: "repository/state/\(file)") }
            try await shop.git("add", ".")
            try await shop.git("commit", "--quiet", "--message", "Take the example")
            let status = try await shop.audit("status")
            status.expecting(0)
            for line in ["7 links, serial 3", "managed  2 open", "managed  2 resolved", "followed 3 open"] {
                #expect(status.stdout.contains(line), "\(status)")
            }
        }
    }

    @Test func `the demo's steps make the same state, byte for byte but for what is new each time`()
        async throws
    {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.jira.setStatus(shop.ticket(of: "1001"), "Done")
            try shop.jira.setStatus(shop.ticket(of: "1003"), "In Progress")
            try await shop.settle()
            try shop.database.execute(
                """
                UPDATE file_audit SET has_technical_debt = false WHERE file_number = '3001';
                UPDATE file_audit SET technical_debt = 'Builds SQL from strings, and has *no tests*.'
                WHERE file_number = '3003'
                """
            )
            try await shop.settle()
            for file in Self.files {
                let made = try shop.read("repository/state/\(file)")
                #expect(
                    try steady(made) == steady(example(file)),
                    "If this is meant, run: scripts/demo --write-state"
                )
            }
        }
    }

    @Test func `it holds nothing of whoever made it`() throws {
        for file in Self.files {
            let text = try example(file)
            #expect(!text.contains("/home/") && !text.contains("/tmp/") && !text.contains("@"))
            #expect(text.hasSuffix("\n") && !text.contains("\r") && !text.contains(" \n"))
        }
    }

    private func example(_ file: String) throws -> String {
        try String(
            decoding: Data(contentsOf: URL(filePath: Program.checkout + "/state/" + file)),
            as: UTF8.self
        )
    }

    /// Returns a text without what differs from run to run: UUIDs, the sandbox's port, the database's name.
    private func steady(_ text: String) -> String {
        text.replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "UUID")
            .replacing(/127\.0\.0\.1:[0-9]+/, with: "SITE")
            .replacing(/"table": "[a-z0-9_]+\//, with: "\"table\": \"DATABASE/")
    }
}
