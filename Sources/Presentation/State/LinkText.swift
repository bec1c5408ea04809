public import JSON
public import Reconciliation

/// A link with everything that the base holds, as text for a terminal.
public struct LinkText: Rendered {
    private let link: Link
    private let style: Style

    /// Prepares a link's text.
    public init(_ link: Link, style: Style = .plain) {
        self.link = link
        self.style = style
    }

    /// The text, with a line feed at the end; the lines are named as in the links file.
    public var text: String {
        let heading = [
            PrintableText.line(link.row.text), PrintableText.line(link.path, limit: 255),
            PrintableText.line(link.key),
        ]
        let lines = self.lines
        let width = lines.map(\.name.count).max() ?? 0
        return
            ([style.bold(heading.joined(separator: "  "))]
            + lines.map { "  \($0.name.padded(width))  \($0.value)" }).joined(separator: "\n") + "\n"
    }

    /// The link for programs.
    public var json: JSON { link.json }

    private var lines: [(name: String, value: String)] {
        var lines = [
            ("issue", link.issue.description), ("kind", link.kind.rawValue),
            ("agreed", link.agreed.rawValue), ("category", link.category.rawValue),
        ]
        if let decision = link.decision { lines.append(("decision", style.yellow(decision.rawValue))) }
        if let operation = link.operation { lines.append(("operation", PrintableText.line(operation))) }
        if let content = link.content { lines.append(("content", content.description)) }
        if let text = link.text { lines.append(("text", text.description)) }
        for field in link.fields {
            let name = PrintableText.line(field.name)
            lines.append(("sent \(name)", Self.text(of: field.sent)))
            if field.read != field.sent { lines.append(("read \(name)", Self.text(of: field.read))) }
            guard let flip = field.flip else { continue }
            lines.append(("flips \(name)", "\(flip.count)"))
            lines.append(("flipped \(name)", Self.text(of: flip.value)))
        }
        return lines
    }

    /// A value as the links file writes it, so that two that differ look different.
    private static func text(of value: FieldValue) -> String {
        switch value {
        case .none: "(none)"
        case .text(let text): quoted(text)
        case .list(let list): "[\(list.map(quoted).joined(separator: ", "))]"
        case .digest(let digest): digest.description
        }
    }

    private static func quoted(_ text: String) -> String { JSON.string(PrintableText.clean(text)).text() }
}
