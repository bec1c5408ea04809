internal import JSON
public import Reconciliation

/// Every link of a state, one a line, handed out in parts: a state may have hundreds of thousands.
public struct LinkList {
    private static let part = 1 << 16
    private let links: [Link]
    private let style: Style

    /// Prepares a list.
    public init(_ links: [Link], style: Style = .plain) {
        self.links = links
        self.style = style
    }

    /// Hands out the text, each line with a line feed: row, path, issue, kind, what was agreed, category and decision.
    public func text(_ write: (String) -> Void) {
        var widths = [Int](repeating: 0, count: 6)
        for link in links {
            for (column, cell) in Self.cells(of: link).enumerated() {
                widths[column] = max(widths[column], cell.count)
            }
        }
        // One long path should not push everything off the screen.
        for (column, limit) in [32, 64, 16].enumerated() { widths[column] = min(widths[column], limit) }
        inParts(write) { link in
            var cells = Self.cells(of: link)
            let last = link.decision == nil ? cells.count - 1 : cells.count
            for column in 0..<last { cells[column] = cells[column].padded(widths[column]) }
            if let decision = link.decision { cells.append(style.yellow(decision.rawValue)) }
            return cells.joined(separator: "  ") + "\n"
        }
    }

    /// Hands out a JSON array, an element a line.
    public func json(_ write: (String) -> Void) {
        guard !links.isEmpty else { return write("[]\n") }
        var isFirst = true
        inParts(write) { link in
            defer { isFirst = false }
            return (isFirst ? "[\n  " : ",\n  ") + JSON.object(link.outline).text(.compact)
        }
        write("\n]\n")
    }

    private func inParts(_ write: (String) -> Void, _ line: (Link) -> String) {
        var part = ""
        for link in links {
            part += line(link)
            guard part.utf8.count >= Self.part else { continue }
            write(part)
            part = ""
        }
        if !part.isEmpty { write(part) }
    }

    private static func cells(of link: Link) -> [String] {
        [
            PrintableText.line(link.row.text), PrintableText.line(link.path, limit: 255),
            PrintableText.line(link.key), link.kind.rawValue, link.agreed.rawValue, link.category.rawValue,
        ]
    }
}
