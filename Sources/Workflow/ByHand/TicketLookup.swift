import Reconciliation

/// Looks at single rows and what belongs to them, and changes nothing.
public struct TicketLookup: Sendable {
    private let sides: Sides
    private var issues: any IssueReader { sides.issues }
    private var report: EventSink { sides.report }

    /// Prepares to look.
    public init(_ sides: Sides) { self.sides = sides }

    /// Looks at a row, or at every row that an issue belongs to.
    ///
    /// - Parameters:
    ///   - subject: A row's key or path, or an issue's key.
    ///   - stored: The committed state; nil for none yet.
    /// - Returns: What was seen, by row key; one row at least.
    /// - Throws: A `Problem`, also when there is no such row or issue.
    public func look(at subject: String, _ stored: StoredState?) async throws -> [TicketView] {
        let scope = try await sides.locate(boundTo: stored?.state.scope).scope
        let names = try await rowNames(of: subject, stored?.state)
        let snapshot = try await RowLookup(sides).look(at: names, stored?.state, withStrays: true)
        let known = Set(snapshot.keys.filter(snapshot.knows)).sorted()
        guard !known.isEmpty else { throw Problem.nothingIsNamed(subject) }
        let binding = Binding(stored, scope: scope, configuration: sides.configuration)
        let draft = try await issues.checkReopened(
            in: snapshot.settled.draft(binding),
            of: snapshot.settled,
            binding
        )
        var plan = draft.plan(refresh: .full, rows: 0, rowsWithDebt: 0)
        plan = plan.about(known.map(\.text))
        try await issues.foresee(&plan, report)
        return known.map { key in
            ticket(at: key, in: snapshot, state: stored?.state, plan: plan.about([key.text]))
        }
    }

    /// The rows that are meant: as they are named, or those of the issue that is named.
    private func rowNames(of subject: String, _ state: State?) async throws -> [String] {
        let links = state?.links ?? []
        if links.contains(where: { $0.row.text == subject || $0.path == subject }) { return [subject] }
        let name = subject.uppercased()
        let linked = Set(links.filter { $0.key == name }.map(\.row.text))
        guard linked.isEmpty else { return linked.sorted() }
        guard let key = IssueKey(name) else { return [subject] }
        report(.began("Reading the table"))
        let listing = try await sides.rows.read(into: TicketRows(ticket: key.text)).sink.rows
        return listing.isEmpty ? [subject] : listing.sorted()
    }

    private func ticket(
        at key: RowKey,
        in snapshot: RowLookup.Snapshot,
        state: State?,
        plan: Plan
    ) -> TicketView {
        let row = snapshot.rows[key]
        // A row with another key or path now is linked as what it was.
        let linkedKey = snapshot.settled.linkedKey(of: key)
        let links = (state?.links ?? []).filter { $0.row == key || $0.row == linkedKey }
        let ids = Set(links.map(\.issue))
        let tickets = row?.tickets ?? []
        let issues = snapshot.issues.filter { issue in
            ids.contains(issue.id) || tickets.contains(issue.key) || issue.marker?.row == key
        }
        let managed = Set(links.lazy.filter { $0.kind == .managed }.map(\.issue))
        let found = Set(
            issues.map(\.key) + links.filter { link in issues.contains { $0.id == link.issue } }.map(\.key)
        )
        return TicketView(
            key: key,
            row: row,
            links: links,
            issues: issues.sorted { left, right in
                let (isLeft, isRight) = (managed.contains(left.id), managed.contains(right.id))
                return isLeft == isRight ? left.id < right.id : isLeft
            },
            missing: Set(links.map(\.key) + tickets).subtracting(found).sorted(),
            plan: plan
        )
    }
}

/// Gathers the keys of the rows that list a ticket.
private struct TicketRows: RowSink {
    let ticket: String
    let interest = RowInterest.everything
    var rows: [String] = []

    mutating func add(_ row: Row) {
        if row.tickets?.contains(ticket) == true { rows.append(row.key.text) }
    }
}
