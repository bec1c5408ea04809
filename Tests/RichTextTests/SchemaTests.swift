import Foundation
import JSON
import RichText
import Testing

struct SchemaTests {
    private static let schema = "/reference/reference/jira/adf/adf-full.json"
    private static let debts = "/reference/data/scrapersky/file_audit.csv"

    @Test func `every document keeps the rules of the schema`() {
        var generator = MarkdownGenerator(seed: 21)
        for _ in 0..<2000 {
            let markdown = generator.document()
            let violations = SchemaRules.violations(in: ADF.document(markdown: markdown))
            #expect(violations == [], "\(markdown)")
        }
    }
}
