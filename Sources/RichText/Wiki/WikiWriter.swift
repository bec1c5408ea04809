internal import Markdown

/// Writes the blocks of a Markdown tree as lines of wiki markup.
struct WikiWriter {
    /// Returns the lines of a whole document, a blank line between blocks.
    func lines(of document: MarkdownDocument) -> [String] {
        joined(document.blocks.map { lines(of: $0) }).map { DescriptionMark.defused($0) }
    }

    private func lines(of block: MarkdownBlock, inQuote: Bool = false) -> [String] {
        switch block {
        case .paragraph(let content): WikiText(content).lines
        case .heading(let level, let content):
            WikiText(content, breaks: " ").lines.map { "h\(min(max(level, 1), 6)). \($0)" }
        case .blockQuote(let blocks): quote(blocks, inQuote: inQuote)
        case .list(let list): items(of: list, under: "")
        case .codeBlock(let info, let literal): code(literal, info: info)
        case .html(let html): self.html(html)
        case .thematicBreak: ["----"]
        case .table(let table): self.table(table)
        }
    }

    private func joined(_ blocks: [[String]]) -> [String] {
        Array(blocks.filter { !$0.isEmpty }.joined(separator: [""]))
    }

    private func quote(_ blocks: [MarkdownBlock], inQuote: Bool) -> [String] {
        let content = joined(blocks.map { lines(of: $0, inQuote: true) })
        return inQuote || content.isEmpty ? content : ["{quote}"] + content + ["{quote}"]
    }

    private func code(_ literal: String, info: String) -> [String] {
        let code = literal.printableLines
        guard code.contains(where: { !$0.isNewline }) else { return [] }
        var lines = code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard code.contains("{code") else {
            let language = String(info.prefix { !$0.isWhitespace }).lowercased()
            return [Self.languages.contains(language) ? "{code:\(language)}" : "{code}"] + lines + ["{code}"]
        }
        // Nothing can be escaped within; a character without width keeps the closing word from being one.
        let harmless = lines.map { $0.replacing("{noformat", with: "{\u{200B}noformat") }
        return ["{noformat}"] + harmless + ["{noformat}"]
    }

    /// The languages that Jira can colour; any other one is shown as an error.
    private static let languages: Set = [
        "bash", "c", "c#", "c++", "cpp", "css", "diff", "go", "groovy", "haskell", "html", "java",
        "javascript", "js",
        "json", "kotlin", "lua", "objc", "perl", "php", "powershell", "python", "r", "ruby", "rust", "scala",
        "sql",
        "swift", "typescript", "xml", "yaml",
    ]

    private func html(_ html: String) -> [String] {
        let lines = html.printableLines.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
        guard lines.count > 1 else { return lines.flatMap { WikiText([.html(String($0))]).lines } }
        return code(lines.joined(separator: "\n"), info: "html")
    }

    private func table(_ table: MarkdownTable) -> [String] {
        let row = { (cells: [MarkdownTable.Cell], bar: String) in
            let texts = cells.map { WikiText($0, breaks: #" \\ "#).lines.joined() }
            return bar + texts.map { $0.isEmpty ? " " : $0 }.joined(separator: bar) + bar
        }
        return [row(table.header, "||")] + table.rows.map { row($0, "|") }
    }
}

extension WikiWriter {
    /// Returns the lines of a list's items, marked by all the lists around them; numbers begin at one in wiki markup.
    private func items(of list: MarkdownList, under markers: String) -> [String] {
        let markers = markers + (list.kind == .bullet ? "*" : "#")
        return list.items.flatMap { item -> [String] in
            var blocks = item.blocks[...]
            var first = item.isChecked.map { $0 ? #"\[x\] "# : #"\[ \] "# } ?? ""
            var rest: [String] = []
            if case .paragraph(let content) = blocks.first {
                let lines = WikiText(content).lines
                first += lines.first ?? ""
                rest += lines.dropFirst()
                blocks = blocks.dropFirst()
            }
            return ["\(markers) \(first)"] + rest + blocks.flatMap { lines(of: $0, inItem: markers) }
        }
    }

    /// Returns a block's lines within an item, without the blank lines that would end the list.
    private func lines(of block: MarkdownBlock, inItem markers: String) -> [String] {
        switch block {
        case .list(let list): items(of: list, under: markers)
        case .heading(_, let content): WikiText([.strong(content)], breaks: " ").lines
        case .blockQuote(let blocks): blocks.flatMap { lines(of: $0, inItem: markers) }
        case .thematicBreak: ["———"]
        case .table(let table):
            ([table.header] + table.rows).flatMap {
                WikiText(Array($0.joined(separator: [.text(" | ")]))).lines
            }
        default: lines(of: block, inQuote: true)
        }
    }
}
