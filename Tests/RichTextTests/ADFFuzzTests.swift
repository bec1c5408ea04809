import JSON
import RichText
import TestSupport
import Testing

/// Markdown and documents of any kind: what is written is always valid, what is read never brings the reader down.
@Suite struct ADFFuzzTests {
    @Test func `any Markdown gives a valid document within its limit`() async {
        await FuzzLoop("Markdown to a document", rounds: 1500).run { mutator in
            Self.markdown(&mutator)
        } check: { markdown in
            for limit in [ADF.defaultLimit, 400] {
                let document = ADF.document(markdown: markdown, limit: limit)
                let violations = SchemaRules.violations(in: document)
                guard violations.isEmpty else { return "\(violations)" }
                let size = document.text().utf16.count
                guard size <= limit else { return "\(size) characters, of \(limit)" }
                _ = WikiMarkup.text(markdown: markdown, limit: limit)
            }
            return nil
        }
    }

    @Test func `the tool's part is found again in any document, and what is around it stays`() async {
        let people = ADF.document(markdown: "Before.\n\n- a\n- b\n\n| x | y |\n| - | - |\n| 1 | 2 |")
        let described = DescriptionBlock.embed(markdown: "The **debt**.", row: "2006", into: people)
        await FuzzLoop("documents from Jira", rounds: 1500).run { mutator in
            mutator.below(5) == 0 ? mutator.json(depth: 6) : mutator.spoil(described)
        } check: { document in
            _ = ADF.plainText(document)
            _ = DescriptionBlock.extract(from: document)
            let embedded = DescriptionBlock.embed(markdown: "New *text*.", row: "7", into: document)
            let again = DescriptionBlock.embed(markdown: "New *text*.", row: "7", into: embedded)
            guard again == embedded else { return "putting it in twice gives another document" }
            let found = DescriptionBlock.extract(from: embedded)
            return found == "New text." ? nil : "it reads back as \(found ?? "nothing")"
        }
    }

    private static func markdown(_ mutator: inout Mutator) -> String {
        var generator = MarkdownGenerator(seed: mutator.next())
        let document = generator.document()
        guard mutator.below(3) > 0 else { return document }
        return String(decoding: mutator.spoil(Array(document.utf8)), as: UTF8.self) + mutator.text()
    }
}
