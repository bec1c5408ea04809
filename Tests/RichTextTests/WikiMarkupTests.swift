import RichText
import Testing

struct WikiMarkupTests {
    private func wiki(_ markdown: String) -> String { WikiMarkup.text(markdown: markdown) }

    @Test func `writes running text`() {
        #expect(wiki("a *b* **c** ~~d~~ `e`  \nf") == "a _b_ *c* -d- {{e}}\nf")
        #expect(wiki("a**b**c ***d***") == "a{*}b{*}c _*d*_")
        #expect(
            wiki("[a](https://b/c) <https://d> [e](f.md) ![g](http://h/i.png)")
                == "[a|https://b/c] [https://d] e (f.md) [g|http://h/i.png]"
        )
        #expect(wiki("[**a** b](https://b/c \"t\")") == "[*a*|https://b/c|t] [b|https://b/c|t]")
        #expect(wiki("# a `b`") == "h1. a {{b}}")
    }

    @Test func `writes blocks`() {
        #expect(wiki("a\n\n> b\n>\n> > c\n\n---") == "a\n\n{quote}\nb\n\nc\n{quote}\n\n----")
        #expect(
            wiki("```swift\nlet a = {}\n\n```\n\n    b")
                == "{code:swift}\nlet a = {}\n\n{code}\n\n{code}\nb\n{code}"
        )
        #expect(wiki("```unheard\n{code}\n```") == "{noformat}\n{code}\n{noformat}")
        #expect(wiki("- a\n  1. b\n\n     c\n- [x] d\n- # e\n") == "* a\n*# b\nc\n* \\[x\\] d\n* \n*e*")
        #expect(wiki("|a|b|\n|-|-|\n|c\\|d||") == "||a||b||\n|c\\|d| |")
        #expect(wiki("<!-- NEED_CLARITY: why? -->") == "{{<\\!\\-- NEED_CLARITY: why? \\-\\->}}")
    }

    private static let escapes: [(String, String)] = [
        (#"{a} [b] c|d"#, #"\{a\} \[b\] c\|d"#),
        (#"snake_case a-b 2\*3 x!"#, #"snake_case a-b 2*3 x!"#),
        (#"\*a\* \_b -c- ^d !e!"#, #"\*a* \_b \-c- \^d \!e!"#),
        ("\\# a", "\\# a"),
        (#"\- a"#, #"\- a"#),
        ("h1. a", "\u{2060}h1. a"),
        ("bq. a", "\u{2060}bq. a"),
        (#"C:\\x"#, "C:&#92;x"),
        ("a :) (i) (ii)", #"a \:) \(i) (ii)"#),
        ("&amp;lt; a & b", "&amp;lt; a & b"),
    ]

    @Test(arguments: escapes)
    func `escapes what would be markup and nothing else`(markdown: String, expected: String) {
        #expect(wiki(markdown) == expected)
    }

    @Test(arguments: [1_000, 30_000])
    func `cuts what is too long and leaves nothing open`(limit: Int) {
        for markdown in [
            String(repeating: "word ", count: 9000), "> " + String(repeating: "> word\n> ", count: 9000),
            "```\n" + String(repeating: "a line of code\n", count: 9000) + "```",
            String(repeating: "- item\n", count: 9000),
        ] {
            let text = WikiMarkup.text(markdown: markdown, limit: limit)
            #expect(text.utf16.count <= limit)
            #expect(text.utf16.count > limit - 200)
            #expect(
                text.hasSuffix(
                    "\n\n_… the text is longer than Jira takes; the rest stands in the file_audit row._"
                )
            )
            let macros = text.split(separator: "\n").filter { $0 == "{quote}" || $0 == "{code}" }
            #expect(macros.count % 2 == 0)
        }
    }

    @Test func `keeps a part of its own within people's text`() {
        let people = "People's words.\r\n* a list\r\n"
        let made = DescriptionBlock.embed(markdown: "- debt", row: "2006", intoText: people)
        let begin = "_audit-jira begin (row 2006): written by audit-jira, edit outside these lines_"
        #expect(made == "People's words.\r\n* a list\n\n\(begin)\n\n* debt\n\n_audit-jira end_")
        #expect(DescriptionBlock.extract(fromText: made) == "* debt")
        let edited =
            made.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(
                separator: "\r\n"
            ) + "\r\nBelow."
        #expect(DescriptionBlock.extract(fromText: edited) == "* debt")
        let again = DescriptionBlock.embed(markdown: "new", row: "2006", intoText: edited)
        #expect(again == "People's words.\r\n* a list\r\n\r\n\(begin)\n\nnew\n\n_audit-jira end_\r\nBelow.")
        #expect(DescriptionBlock.extract(fromText: people) == nil)
        #expect(DescriptionBlock.extract(fromText: nil) == nil)
        #expect(DescriptionBlock.extract(fromText: "audit-jira begin\nx\ny") == nil)
    }

    @Test func `gives back what was put in, in the form that is compared`() {
        var generator = MarkdownGenerator(seed: 31)
        for _ in 0..<400 {
            let markdown = generator.document()
            let made = DescriptionBlock.embed(markdown: markdown, row: "7", intoText: "Above.", limit: .max)
            let expected = WikiMarkup.plainText(WikiMarkup.text(markdown: markdown, limit: .max))
            #expect(DescriptionBlock.extract(fromText: made) == expected, "\(markdown)")
            #expect(DescriptionBlock.embed(markdown: markdown, row: "7", intoText: made, limit: .max) == made)
        }
    }

    @Test(.enabled(if: AuditedDebts.areThere))
    func `no audited debt loses a word`() {
        for debt in AuditedDebts.all {
            let written = wiki(debt.text).replacing("&#92;", with: "").replacing(#/(?m)^h[1-6]\. /#, with: "")
            let words = { (text: String) in text.split { !$0.isLetter && !$0.isNumber } }
            let source = AuditedDebts.withoutListNumbers(debt.text).replacing(#/(?m)^ *```\w*/#, with: "")
            #expect(words(written.replacing(#/(?m)^\{code.*/#, with: "")) == words(source), "row \(debt.row)")
        }
    }
}
