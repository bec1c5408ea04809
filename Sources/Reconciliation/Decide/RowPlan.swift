extension Planner {
    /// Adds an action on an issue that exists.
    mutating func addAction(
        _ operation: Operation,
        row: Row,
        rowExists: Bool = true,
        issue: Issue,
        reason: String,
        changes: [Change]
    ) {
        let owned = rowExists ? settings.mapping.render(row)["labels"]?.list ?? [] : []
        actions.append(
            Action(
                operation,
                row: row.key,
                path: row.path,
                issue: issue.id,
                key: issue.key,
                reason: reason,
                precondition: Precondition(
                    row: rowExists ? fingerprint.precondition(of: row) : nil,
                    issue: fingerprint.precondition(of: issue, owned: owned)
                ),
                changes: changes
            )
        )
    }

    /// Adds an action on a link whose issue is gone, or does not matter.
    mutating func addGone(
        _ operation: Operation,
        _ link: Link,
        _ row: Row,
        rowExists: Bool = true,
        reason: String,
        changes: [Change]
    ) {
        actions.append(
            Action(
                operation,
                row: row.key,
                path: row.path,
                issue: link.issue,
                key: link.key,
                reason: reason,
                precondition: Precondition(row: rowExists ? fingerprint.precondition(of: row) : nil),
                changes: changes
            )
        )
    }

    /// Adds an action that writes into the row what its issue's status says.
    mutating func addRowAction(
        _ operation: Operation,
        _ row: Row,
        _ issue: Issue,
        _ updates: [RowUpdates.Assignment],
        merged: [Change] = [],
        reason: String
    ) {
        let changes = RowUpdates.changes(updates, of: row, for: issue, in: settings.schema)
        addAction(
            operation,
            row: row,
            issue: issue,
            reason: reason,
            changes: merged.filter { $0.side == .issue } + changes + merged.filter { $0.side != .issue }
        )
    }

    /// Adds the link of an issue that people wrote.
    ///
    /// A key under which the issue is not known any more is replaced in the row.
    mutating func addFollow(_ issue: Issue, _ row: Row, listedAs key: String) {
        let changes = key == issue.key ? [] : [ticketChange(of: row, replacing: key, by: issue.key)]
        let reason = issue.isClosed ? "which is closed" : "which people wrote"
        addAction(.follow, row: row, issue: issue, reason: "lists \(key), \(reason)", changes: changes)
    }

    /// Adds the creation of an issue for a row.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - reason: Why.
    ///   - old: The link that makes room for the new one, with its key in the row.
    ///   - closed: The issue of that link, which stays closed and is related to the new one; nil when it is gone.
    mutating func addCreate(
        for row: Row,
        reason: String,
        replacing old: Link? = nil,
        relatedTo closed: Issue? = nil
    ) {
        if let spare {
            addSuccession(of: spare, for: row, reason: reason, replacing: old, relatedTo: closed)
            return
        }
        let fields = settings.mapping.render(row)
        var changes: [Change] = []
        for field in settings.mapping.fields {
            let value = fields[field.name] ?? .none
            if value != .none {
                changes.append(Change(.issue, field.name, from: .null, to: ChangeValue(value)))
            }
        }
        if let closed {
            changes.append(Change(.issue, Change.relates, from: .null, to: .text(closed.key)))
        }
        changes.append(ticketChange(of: row, replacing: old?.key, by: Change.newKey))
        actions.append(
            Action(
                .create,
                row: row.key,
                path: row.path,
                issue: old?.issue,
                key: old?.key,
                reason: reason,
                precondition: Precondition(
                    row: fingerprint.precondition(of: row),
                    issue: closed.map {
                        fingerprint.precondition(of: $0, owned: fields["labels"]?.list ?? [])
                    }
                ),
                changes: changes
            )
        )
    }

    /// Adds that an issue is taken over which was created for a row already, where another would be created: the run that
    /// did it died before that was recorded.
    private mutating func addSuccession(
        of issue: Issue,
        for row: Row,
        reason: String,
        replacing old: Link?,
        relatedTo closed: Issue?
    ) {
        // Where the row names it already, it is more than followed.
        actions.removeAll { $0.operation == .follow && $0.row == row.key && $0.issue == issue.id }
        findings.removeAll { $0.kind == .duplicateIssue && $0.row == row.key && $0.issue == issue.key }
        var changes: [Change] = []
        if let closed {
            changes.append(Change(.issue, Change.relates, from: .null, to: .text(closed.key)))
        }
        let tickets = ticketChange(of: row, replacing: old?.key, by: issue.key)
        if tickets.from != tickets.to { changes.append(tickets) }
        adoptedIssues += 1
        addAction(
            .adopt,
            row: row,
            issue: issue,
            reason: "\(reason), and \(issue.key) was created for this row",
            changes: changes
        )
        guard let old else { return }
        let drop = Change(.state, Change.link, from: .text(old.key), to: .null)
        let why = "\(issue.key) took the place of \(old.key)"
        if let closed {
            addAction(.forget, row: row, issue: closed, reason: why, changes: [drop])
        } else {
            addGone(.forget, old, row, reason: why, changes: [drop])
        }
    }

    /// The change that puts a key into a row's tickets, in the place of another or at the end.
    func ticketChange(of row: Row, replacing old: String?, by new: String) -> Change {
        var tickets = row.tickets ?? []
        if let old, let index = tickets.firstIndex(of: old) {
            if tickets.contains(new) { tickets.remove(at: index) } else { tickets[index] = new }
        } else if !tickets.contains(new) {
            tickets.append(new)
        }
        let from: ChangeValue = row.tickets.map(ChangeValue.list) ?? .null
        return Change(.row, settings.schema.tickets, from: from, to: .list(tickets))
    }

    /// The change that takes keys out of a row's tickets.
    func ticketChange(of row: Row, without keys: [String]) -> Change {
        let tickets = row.tickets ?? []
        let rest = tickets.filter { !keys.contains($0) }
        return Change(.row, settings.schema.tickets, from: .list(tickets), to: .list(rest))
    }
}
