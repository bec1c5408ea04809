import Markdown
import Testing

struct NestingTests {
    private func depth(_ blocks: [MarkdownBlock]) -> Int {
        blocks.map { block in
            switch block {
            case .blockQuote(let blocks): 1 + depth(blocks)
            case .list(let list): 1 + depth(list.items.flatMap(\.blocks))
            case .paragraph(let content), .heading(_, let content): inlineDepth(content)
            default: 1
            }
        }.max() ?? 0
    }

    private func inlineDepth(_ inlines: [MarkdownInline]) -> Int {
        inlines.map { inline in
            switch inline {
            case .emphasis(let content), .strong(let content), .strikethrough(let content),
                .link(_, _, let content):
                1 + inlineDepth(content)
            default: 1
            }
        }.max() ?? 0
    }

    private func words(_ blocks: [MarkdownBlock]) -> String {
        blocks.map { block in
            switch block {
            case .blockQuote(let blocks): words(blocks)
            case .list(let list): list.items.map { words($0.blocks) }.joined()
            case .paragraph(let content): content.plainText
            default: ""
            }
        }.joined()
    }

    @Test(arguments: [
        String(repeating: "> ", count: 3000) + "word",
        (0..<500).map { String(repeating: "  ", count: $0) + "- a\n" }.joined()
            + String(repeating: "  ", count: 500) + "word",
        String(repeating: "*a **a ", count: 3000) + "word" + String(repeating: "** *", count: 3000),
        String(repeating: "> - ", count: 1000) + "word",
        String(repeating: "[", count: 3000) + "word" + String(repeating: "](x)", count: 3000),
        String(repeating: "![", count: 500) + "word" + String(repeating: "](x)", count: 500),
    ])
    func `dissolves what is nested too deeply and keeps its words`(text: String) {
        let blocks = MarkdownDocument(parsing: text).blocks
        #expect(depth(blocks) <= MarkdownDocument.maximumDepth + 1)
        #expect(words(blocks).contains("word"))
    }

    @Test func `reads the same from many tasks at once`() async {
        let text = "~~a~~ https://example.com\n\n|a|\n|-|\n|~~b~~|\n\n- [x] c"
        let expected = MarkdownDocument(parsing: text)
        await withTaskGroup(of: MarkdownDocument.self) { group in
            for _ in 0..<500 { group.addTask { MarkdownDocument(parsing: text) } }
            for await read in group { #expect(read == expected) }
        }
    }
}
