/// Makes Markdown at random, the same for the same seed: well formed constructs, nested, and plain rubbish.
struct MarkdownGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

    mutating func pick(_ choices: [String]) -> String { choices[below(choices.count)] }

    mutating func document() -> String {
        below(5) == 0 ? rubbish() : blocks(depth: 4)
    }

    private mutating func blocks(depth: Int) -> String {
        (0...below(4)).map { _ in block(depth: depth) }.joined(separator: pick(["\n\n", "\n\n", "\n"]))
    }

    private mutating func block(depth: Int) -> String {
        switch below(depth > 0 ? 11 : 7) {
        case 0, 1: return inlines() + pick(["\n", "  \n", "\\\n"]) + inlines()
        case 2: return String(repeating: "#", count: 1 + below(6)) + " " + inlines()
        case 3:
            return
                "```\(pick(["", "swift", "c++ x", "\u{1}é"]))\n\(pick(["", "let a = 1\n\n\tb", inlines()]))\n```"
        case 4:
            return pick([
                "<!-- NEED_CLARITY: why\nnot? -->", "<div>\n\(word())\n</div>", "<br>", "<!-- a -->",
            ])
        case 5: return table()
        case 6: return pick(["---", "***", "", "    indented\n    code", "&#1;", "audit-jira end", "> "])
        case 7: return indented(blocks(depth: depth - 1), first: "> ", rest: "> ")
        case 8: return list(depth: depth, marker: pick(["- ", "* ", "- [ ] ", "- [x] "]))
        case 9: return list(depth: depth, marker: pick(["1. ", "0. ", "007) ", "123456789. "]))
        default: return indented(block(depth: depth - 1), first: "- - ", rest: "    ")
        }
    }

    private mutating func list(depth: Int, marker: String) -> String {
        let indent = String(repeating: " ", count: marker.hasPrefix("-") ? 2 : marker.count)
        return (0...below(3)).map { _ in
            below(6) == 0 ? marker : indented(blocks(depth: depth - 1), first: marker, rest: indent)
        }.joined(separator: "\n")
    }

    private func indented(_ text: String, first: String, rest: String) -> String {
        first + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n" + rest)
    }

    private mutating func table() -> String {
        let columns = 1 + below(4)
        let row = { (cells: [String]) in "|" + cells.joined(separator: "|") + "|" }
        let header = row((0..<columns).map { _ in inlines() })
        let rule = row((0..<columns).map { _ in pick(["-", ":-", ":-:", "-:"]) })
        let rows = (0..<below(3)).map { _ in row((0..<below(6)).map { _ in pick([inlines(), ""]) }) }
        return ([header, rule] + rows).joined(separator: "\n")
    }

    private mutating func inlines() -> String {
        (0...below(4)).map { _ in inline() }.joined(separator: pick([" ", "", " "]))
    }

    private mutating func inline() -> String {
        let content = word()
        switch below(14) {
        case 0: return "*\(content)*"
        case 1: return "**\(content) *\(word())***"
        case 2: return "~~\(content)~~"
        case 3: return "`\(content)`"
        case 4:
            return
                "[\(content)](\(pick(["https://e.com/a", "/x", "javascript:alert(1)", "<http://e.com/a b>", ""])))"
        case 5: return "[`\(content)` **b**](mailto:a@b.c \"a 'title'\")"
        case 6: return "![\(pick(["", content]))](\(pick(["https://e.com/i.png", "i.png"])))"
        case 7: return "<!-- \(content) -->"
        case 8:
            return pick([
                "<b>", "<br/>", "https://example.com/x--y", "www.example.com", "&nbsp;", "&#10;", "&#0;",
            ])
        default: return content
        }
    }

    /// Swift takes none of these in a literal.
    private static let noncharacters = String(
        String.UnicodeScalarView([0xFFFF, 0xFDD0, 0x10FFFF].compactMap(Unicode.Scalar.init))
    )

    private mutating func word() -> String {
        pick([
            "word", "Wort", "x_y", "\"quoted\"", "it's", "a--b", "a -> b", "wait...", "1.", "|", "\\", "*",
            "_", "`", "[", "漢字",
            "😀", "👩‍👩‍👧", "e\u{301}", "\u{1}", "\u{7F}", "\u{85}", Self.noncharacters,
            "\u{202E}rtl", "\t", "\u{A0}",
            "\u{200B}", "{code}", "h1. x", "!image!",
        ])
    }

    private mutating func rubbish() -> String {
        let signs = Array("*_`[]()<>!#-+.>|~\\ \n\n\t&;:\"'ab1é😀\r")
        return String((0..<below(200)).map { _ in signs[below(signs.count)] })
    }
}
