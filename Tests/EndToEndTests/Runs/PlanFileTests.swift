import Foundation
import JiraSandbox
import TestSupport
import Testing

/// The plan as a file: the same bytes from the same inputs, and readable without anything else.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct PlanFileTests {
    @Test(arguments: [false, true])
    func `the same inputs give the same bytes`(hasState: Bool) async throws {
        try await RealSystem.open { shop in
            if hasState { try await makeMixedWork(in: shop) }
            _ = try await shop.plan()
            let first = try shop.read("plan.json")
            _ = try await shop.plan()
            #expect(try shop.read("plan.json") == first)
            #expect(try await shop.audit("plan", "--json").expecting(0).stdout == first)
        }
    }

    @Test(arguments: [false, true])
    func `a snapshot gives the same plan offline`(hasState: Bool) async throws {
        try await RealSystem.open { shop in
            if hasState { try await makeMixedWork(in: shop) }
            _ = try await shop.plan()
            try await shop.audit("snapshot", "--out", "\(shop.folder)/snapshot").expecting(0)
            await shop.jira.stop()
            let result = try await shop.audit(
                "plan",
                "--snapshot",
                "\(shop.folder)/snapshot",
                "--out",
                "\(shop.folder)/offline.json",
                with: shop.nothingSecret
            )
            result.expecting(0)
            #expect(try shop.read("offline.json") == shop.read("plan.json"))
        }
    }

    @Test func `a saved plan is shown without database, Jira and configuration`() async throws {
        try await RealSystem.open { shop in
            let printed = try await shop.audit("plan", "--out", "\(shop.folder)/plan.json").expecting(0)
                .stdout
            let file = "\(shop.folder)/plan.json"
            for (format, expected) in [("text", printed), ("json", try shop.read("plan.json"))] {
                let shown = try await shop.audit(
                    "show",
                    file,
                    "--format",
                    format,
                    in: "/",
                    with: shop.nothingSecret
                )
                shown.expecting(0)
                #expect(shown.stdout == expected)
            }
            let markdown = try await shop.audit("show", file, "--format", "markdown", in: "/")
            markdown.expecting(0)
            #expect(markdown.stdout.contains("shop/models/order.py"))
        }
    }

    @Test func `a plan about one row holds nothing else`() async throws {
        try await RealSystem.open { shop in
            for target in ["1001", "shop/models/order.py"] {
                #expect(try await shop.plan("--target", target).actions.map(\.row) == ["1001"])
            }
            #expect(try await shop.plan("--target", "OVEN-12").counts["follow"] == 1)
            _ = try await shop.plan("--target", "1001")
            try await shop.apply().expecting(0)
            #expect(try await shop.plan().counts == ["create": 3, "follow": 3])
        }
    }

    /// Settles the sample, and then changes something of every kind.
    private func makeMixedWork(in shop: RealSystem) async throws {
        try await shop.settle()
        try shop.jira.setStatus(shop.ticket(of: "1001"), "In Progress")
        try shop.jira.setStatus(shop.ticket(of: "1003"), "Done")
        try shop.database.execute(
            """
            UPDATE file_audit SET has_technical_debt = false WHERE file_number = '3001';
            UPDATE file_audit SET technical_debt = 'No tests.' WHERE file_number = '3003';
            UPDATE file_audit SET has_technical_debt = true, technical_debt = 'Slow.' WHERE file_number = '3002';
            """
        )
    }
}

extension RealSystem {
    /// Takes all ways to the two sides out of the environment.
    var nothingSecret: [String: String?] {
        ["DATABASE_URL": nil, "JIRA_URL": nil, "JIRA_EMAIL": nil, "JIRA_API_TOKEN": nil]
    }
}
