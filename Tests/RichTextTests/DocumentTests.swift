import JSON
import RichText
import Testing

struct DocumentTests {
    private func content(_ markdown: String) -> [JSON] {
        let document = ADF.document(markdown: markdown)
        #expect(SchemaRules.violations(in: document) == [])
        return document["content"]?.array ?? []
    }

    private func text(_ text: String, _ marks: JSON...) -> JSON {
        marks.isEmpty
            ? ["type": "text", "text": .string(text)]
            : ["type": "text", "text": .string(text), "marks": .array(marks)]
    }

    private func paragraph(_ content: JSON...) -> JSON {
        content.isEmpty ? ["type": "paragraph"] : ["type": "paragraph", "content": .array(content)]
    }

    private func node(_ type: String, _ content: JSON...) -> JSON {
        ["type": .string(type), "content": .array(content)]
    }

    private func link(_ address: String) -> JSON { ["type": "link", "attrs": ["href": .string(address)]] }

    @Test func `writes nothing for nothing`() {
        #expect(ADF.document(markdown: " \n") == ["type": "doc", "version": 1, "content": []])
    }

    @Test func `writes running text with its marks`() {
        let code: JSON = ["type": "code"]
        let written = content("a\n*b* ***c*** ~~d~~  \n**`e`** [`f`](https://g.h)")
        #expect(
            written == [
                paragraph(
                    text("a "),
                    text("b", ["type": "em"]),
                    text(" "),
                    text("c", ["type": "em"], ["type": "strong"]),
                    text(" "),
                    text("d", ["type": "strike"]),
                    ["type": "hardBreak"],
                    text("e", code),
                    text(" "),
                    text("f", link("https://g.h"), code)
                )
            ]
        )
    }

    @Test func `links only where a browser may go`() {
        #expect(content("[a](HTTPS://b/c%20d)") == [paragraph(text("a", link("HTTPS://b/c%20d")))])
        #expect(content("[a](<http://b/c d>)") == [paragraph(text("a", link("http://b/c%20d")))])
        #expect(content("[a](javascript:b)") == [paragraph(text("a (javascript:b)"))])
        #expect(content("[a](docs/b.md \"c\")") == [paragraph(text("a (docs/b.md \"c\")"))])
        #expect(content("[http:](http:)") == [paragraph(text("http:"))])
        #expect(content("![a](https://b/c.png)") == [paragraph(text("a", link("https://b/c.png")))])
        #expect(content("![](c.png)") == [paragraph(text("c.png"))])
        #expect(
            content("[![a](b.png)](https://c)") == [
                paragraph(text("a (b.png)", link("https://c")))
            ]
        )
    }

    @Test func `writes headings, quotes, rules and code`() {
        let written = content("## a\n\n> b\n\n---\n\n```swift x\nlet c\n\n  d\n```")
        #expect(
            written == [
                ["type": "heading", "attrs": ["level": 2], "content": [text("a")]],
                node("blockquote", paragraph(text("b"))),
                ["type": "rule"],
                ["type": "codeBlock", "attrs": ["language": "swift"], "content": [text("let c\n\n  d")]],
            ]
        )
    }

    @Test func `writes lists, and what may not stand in them in another form`() {
        #expect(
            content("3. a\n   - b\n4.") == [
                [
                    "type": "orderedList", "attrs": ["order": 3],
                    "content": [
                        node(
                            "listItem",
                            paragraph(text("a")),
                            node("bulletList", node("listItem", paragraph(text("b"))))
                        ),
                        node("listItem", paragraph()),
                    ],
                ]
            ]
        )
        #expect(
            content("- - a") == [
                node(
                    "bulletList",
                    node("listItem", paragraph(), node("bulletList", node("listItem", paragraph(text("a")))))
                )
            ]
        )
        #expect(
            content("- # a\n\n  > b\n\n  ***\n\n  |c|d|\n  |-|-|\n  |e|f|") == [
                node(
                    "bulletList",
                    node(
                        "listItem",
                        paragraph(text("a", ["type": "strong"])),
                        paragraph(text("b")),
                        paragraph(text("———")),
                        paragraph(text("c | d", ["type": "strong"])),
                        paragraph(text("e | f"))
                    )
                )
            ]
        )
        #expect(
            content("- [ ] a\n- [x] b") == [
                node(
                    "bulletList",
                    node("listItem", paragraph(text("[ ] a"))),
                    node("listItem", paragraph(text("[x] b")))
                )
            ]
        )
    }

    @Test func `flattens quotes in quotes`() {
        #expect(
            content("> a\n> > b\n> ## c") == [
                node(
                    "blockquote",
                    paragraph(text("a")),
                    paragraph(text("b")),
                    paragraph(text("c", ["type": "strong"]))
                )
            ]
        )
        #expect(content(">\n") == [])
    }

    @Test func `writes tables`() {
        let cell = { (type: String, content: JSON) in node(type, content) }
        let aligned: JSON = [
            "type": "paragraph", "marks": [["type": "alignment", "attrs": ["align": "end"]]],
            "content": [text("b")],
        ]
        #expect(
            content("|a|b|\n|-|-:|\n|**c**|") == [
                node(
                    "table",
                    node("tableRow", cell("tableHeader", paragraph(text("a"))), cell("tableHeader", aligned)),
                    node(
                        "tableRow",
                        cell("tableCell", paragraph(text("c", ["type": "strong"]))),
                        cell("tableCell", paragraph())
                    )
                )
            ]
        )
    }

    @Test func `keeps HTML as text, comments above all`() {
        let code: JSON = ["type": "code"]
        #expect(
            content("<!-- NEED_CLARITY: why? -->") == [paragraph(text("<!-- NEED_CLARITY: why? -->", code))]
        )
        #expect(
            content("a <b>c</b><br>d <!-- e\nf -->") == [
                paragraph(
                    text("a "),
                    text("<b>", code),
                    text("c"),
                    text("</b>", code),
                    ["type": "hardBreak"],
                    text("d "),
                    text("<!-- e", code),
                    ["type": "hardBreak"],
                    text("f -->", code)
                )
            ]
        )
        #expect(
            content("<!-- a\n\n  b -->") == [
                ["type": "codeBlock", "attrs": ["language": "html"], "content": [text("<!-- a\n  b -->")]]
            ]
        )
    }

    @Test func `drops characters that Jira refuses and no others`() {
        let odd = [0xFFFE, 0xFDD0, 0x1FFFF].compactMap(Unicode.Scalar.init).map { String($0) }.joined()
        #expect(
            content("\(odd)a\u{1}b\u{7F}\u{9F}c\td é😀\u{200D}\u{E000}") == [
                paragraph(text("abc\td é😀\u{200D}\u{E000}"))
            ]
        )
        #expect(content("\u{1}\n\n# \u{2}\n\n- \u{3}") == [node("bulletList", node("listItem", paragraph()))])
        #expect(content("a&#10;b&#13;c") == [paragraph(text("a bc"))])
        #expect(
            content("```\r\na\r\nb\r\n```\rc\rd") == [
                node("codeBlock", text("a\nb")), paragraph(text("c d")),
            ]
        )
    }
}
