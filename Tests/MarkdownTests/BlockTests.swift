import Markdown
import Testing

struct BlockTests {
    private func blocks(_ text: String) -> [MarkdownBlock] { MarkdownDocument(parsing: text).blocks }

    @Test func `reads paragraphs, headings and rules`() {
        let read = blocks("# One\n\ntwo\nlines\n\nThree\n-----\n\n***\n")
        #expect(
            read == [
                .heading(level: 1, [.text("One")]),
                .paragraph([.text("two"), .softBreak, .text("lines")]),
                .heading(level: 2, [.text("Three")]),
                .thematicBreak,
            ]
        )
    }

    @Test func `reads nothing from nothing`() {
        #expect(blocks("").isEmpty)
        #expect(blocks(" \n\t\n").isEmpty)
    }

    @Test func `reads quotes within quotes`() {
        #expect(
            blocks("> a\n> > b") == [
                .blockQuote([.paragraph([.text("a")]), .blockQuote([.paragraph([.text("b")])])])
            ]
        )
    }

    @Test func `reads lists of every kind`() {
        let tight = MarkdownList(
            kind: .bullet,
            isTight: true,
            items: [
                MarkdownItem(blocks: [
                    .paragraph([.text("a")]),
                    .list(
                        MarkdownList(
                            kind: .ordered(start: 1),
                            isTight: true,
                            items: [MarkdownItem(blocks: [.paragraph([.text("b")])])]
                        )
                    ),
                ])
            ]
        )
        #expect(blocks("- a\n  1. b") == [.list(tight)])
        let later = MarkdownItem(blocks: [.paragraph([.text("b")])])
        #expect(
            blocks("7) b") == [.list(MarkdownList(kind: .ordered(start: 7), isTight: true, items: [later]))]
        )
        let loose = MarkdownList(
            kind: .bullet,
            isTight: false,
            items: [
                MarkdownItem(blocks: [.paragraph([.text("a")])]),
                MarkdownItem(blocks: [.paragraph([.text("b")])]),
            ]
        )
        #expect(blocks("* a\n\n* b") == [.list(loose)])
        let tasks = MarkdownList(
            kind: .bullet,
            isTight: true,
            items: [
                MarkdownItem(isChecked: false, blocks: [.paragraph([.text("a")])]),
                MarkdownItem(isChecked: true, blocks: [.paragraph([.text("b")])]),
                MarkdownItem(blocks: [.paragraph([.text("c")])]),
                MarkdownItem(blocks: []),
            ]
        )
        #expect(blocks("- [ ] a\n- [x] b\n- c\n-") == [.list(tasks)])
    }

    @Test func `reads code and HTML as they are`() {
        #expect(
            blocks("```swift x\nlet a = 1\n\n*b*\n```") == [
                .codeBlock(info: "swift x", literal: "let a = 1\n\n*b*\n")
            ]
        )
        #expect(blocks("    indented\n") == [.codeBlock(info: "", literal: "indented\n")])
        #expect(blocks("<!-- NEED_CLARITY: why? -->\n") == [.html("<!-- NEED_CLARITY: why? -->\n")])
    }

    @Test func `reads tables`() {
        let table = MarkdownTable(
            alignments: [.left, .center, .right, .none],
            header: [[.text("a")], [.text("b")], [.text("c")], [.text("d")]],
            rows: [[[.code("1")], [.strong([.text("2")])], [], []], [[.text("x|y")], [], [], []]]
        )
        #expect(blocks("|a|b|c|d|\n|:-|:-:|-:|-|\n|`1`|**2**|\n|x\\|y|") == [.table(table)])
        let empty = MarkdownTable(alignments: [.none], header: [[.text("a")]], rows: [])
        #expect(blocks("|a|\n|-|") == [.table(empty)])
    }

    @Test func `keeps the letters that are no ASCII`() {
        #expect(blocks("Ä 😀 漢\u{0}字") == [.paragraph([.text("Ä 😀 漢\u{FFFD}字")])])
    }
}
