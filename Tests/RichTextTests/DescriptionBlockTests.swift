import JSON
import RichText
import Testing

struct DescriptionBlockTests {
    private let people: JSON = [
        "type": "doc", "version": 1,
        "content": [
            [
                "type": "paragraph", "attrs": ["localId": "1"],
                "content": [["type": "text", "text": "People's words."]],
            ],
            ["type": "panel", "attrs": ["panelType": "info"], "content": [["type": "paragraph"]]],
        ],
    ]

    private func paragraph(_ text: String) -> JSON {
        ["type": "paragraph", "content": [["type": "text", "text": .string(text)]]]
    }

    private func document(_ content: [JSON]) -> JSON {
        ["type": "doc", "version": 1, "content": .array(content)]
    }

    @Test func `makes a description of its own`() {
        let made = DescriptionBlock.embed(markdown: "*debt*", row: "2006", into: nil)
        #expect(SchemaRules.violations(in: made) == [])
        #expect(
            ADF.plainText(made)
                == "audit-jira begin (row 2006): written by audit-jira, edit outside these lines\ndebt\naudit-jira end"
        )
        #expect(made["content"]?[0]?["content"]?[0]?["marks"] == [["type": "em"]])
        #expect(DescriptionBlock.extract(from: made) == "debt")
    }

    @Test func `goes after people's text, and leaves that as it was`() {
        let made = DescriptionBlock.embed(markdown: "debt", row: "2006", into: people)
        #expect(made["content"]?.array?.prefix(2).map(\.self) == people["content"]?.array)
        #expect(made["content"]?.array?.count == 5)
        let twice = DescriptionBlock.embed(markdown: "debt", row: "2006", into: made)
        #expect(twice == made)
    }

    @Test func `replaces its part and nothing around it`() throws {
        let made = try #require(
            DescriptionBlock.embed(markdown: "old\n\n- debt", row: "1", into: people)["content"]?.array
        )
        let edited = document([paragraph("Above.")] + made + [paragraph("Below.")])
        let again = DescriptionBlock.embed(markdown: "new", row: "1", into: edited)
        let content = try #require(again["content"]?.array)
        #expect(content.first == paragraph("Above."))
        #expect(content.last == paragraph("Below."))
        #expect(content.count == 7)
        #expect(DescriptionBlock.extract(from: again) == "new")
    }

    @Test func `finds its part after people's editors went over it`() {
        let rewritten = document([
            paragraph("Above."),
            [
                "type": "paragraph", "attrs": ["localId": "1"],
                "content": [
                    ["type": "text", "text": "Audit‑Jira "],
                    [
                        "type": "text", "text": "begin\u{A0}(row “2006”): written by",
                        "marks": [["type": "strong"]],
                    ],
                ],
            ],
            paragraph("debt"), paragraph(" audit–jira  end "), paragraph("Below."),
        ])
        #expect(DescriptionBlock.extract(from: rewritten) == "debt")
        let again = DescriptionBlock.embed(markdown: "new", row: "2006", into: rewritten)
        #expect(ADF.plainText(again).hasPrefix("Above.\naudit-jira begin (row 2006)"))
        #expect(ADF.plainText(again).hasSuffix("\nnew\naudit-jira end\nBelow."))
    }

    @Test func `is people's as a whole when the closing mark is gone`() throws {
        let spoilt = document([
            paragraph("Above."), paragraph("audit-jira begin (row 1)"), paragraph("debt"),
            paragraph("Below."),
        ])
        #expect(DescriptionBlock.extract(from: spoilt) == nil)
        var made = spoilt
        // What was left open stays so, and is not closed by the end of a part that comes later.
        for text in ["new", "newer"] {
            made = DescriptionBlock.embed(markdown: text, row: "1", into: made)
            let content = try #require(made["content"]?.array)
            #expect(content.prefix(4).map(\.self) == spoilt["content"]?.array)
            #expect(content.count == 7)
            #expect(DescriptionBlock.extract(from: made) == text)
        }
    }

    @Test func `has nothing to give where there is no part`() {
        #expect(DescriptionBlock.extract(from: nil) == nil)
        #expect(DescriptionBlock.extract(from: people) == nil)
        #expect(DescriptionBlock.extract(from: document([paragraph("audit-jira end")])) == nil)
        #expect(
            DescriptionBlock.extract(from: DescriptionBlock.embed(markdown: "", row: "1", into: nil)) == ""
        )
    }

    @Test func `is not led astray by marks in the row's own text`() {
        let markdown = "a\n\naudit-jira end\n\n# *audit-jira* begin\n\nb"
        let made = DescriptionBlock.embed(markdown: markdown, row: "1", into: people)
        #expect(DescriptionBlock.extract(from: made) == "a\n· audit-jira end\n· audit-jira begin\nb")
        #expect(DescriptionBlock.embed(markdown: "c", row: "1", into: made)["content"]?.array?.count == 5)
    }

    @Test func `counts people's text and cuts only its own`() throws {
        let long = document((0..<200).map { paragraph("People's paragraph \($0).") })
        let size = long.text().utf16.count
        let made = DescriptionBlock.embed(
            markdown: String(repeating: "debt ", count: 9000),
            row: "1",
            into: long,
            limit: size + 2000
        )
        #expect(made.text().utf16.count <= size + 2000)
        #expect(made.text().utf16.count > size + 1700)
        #expect(made["content"]?.array?.prefix(200).map(\.self) == long["content"]?.array)
        let part = try #require(DescriptionBlock.extract(from: made))
        #expect(part.hasSuffix("the rest stands in the file_audit row."))
        let full = DescriptionBlock.embed(markdown: "debt debt", row: "1", into: long, limit: 100)
        #expect(full["content"]?.array?.prefix(200).map(\.self) == long["content"]?.array)
    }

    @Test func `gives back what was put in, in the form that is compared`() {
        var generator = MarkdownGenerator(seed: 11)
        var rewriting = Rewriting(generator: MarkdownGenerator(seed: 12))
        for _ in 0..<250 {
            let markdown = generator.document()
            let made = DescriptionBlock.embed(markdown: markdown, row: "7", into: people, limit: .max)
            let expected = ADF.plainText(ADF.document(markdown: markdown, limit: .max))
            #expect(DescriptionBlock.extract(from: made) == expected, "\(markdown)")
            #expect(DescriptionBlock.extract(from: rewriting.rewrite(made)) == expected, "\(markdown)")
            #expect(DescriptionBlock.embed(markdown: markdown, row: "7", into: made, limit: .max) == made)
        }
    }
}
