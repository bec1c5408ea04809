public import JSON
public import Reconciliation
public import Workflow

/// A row with its issues and what a plan would do about it, for people and for programs.
public struct TicketText: Rendered {
    private let ticket: TicketView
    private let schema: RowSchema
    private let site: String
    private let style: Style

    /// Prepares a ticket for showing.
    ///
    /// - Parameters:
    ///   - ticket: What was seen.
    ///   - schema: The names of the row's columns.
    ///   - site: Where people browse Jira, without a slash at its end.
    ///   - style: How it is coloured.
    public init(_ ticket: TicketView, schema: RowSchema, site: String, style: Style = .plain) {
        self.ticket = ticket
        self.schema = schema
        self.site = site
        self.style = style
    }

    /// Returns where people see an issue.
    public static func page(of key: String, at site: String) -> String { "\(site)/browse/\(key)" }

    /// The text, with a line feed at the end.
    public var text: String { (row + issues + plan).joined(separator: "\n") + "\n" }

    private var row: [String] {
        let path = ticket.row?.path ?? ticket.links.first?.path ?? ""
        let name = "row \(PrintableText.line(ticket.key.text))  \(PrintableText.line(path, limit: 255))"
        guard let row = ticket.row else { return [style.bold(name), "  it is not in the table"] }
        let columns = schema.columns.filter { $0 != schema.key && $0 != schema.path }
        let width = columns.map(\.count).max() ?? 0
        return [style.bold(name)]
            + columns.map { column in
                let value = row.value(of: column, in: schema).map(Self.text) ?? ""
                return "  \(PrintableText.line(column).padded(width))  \(value)"
            }
    }

    private static func text(of value: ColumnValue) -> String {
        switch value {
        case .null: "NULL"
        case .bool(let flag): flag ? "true" : "false"
        case .text(let text): PrintableText.line(text)
        case .list(let list): "[\(PrintableText.line(list.joined(separator: ", "), limit: 200))]"
        }
    }

    private var issues: [String] {
        var lines: [String] = []
        for issue in ticket.issues {
            let link = ticket.link(with: issue)
            let resolution = issue.resolution.map { " (\(PrintableText.line($0)))" } ?? ""
            let status = PrintableText.line(issue.status.name) + resolution
            let kind = link?.kind.rawValue ?? "not linked"
            lines += ["", style.bold("\(PrintableText.line(issue.key))  \(status)  \(kind)")]
            if case .text(let summary) = issue.fields["summary"] ?? .none {
                lines.append("  \(PrintableText.line(summary, limit: 255))")
            }
            lines.append("  \(Self.page(of: PrintableText.line(issue.key), at: site))")
            guard let link else { continue }
            let decision = link.decision.map { ", and \($0.rawValue) is decided" } ?? ""
            lines.append(
                "  last agreed: row \(link.agreed.rawValue), ticket \(link.category.rawValue)\(decision)"
            )
        }
        for key in ticket.missing {
            lines += ["", style.bold("\(PrintableText.line(key))  is not in Jira, or hidden")]
        }
        return ticket.issues.isEmpty && ticket.missing.isEmpty ? ["", "There is no ticket."] : lines
    }

    private var plan: [String] {
        let plan = ticket.plan
        var lines = ["", style.bold("plan")]
        for action in plan.actions {
            let key = action.key.map { " \(PrintableText.line($0))" } ?? ""
            let reason = PrintableText.line(action.reason.text, limit: 200)
            lines.append("  \(action.operation.rawValue)\(key): \(reason)")
            lines += action.steps.flatMap { ChangeLines.lines(of: StepEntry($0)) }
            if let obstacle = action.forecast.obstacle {
                let message = PrintableText.line(obstacle.message, limit: 300)
                lines.append("      \(style.red("cannot be done:")) \(message)")
                lines.append("      → \(PrintableText.line(obstacle.hint, limit: 300))")
            }
        }
        for conflict in plan.conflicts {
            let reason = PrintableText.line(conflict.reason, limit: 200)
            lines.append("  conflict over \(PrintableText.line(conflict.field)): \(reason)")
            lines.append("      To decide: \(PrintableText.line(conflict.hint, limit: 200))")
        }
        for finding in plan.findings {
            lines.append(
                "  \(finding.kind.rawValue): \(PrintableText.line(finding.message, limit: 300))"
            )
        }
        return lines.count == 2 ? lines + ["  nothing to do"] : lines
    }
}

extension TicketText {
    /// The same for programs.
    public var json: JSON {
        [
            "row": .string(ticket.key.text),
            "columns": ticket.row.map { columns(of: $0) } ?? .null,
            "issues": .array(ticket.issues.map(json)),
            "missing": .array(ticket.missing.map(JSON.string)),
            "plan": .object(ticket.plan.outline),
        ]
    }

    private func columns(of row: Row) -> JSON {
        .object(
            JSONObject(
                schema.columns.map { column in
                    let value: JSON =
                        switch row.value(of: column, in: schema) {
                        case nil, .null: .null
                        case .bool(let flag): .bool(flag)
                        case .text(let text): .string(text)
                        case .list(let list): .array(list.map(JSON.string))
                        }
                    return (column, value)
                }
            )
        )
    }

    private func json(_ issue: Issue) -> JSON {
        var summary = JSON.null
        if case .text(let text) = issue.fields["summary"] ?? .none { summary = .string(text) }
        return [
            "key": .string(issue.key),
            "id": .string(issue.id.description),
            "url": .string(Self.page(of: issue.key, at: site)),
            "status": .string(issue.status.name),
            "category": .string(issue.status.category.rawValue),
            "resolution": issue.resolution.map(JSON.string) ?? .null,
            "summary": summary,
            "link": ticket.link(with: issue).map(\.json) ?? .null,
        ]
    }
}
