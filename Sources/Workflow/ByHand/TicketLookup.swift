public import Reconciliation

/// Looks at single rows and what belongs to them, and changes nothing.
public struct TicketLookup: Sendable {
    private let rows: any RowReader
    private let issues: any IssueReader
    private let settings: Settings
    private let configuration: Digest
    private let report: EventSink

    /// Prepares to look.
    ///
    /// - Parameters:
    ///   - rows: The table.
    ///   - issues: Jira.
    ///   - settings: The settings of the comparison.
    ///   - configuration: The digest of all settings that a plan depends on.
    ///   - report: Where progress goes.
    public init(
        rows: any RowReader,
        issues: any IssueReader,
        settings: Settings,
        configuration: Digest,
        report: @escaping EventSink
    ) {
        self.rows = rows
        self.issues = issues
        self.settings = settings
        self.configuration = configuration
        self.report = report
    }

    /// Looks at a row, or at every row that an issue belongs to.
    ///
    /// - Parameters:
    ///   - subject: A row's key or path, or an issue's key.
    ///   - stored: The committed state; nil for none yet.
    /// - Returns: What was seen, by row key; one row at least.
    /// - Throws: A `Problem`, also when there is no such row or issue.
    public func look(at subject: String, _ stored: StoredState?) async throws -> [TicketView] {
        report(.began("Asking Jira who and where"))
        let site = try await issues.site()
        let scope = Scope(site, table: try await rows.identity())
        if let stored { try Refresh.check(stored.state.scope, against: scope) }
        let names = try await rowNames(of: subject, stored?.state)
        let lookup = RowLookup(rows: rows, issues: issues, settings: settings, report: report)
        let seen = try await lookup.look(at: names, stored?.state, withStrays: true)
        let known = Set(seen.keys.filter(seen.knows)).sorted()
        guard !known.isEmpty else {
            throw Problem(
                .failure,
                "There is no row '\(subject)', and no row has a ticket of that name",
                hint: "Name a row by its key or its path, or an issue by its key"
            )
        }
        let binding = Binding(stored, scope: scope, configuration: configuration)
        let draft = try await issues.checkReopened(
            in: seen.settled.draft(binding),
            of: seen.settled,
            binding
        )
        var plan = draft.plan(refresh: .full, rows: 0, rowsWithDebt: 0)
        plan = plan.about(known.map(\.text))
        try await issues.foresee(&plan, report)
        return known.map { ticket(at: $0, seen, plan, stored?.state) }
    }

    /// The rows that are meant: as they are named, or those of the issue that is named.
    private func rowNames(of subject: String, _ state: State?) async throws -> [String] {
        let links = state?.links ?? []
        if links.contains(where: { $0.row.text == subject || $0.path == subject }) { return [subject] }
        let key = subject.uppercased()
        let linked = Set(links.filter { $0.key == key }.map(\.row.text))
        guard linked.isEmpty else { return linked.sorted() }
        guard Self.isIssueKey(key) else { return [subject] }
        report(.began("Reading the table"))
        let listing = try await rows.read(into: TicketRows(ticket: key)).sink.rows
        return listing.isEmpty ? [subject] : listing.sorted()
    }

    /// Whether a text has the form of an issue's key.
    private static func isIssueKey(_ text: String) -> Bool {
        guard let dash = text.lastIndex(of: "-") else { return false }
        let (project, number) = (text[..<dash], text[dash...].dropFirst())
        return project.first?.isLetter == true && !number.isEmpty && number.allSatisfy(\.isNumber)
    }

    private func ticket(at key: RowKey, _ seen: RowLookup.Seen, _ plan: Plan, _ state: State?) -> TicketView {
        let row = seen.rows[key]
        // A row with another key or path now is linked as what it was.
        let linkedKey = seen.settled.linkedKey(of: key)
        let links = (state?.links ?? []).filter { $0.row == key || $0.row == linkedKey }
        let ids = Set(links.map(\.issue))
        let tickets = row?.tickets ?? []
        let issues = seen.issues.filter { issue in
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
            plan: plan.about([key.text])
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
