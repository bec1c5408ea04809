import Reconciliation

/// Rows and issues of an imaginary code base: of five rows one has debt, and each of these an issue that agrees with it.
struct Sample {
    /// How the two sides are to differ from the state.
    enum Variant {
        /// Nothing changed.
        case same
        /// One row in a hundred is due for a create, an update, a close or a resolve, in equal parts.
        case changed
    }

    /// What became of a row.
    private enum Change {
        case none, rewritten, cleared, closed, indebted
    }

    static let lineage = "0b5e55ed-0000-4000-8000-000000000000"
    static let debtEvery = 5
    private static let layers = ["Models", "Services", "Routers", "Interface", "Tools", "Tests"]
    private static let areas = [
        "orders", "recipes", "stock", "deliveries", "invoices", "accounts", "reports",
    ]
    private static let faults = [
        "Prices are kept as floating-point numbers, so that totals drift by a cent",
        "The query is put together from strings and asks once a line",
        "Errors are caught, logged and forgotten; callers take nothing for an answer",
        "Two copies of the same rule exist, and they no longer agree",
        "There are no tests, and the function is four hundred lines long",
    ]

    let mapping: Mapping
    let variant: Variant

    /// Returns the row with a number from 0.
    func row(_ number: Int) -> Row {
        let change = change(of: number)
        var hasDebt = number.isMultiple(of: Self.debtEvery)
        if change == .cleared { hasDebt = false }
        if change == .indebted { hasDebt = true }
        let layer = number % Self.layers.count
        let name = "module_\(number).py"
        let area = Self.areas[number % Self.areas.count]
        return Row(
            key: RowKey("\(1_000_000 + number)"),
            path: "src/\(area)/part_\(number / 1000)/\(name)",
            debt: hasDebt,
            text: hasDebt ? debt(number) + (change == .rewritten ? " It got worse." : "") : nil,
            tickets: hasDebt && change != .indebted ? [key(number)] : [],
            also: [
                .text(name), .text("\(layer + 1)"), .text(Self.layers[layer]), .text("ACTIVE"),
                .list([area.uppercased(), "NIGHTLY"]), .text(hasDebt ? "IN_PROGRESS" : "COMPLETED"),
                .text("2026-03-0\(1 + number % 9) 08:00:00"),
            ]
        )
    }

    /// Returns the issue of the row with a number; nil when the state has none for it.
    func issue(_ number: Int) -> Issue? {
        guard number.isMultiple(of: Self.debtEvery) else { return nil }
        let isClosed = change(of: number) == .closed
        // What Jira has is what was sent when the sides agreed.
        let sent = mapping.render(Sample(mapping: mapping, variant: .same).row(number))
        var issue = Issue(
            id: IssueID(UInt64(10_000 + number)),
            key: key(number),
            status: isClosed
                ? IssueStatus(id: "10003", name: "Done", category: .done)
                : IssueStatus(id: "10000", name: "To Do", category: .new),
            resolution: isClosed ? "Done" : nil,
            resolved: isClosed ? "2026-03-10T08:00:00Z" : nil,
            fields: sent,
            marker: Marker(
                row: RowKey("\(1_000_000 + number)"),
                lineage: Self.lineage,
                operation: operation(number)
            )
        )
        if case .list(let labels) = sent["labels"] { issue.labels = labels }
        return issue
    }

    /// Returns the link between a row and its issue, as an apply that made the issue left it.
    static func link(_ row: Row, _ issue: Issue, by fingerprint: Fingerprint, _ mapping: Mapping) -> Link {
        let sent = mapping.render(row)
        let names = mapping.tracked.map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return Link(
            row: row.key,
            path: row.path,
            issue: issue.id,
            key: issue.key,
            kind: .managed,
            agreed: .open,
            category: issue.status.category,
            operation: issue.marker?.operation,
            content: fingerprint.content(of: row),
            text: fingerprint.text(of: row),
            fields: names.map { name in
                FieldBase(
                    name: name,
                    sent: fingerprint.remembered(sent[name] ?? .none, as: name),
                    read: fingerprint.remembered(issue.fields[name] ?? .none, as: name)
                )
            }
        )
    }

    private func change(of number: Int) -> Change {
        guard variant == .changed else { return .none }
        switch (number / 100 % 4, number % 100) {
        case (0, 0): return .rewritten
        case (1, 0): return .cleared
        case (2, 0): return .closed
        case (3, 1): return .indebted
        default: return .none
        }
    }

    private func debt(_ number: Int) -> String {
        let first = Self.faults[number / Self.debtEvery % Self.faults.count]
        let second = Self.faults[number / 7 % Self.faults.count]
        return "\(first), as the review of file \(number) found. \(second). Nobody has looked after it since."
    }

    private func key(_ number: Int) -> String { "CCS-\(number / Self.debtEvery + 1)" }

    private func operation(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "0fe7a710-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }
}
