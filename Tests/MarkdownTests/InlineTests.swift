import Markdown
import Testing

struct InlineTests {
    private func inlines(_ text: String) -> [MarkdownInline] {
        guard case .paragraph(let content) = MarkdownDocument(parsing: text).blocks.first else { return [] }
        return content
    }

    @Test func `reads emphasis of every kind`() {
        #expect(
            inlines("*a* **b** ***c*** ~~d~~") == [
                .emphasis([.text("a")]), .text(" "), .strong([.text("b")]), .text(" "),
                .emphasis([.strong([.text("c")])]), .text(" "), .strikethrough([.text("d")]),
            ]
        )
        #expect(inlines("about~5~ snake_case_name") == [.text("about~5~ snake_case_name")])
    }

    @Test func `reads breaks, code and HTML`() {
        #expect(
            inlines("a\nb  \nc\\\nd") == [
                .text("a"), .softBreak, .text("b"), .lineBreak, .text("c"), .lineBreak, .text("d"),
            ]
        )
        #expect(
            inlines("`` a`b `` <b>c</b> <!-- d -->") == [
                .code("a`b"), .text(" "), .html("<b>"), .text("c"), .html("</b>"), .text(" "),
                .html("<!-- d -->"),
            ]
        )
    }

    @Test func `reads links and images`() {
        #expect(
            inlines(#"[*a*](/x "t") ![b *c*](i.png)"#) == [
                .link(destination: "/x", title: "t", [.emphasis([.text("a")])]), .text(" "),
                .image(source: "i.png", title: "", alternative: "b c"),
            ]
        )
        #expect(
            inlines("see https://example.com/a, or <mailto:a@b.c>") == [
                .text("see "),
                .link(destination: "https://example.com/a", title: "", [.text("https://example.com/a")]),
                .text(", or "), .link(destination: "mailto:a@b.c", title: "", [.text("mailto:a@b.c")]),
            ]
        )
    }

    @Test func `resolves entities and escapes, and joins the text`() {
        #expect(inlines(#"a &amp; \*b\* &copy; [c] d_e"#) == [.text("a & *b* © [c] d_e")])
    }

    @Test func `gives the plain text`() {
        #expect(inlines("a *b* `c`\n[d](e) ![f](g)  \n<h>").plainText == "a b c d f\n<h>")
    }
}
