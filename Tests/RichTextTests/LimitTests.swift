import JSON
import RichText
import Testing

struct LimitTests {
    private let note = "… the text is longer than Jira takes; the rest stands in the public.file_audit row."
    private static let texts = [
        String(repeating: "word \"quoted\" ", count: 5000),
        (0..<2000).map { "paragraph \($0)\n\n" }.joined(),
        (0..<2000).map { "- item \($0)\n  1. nested *\($0)*\n" }.joined(),
        "> " + String(repeating: "quoted **text** ", count: 4000),
        "```\n" + (0..<4000).map { "line \($0) of code\n" }.joined() + "```",
        "|a|b|\n|-|-|\n" + (0..<1000).map { "|cell \($0)|`\($0)`|\n" }.joined(),
        String(repeating: "漢字 😀 é ", count: 5000),
        String(repeating: "x", count: 100_000),
    ]

    @Test(arguments: texts.indices, [1_000, 30_000])
    func `cuts what is too long at a boundary and says so`(index: Int, limit: Int) throws {
        let document = ADF.document(markdown: Self.texts[index], limit: limit, table: "public.file_audit")
        #expect(document.text().utf16.count <= limit)
        #expect(SchemaRules.violations(in: document) == [])
        let lines = ADF.plainText(document).split(separator: "\n")
        #expect(lines.last.map(String.init) == "... " + note.dropFirst(2))
        let whole = ADF.plainText(ADF.document(markdown: Self.texts[index], limit: .max))
        #expect(whole.hasPrefix(lines.dropLast().joined(separator: "\n")))
        // One long word cannot be cut; everything else fills what there is room for.
        #expect(index == 7 || document.text().utf16.count > limit - 250)
    }

    @Test func `does not cut what just fits`() {
        let document = ADF.document(markdown: "a\n\nb\n\nc")
        let size = document.text().utf16.count
        #expect(ADF.document(markdown: "a\n\nb\n\nc", limit: size) == document)
        #expect(ADF.document(markdown: "a\n\nb\n\nc", limit: size - 1) != document)
    }

    @Test func `stands the deepest nesting`() {
        for markdown in [
            String(repeating: "> - ", count: 5000) + "word",
            String(repeating: "- ", count: 5000) + "word",
            String(repeating: "*a **a ", count: 5000) + "word",
        ] {
            let document = ADF.document(markdown: markdown, limit: .max)
            #expect(SchemaRules.violations(in: document) == [])
            #expect(ADF.plainText(document).contains("word"))
        }
    }

    @Test(arguments: [.min, -1, 0, 10, 100])
    func `leaves the note where nothing else fits`(limit: Int) {
        let document = ADF.document(markdown: "many words", limit: limit, table: "public.file_audit")
        if limit < 100 { #expect(ADF.plainText(document) == "... " + note.dropFirst(2)) }
        #expect(SchemaRules.violations(in: document) == [])
    }
}
