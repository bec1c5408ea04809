public import JSON
internal import Reconciliation
public import Workflow

/// The status of the state and its last commit.
public struct StatusText: Rendered {
    private let stored: StoredState?
    private let last: HistoryEntry?
    private let style: Style

    /// Prepares a status.
    ///
    /// - Parameters:
    ///   - stored: The committed state; nil for none yet.
    ///   - last: The newest commit of the sync history; nil for none.
    ///   - style: How it is coloured.
    public init(_ stored: StoredState?, last: HistoryEntry?, style: Style = .plain) {
        self.stored = stored
        self.last = last
        self.style = style
    }

    /// The text, with a line feed at the end.
    public var text: String {
        guard let state = stored?.state else {
            return "There is no state yet. `audit-jira plan` shows what a first sync would do.\n"
        }
        let scope = state.scope
        var lines = [
            style.bold("\(counted(state.links.count, "link")), serial \(state.serial)"),
            "  Jira     \(PrintableText.line(scope.project)) at \(PrintableText.line(scope.site))",
            "  table    \(PrintableText.line(scope.table))",
        ]
        for (kind, agreed, count) in counts {
            lines.append("  \(kind.rawValue.padded(8)) \(count) \(agreed.rawValue)")
        }
        if let last {
            lines.append(
                "  last     \(Moment.text(last.time, offset: last.offset))  \(PrintableText.line(last.message.subject))"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The status for programs.
    public var json: JSON {
        guard let state = stored?.state else { return ["state": .null] }
        let links = counts.map { kind, agreed, count in
            JSON.object([
                "kind": .string(kind.rawValue), "agreed": .string(agreed.rawValue), "count": .integer(count),
            ])
        }
        return [
            "state": [
                "lineage": .string(state.lineage),
                "serial": .integer(state.serial),
                "links": .integer(state.links.count),
            ],
            "jira": ["site": .string(state.scope.site), "project": .string(state.scope.project)],
            "table": .string(state.scope.table),
            "counts": .array(links),
            "last": last.map { ["commit": .string($0.commit), "time": .integer(Int($0.time))] } ?? .null,
        ]
    }

    private var counts: [(Link.Kind, Link.Agreement, Int)] {
        let links = stored?.state.links ?? []
        return [Link.Kind.managed, .followed].flatMap { kind in
            [Link.Agreement.open, .resolved, .accepted].compactMap { agreed in
                let count = links.count { $0.kind == kind && $0.agreed == agreed }
                return count > 0 ? (kind, agreed, count) : nil
            }
        }
    }
}

extension String {
    /// The text, filled up with spaces to a width.
    func padded(_ width: Int) -> String {
        count < width ? self + String(repeating: " ", count: width - count) : self
    }
}
