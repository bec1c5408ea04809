import Foundation
import JiraSandbox
import TestSupport
import Testing

/// Texts of people in an issue beside the tool's own part.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct PeoplesTextTests {
    @Test func `a rewritten debt updates its issue, and leaves people's text and labels alone`() async throws
    {
        try await RealSystem.open { shop in
            try await shop.settle()
            let key = try shop.ticket(of: "3003")
            try addText(around: key, in: shop)
            let labels = try #require(shop.jira.issue(key)).labels + ["people"]
            try shop.jira.edit(
                key,
                fields: "{\"labels\": [\(labels.map { "\"\($0)\"" }.joined(separator: ","))]}"
            )
            try await shop.expectEmptyPlan()

            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = 'Has *no tests*.' WHERE file_number = '3003'"
            )
            let plan = try await shop.plan()
            #expect(plan.counts == ["update": 1])
            #expect(plan.actions.first?.changes.map(\.field) == ["description"])
            try await shop.apply().expecting(0)

            let issue = try #require(shop.jira.issue(key))
            #expect(issue.plainDescription.contains("Has no tests."))
            #expect(!issue.plainDescription.contains("Builds SQL"))
            #expect(issue.plainDescription.contains("Written above by Ann"))
            #expect(issue.plainDescription.contains("Written below by Ann"))
            #expect(issue.labels.contains("people"))
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a label that the tool set is put back, and one that it no longer wants is taken away`()
        async throws
    {
        try await RealSystem.open { shop in
            try await shop.settle()
            let key = try shop.ticket(of: "1001")
            try shop.jira.edit(key, fields: #"{"labels": ["audit-jira", "technical-debt", "mine"]}"#)
            try shop.database.execute("UPDATE file_audit SET layer_number = 9 WHERE file_number = '1001'")
            _ = try await shop.plan()
            try await shop.apply().expecting(0)
            #expect(
                try #require(shop.jira.issue(key)).labels == [
                    "audit-jira", "layer-9", "mine", "technical-debt",
                ]
            )
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `a summary that people changed is kept, and one changed on both sides is a conflict`()
        async throws
    {
        try await RealSystem.open(.sample.configured(Self.summaryFromText)) { shop in
            try await shop.settle()
            let key = try shop.ticket(of: "1001")
            try shop.jira.edit(key, fields: #"{"summary": "Cents drift"}"#)
            try await shop.settle()
            #expect(try #require(shop.jira.issue(key)).summary == "Cents drift")

            try shop.jira.edit(key, fields: #"{"summary": "Cents drift away"}"#)
            try shop.database.execute(
                "UPDATE file_audit SET layer_name = 'Shapes' WHERE file_number = '1001'"
            )
            let plan = try await shop.plan()
            #expect(plan.conflicts.map(\.row) == ["1001"])
            #expect(plan.conflicts.first?.field == "summary")
            #expect(plan.conflicts.first?.hint.isEmpty == false)
            try await shop.audit("plan", "--detailed-exitcode").expecting(4)
            try await shop.apply().expecting(4)
            #expect(try #require(shop.jira.issue(key)).summary == "Cents drift away")
            try await shop.audit("sync").expecting(4)

            try shop.jira.edit(key, fields: #"{"summary": "Shapes: shop/models/order.py"}"#)
            try await shop.settle()
        }
    }

    private static let summaryFromText = """
        version: 1
        jira: {project: CCS}
        mapping: {summary: "{{layer_name}}: {{file_path}}"}

        """

    /// Puts a paragraph above and one below what is in an issue's description.
    private func addText(around key: String, in shop: RealSystem) throws {
        let text = try #require(shop.jira.issue(key)?.description)
        var document = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let content = try #require(document["content"] as? [Any])
        document["content"] =
            [paragraph("Written above by Ann")] + content + [paragraph("Written below by Ann")]
        let fields = try JSONSerialization.data(withJSONObject: ["description": document])
        try shop.jira.edit(key, fields: String(decoding: fields, as: UTF8.self))
    }

    private func paragraph(_ text: String) -> [String: Any] {
        ["type": "paragraph", "content": [["type": "text", "text": text]]]
    }
}
