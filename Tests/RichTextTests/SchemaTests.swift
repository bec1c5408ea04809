import JSON
import RichText
import Testing

struct SchemaTests {
    @Test func `every document keeps the rules of the schema`() {
        var generator = MarkdownGenerator(seed: 21)
        for _ in 0..<1000 {
            let markdown = generator.document()
            #expect(SchemaRules.violations(in: ADF.document(markdown: markdown)) == [], "\(markdown)")
        }
    }

    @Test(.enabled(if: AtlassianSchema.isThere))
    func `Atlassian's schema takes every document`() async throws {
        var generator = MarkdownGenerator(seed: 22)
        let documents = (0..<40).flatMap { index in
            let markdown = generator.document()
            return [
                ADF.document(markdown: markdown, limit: index % 3 == 0 ? 1500 : ADF.defaultLimit),
                DescriptionBlock.embed(markdown: markdown, row: "2006", into: nil),
            ]
        }
        #expect(
            try await AtlassianSchema.violations(
                in: documents + AuditedDebts.all.map { ADF.document(markdown: $0.text) }
            ) == ""
        )
    }

    @Test(.enabled(if: AtlassianSchema.isThere))
    func `Atlassian's schema refuses what is wrong`() async throws {
        let empty: JSON = [
            "type": "doc", "version": 1,
            "content": [["type": "paragraph", "content": [["type": "text", "text": ""]]]],
        ]
        #expect(
            try await AtlassianSchema.violations(in: [ADF.document(markdown: "a"), empty]).hasPrefix(
                "document 1"
            )
        )
    }

    @Test(.enabled(if: AuditedDebts.areThere))
    func `no audited debt loses a word`() {
        #expect(AuditedDebts.all.count == 34)
        for debt in AuditedDebts.all {
            let document = ADF.document(markdown: debt.text)
            #expect(SchemaRules.violations(in: document) == [], "row \(debt.row)")
            #expect(
                words(texts(of: document)) == words(AuditedDebts.withoutListNumbers(debt.text)),
                "row \(debt.row)"
            )
        }
    }

    private func texts(of node: JSON) -> String {
        if let text = node["text"]?.string { return text }
        let isBlock = node["type"] != "paragraph" && node["type"] != "heading"
        return (node["content"]?.array ?? []).map(texts).joined(separator: isBlock ? "\n" : "")
    }

    private func words(_ text: String) -> [String] {
        text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
