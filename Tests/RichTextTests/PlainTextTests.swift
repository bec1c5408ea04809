import JSON
import RichText
import Testing

struct PlainTextTests {
    @Test func `puts blocks on lines, with markers`() {
        let markdown = """
            # Head  line
            some *text* with `code`
            and [a link](https://e.com)

            - one
              1. two
              2. three
            - [x] four

            > five

            | a | b |
            |---|---|
            | c |   |

            ---

            ```
            let  x

              y
            ```
            """
        let expected = """
            Head line
            some text with code and a link
            - one
            1. two
            2. three
            - [x] four
            five
            a | b
            c |\u{20}
            ---
            let x
            y
            """
        #expect(ADF.plainText(ADF.document(markdown: markdown)) == expected)
    }

    @Test func `levels what the editor changes by itself`() {
        let plain = ADF.plainText(ADF.document(markdown: #""a" 'b' c -- d... e -> f <- g --- h"#))
        let smart = ADF.plainText(ADF.document(markdown: "“a” ‘b’\u{A0}c – d… e → f ← g — h\u{200B}"))
        #expect(plain == smart)
        #expect(plain == #""a" 'b' c - d... e -> f <- g - h"#)
        #expect(
            ADF.plainText(ADF.document(markdown: "a --> b"))
                == ADF.plainText(ADF.document(markdown: "a –> b"))
        )
        #expect(
            ADF.plainText(ADF.document(markdown: "a --> b"))
                == ADF.plainText(ADF.document(markdown: "a -→ b"))
        )
    }

    @Test func `reads what only people write`() throws {
        let document = try JSON(
            parsing: #"""
                {"type":"doc","version":1,"content":[
                 {"type":"panel","attrs":{"panelType":"info"},"content":[{"type":"paragraph","content":[
                  {"type":"mention","attrs":{"id":"1","text":"@Ann"}},{"type":"text","text":" see "},
                  {"type":"inlineCard","attrs":{"url":"https://e.com/x"}},{"type":"emoji","attrs":{"shortName":":tada:","text":"🎉"}},
                  {"type":"status","attrs":{"text":"DONE","color":"green"}},{"type":"date","attrs":{"timestamp":"1"}}]}]},
                 {"type":"expand","attrs":{"title":"More"},"content":[{"type":"paragraph","content":[{"type":"text","text":"inner"}]}]},
                 {"type":"taskList","attrs":{"localId":"x"},"content":[
                  {"type":"taskItem","attrs":{"localId":"y","state":"DONE"},"content":[{"type":"text","text":"task"}]},
                  {"type":"taskItem","attrs":{"localId":"y","state":"TODO"}}]},
                 {"type":"mediaSingle","content":[{"type":"media","attrs":{"alt":"a picture"}}]},
                 {"type":"orderedList","attrs":{"order":1e300},"content":[{"type":"listItem"}]},
                 {"type":"unknown","content":[{"type":"paragraph","content":[{"type":"text","text":"kept"}]}]},
                 {"type":"paragraph"}, 7, null]}
                """#
        )
        #expect(
            ADF.plainText(document).split(separator: "\n") == [
                "@Ann see https://e.com/x🎉DONE1", "More", "inner", "[x] task", "[ ]", "a picture", "1.",
                "kept",
            ]
        )
        #expect(ADF.plainText(nil) == "")
    }

    @Test func `is the same after Jira has rewritten the document`() {
        var rewriting = Rewriting(generator: MarkdownGenerator(seed: 7))
        var generator = MarkdownGenerator(seed: 8)
        for _ in 0..<400 {
            let markdown = generator.document()
            let document = ADF.document(markdown: markdown, limit: .max)
            let rewritten = rewriting.rewrite(document)
            #expect(ADF.plainText(rewritten) == ADF.plainText(document), "\(markdown)")
        }
    }

    @Test(arguments: [
        ("fix the parser", "fix the lexer"), ("fix the parser", "fix parser"), ("1 of 2", "1 of 3"),
        ("a b", "ab"),
        ("- a\n- b", "- b\n- a"), ("- a", "1. a"), ("a\n\nb", "a b"), ("yes?", "yes!"), ("Case", "case"),
        ("a-b", "a b"),
    ])
    func `changes with every word that a person changes`(before: String, after: String) {
        #expect(ADF.plainText(ADF.document(markdown: before)) != ADF.plainText(ADF.document(markdown: after)))
    }
}
