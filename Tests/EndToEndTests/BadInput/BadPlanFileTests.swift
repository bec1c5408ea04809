import Foundation
import JiraSandbox
import TestSupport
import Testing

/// Plans that must not be applied: the exit code, what is named, and that nothing is done.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct BadPlanFileTests {
    @Test func `a plan of a later format names both formats`() async throws {
        try await RealSystem.open { shop in
            try await refuses(shop, saying: "format 2", "format 1") {
                $0.replacing("\"format\": 1", with: "\"format\": 2")
            }
        }
    }

    @Test func `a plan in which a byte was changed is refused`() async throws {
        try await RealSystem.open { shop in
            try await refuses(shop, saying: "changed", "Plan again") { $0.replacing("floats", with: "boats") }
            try await refuses(shop, saying: "changed") {
                $0.replacing("\"row\": \"1001\"", with: "\"row\": \"1002\"")
            }
            try await refuses(shop, saying: "changed") {
                $0.replacing("\"digest\": \"sha256:", with: "\"digest\": \"md5:")
            }
        }
    }

    @Test func `what is no plan is refused`() async throws {
        try await RealSystem.open { shop in
            try await refuses(shop, saying: "plan.json", "not a plan") { _ in "" }
            try await refuses(shop, saying: "plan.json", "not a plan") { _ in "{}" }
            try await refuses(shop, saying: "plan.json", "not a plan") { $0.dropLast(40).description }
            try await shop.audit("apply", "nowhere.json").expecting(1).saying("nowhere.json")
            try await shop.audit("show", "nowhere.json").expecting(1).saying("nowhere.json")
        }
    }

    @Test func `white space does not matter`() async throws {
        try await RealSystem.open { shop in
            _ = try await shop.plan()
            let json = try JSONSerialization.jsonObject(with: Data(shop.read("plan.json").utf8))
            let compact = try JSONSerialization.data(withJSONObject: json, options: .withoutEscapingSlashes)
            try shop.write(String(decoding: compact, as: UTF8.self), to: "plan.json")
            try await shop.apply().expecting(0)
        }
    }

    @Test func `a plan of another repository is refused`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = 'New.' WHERE file_number = '1001'"
            )
            _ = try await shop.plan()
            let state = try shop.read("repository/state/state.json")
            let lineage = try #require(state.firstMatch(of: /"lineage": ?"([0-9a-f-]+)"/)?.1)
            let other = state.replacing(lineage, with: "00000000-0000-4000-8000-000000000000")
            try shop.write(other, to: "repository/state/state.json")
            try await shop.git("commit", "--quiet", "--all", "--message", "Another lineage")
            try await shop.apply().expecting(1).saying(String(lineage), "Plan again")
        }
    }

    @Test func `a plan of another project or table is refused`() async throws {
        try await RealSystem.open { shop in
            _ = try await shop.plan()
            let before = try shop.read("repository/audit-jira.yaml")
            try shop.write(before.replacing("CCS", with: "OVEN"), to: "repository/audit-jira.yaml")
            let project = try await shop.apply()
            #expect(project.status == 1, "\(project)")
            #expect(shop.jira.issues.count == 3)
            try shop.write(before, to: "repository/audit-jira.yaml")

            let other = try ThrowawayPostgres.shared.database(named: "e2e_other")
            try other.makeSampleTable()
            var elsewhere = shop
            elsewhere.variables["DATABASE_URL"] = other.url
            try await elsewhere.apply().expecting(1).saying(other.name, shop.database.name)
            #expect(shop.jira.issues.count == 3)
            try await shop.apply().expecting(0)
            try await elsewhere.audit("plan").expecting(1).saying(other.name, shop.database.name, "hint:")
        }
    }

    @Test func `a plan of another configuration is refused`() async throws {
        try await RealSystem.open { shop in
            _ = try await shop.plan()
            let before = try shop.read("repository/audit-jira.yaml")
            try shop.write(before.replacing("technical-debt", with: "debt"), to: "repository/audit-jira.yaml")
            try await shop.apply().expecting(1).saying("configuration", "Plan again")
            try shop.write("# A remark.\n" + before, to: "repository/audit-jira.yaml")
            try await shop.apply().expecting(0)
        }
    }

    /// Makes a plan, spoils the file, and checks that an apply refuses it.
    private func refuses(
        _ shop: RealSystem,
        saying first: String,
        _ second: String? = nil,
        at place: SourceLocation = #_sourceLocation,
        _ spoil: (String) -> String
    ) async throws {
        _ = try await shop.plan(at: place)
        let before = try shop.read("plan.json")
        let after = spoil(before)
        #expect(after != before, sourceLocation: place)
        try shop.write(after, to: "plan.json")
        let result = try await shop.apply()
        result.expecting(1, at: place).saying(first, second ?? "hint:", at: place)
        #expect(shop.jira.issues.count == 3, sourceLocation: place)
    }
}
