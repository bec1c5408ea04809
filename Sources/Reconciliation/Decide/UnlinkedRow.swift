/// Cases 1 to 6 of the decision table, and case 3 for issues of ours.
extension Planner {
    /// Cases 1 to 6 of the decision table: nothing is linked yet.
    mutating func planFirstContact(_ group: RowGroup) {
        guard let row = group.row else { return planStranded(group) }
        // The oldest issue of an operation is the original, the others are clones of it.
        var operations: Set<String> = []
        let originals = group.marked.filter { operations.insert($0.marker?.operation ?? "").inserted }
        // A closed one is news only to a state that was lost, or to a row with debt.
        // Of several the one that the row names is its own.
        let names = Set(group.listed.compactMap { $0.issue?.id })
        let known = originals.filter { names.contains($0.id) } + originals.filter { !names.contains($0.id) }
        let ours = known.first { !$0.isClosed } ?? (row.hasDebt || isLost ? known.first : nil)
        let isDone = ours.map { $0.isClosed && settings.policies.meaning(of: $0.resolution) == .resolve }
        let isContested = row.hasDebt && isDone == true && settings.policies.firstContact == .conflict
        if let ours, !isContested {
            planAdoption(of: ours, for: row, in: group)
            return
        }
        guard row.hasDebt else { return }
        var found = group.listed.compactMap { listed in listed.issue.map { (key: listed.key, issue: $0) } }
        if let ours, found.allSatisfy({ $0.issue.isClosed && $0.issue.id != ours.id }) {
            found.append((key: ours.key, issue: ours))
        }
        for listed in group.listed where listed.issue == nil { addDangling(listed.key, of: row) }
        if found.isEmpty {
            let reason =
                group.listed.isEmpty ? "has debt and no ticket" : "has debt, and its tickets do not exist"
            addCreate(for: row, reason: reason)
        } else if found.allSatisfy(\.issue.isClosed) {
            planClosedTickets(found, of: row, in: group)
        } else {
            for listed in found { addFollow(listed.issue, row, listedAs: listed.key) }
        }
    }

    /// Case 6 without a row: the state was lost, and the row is gone; what follows is as in case 9.
    private mutating func planStranded(_ group: RowGroup) {
        var operations: Set<String> = []
        for issue in group.marked where operations.insert(issue.marker?.operation ?? "").inserted {
            if !issue.isClosed { strand(issue, group) }
        }
    }

    /// An open issue of the tool's own whose row is gone, and that no link knows.
    ///
    /// Where there is a state, its link was forgotten, and the issue stays as people have it. Without one, it may be the
    /// issue of another table whose tickets stand in the same project.
    mutating func strand(_ issue: Issue, _ group: RowGroup) {
        let isAtHome = issue.marker.map { lineagesAtHome.contains($0.lineage) } ?? false
        guard isLost, isAtHome, settings.policies.rowDeleted != .forget else {
            findings.append(
                Finding(
                    .strayIssue,
                    row: group.key,
                    issue: issue.key,
                    message: "\(issue.key) was created for row \(group.key), which the table does not have."
                )
            )
            return
        }
        strandedIssues += 1
        let link = Link(
            row: group.key,
            path: group.path,
            issue: issue.id,
            key: issue.key,
            kind: .managed,
            agreed: .open,
            category: issue.status.category,
            operation: issue.marker?.operation
        )
        if settings.policies.rowDeleted == .close {
            addAction(
                .adopt,
                row: Row(key: link.row, path: link.path, debt: nil, text: nil, tickets: nil),
                rowExists: false,
                issue: issue,
                reason: "\(issue.key) was created for this row",
                changes: []
            )
        }
        planRowDeleted(link, issue)
    }

    /// Case 3: the row says debt, its tickets are done.
    private mutating func planClosedTickets(
        _ found: [(key: String, issue: Issue)],
        of row: Row,
        in group: RowGroup
    ) {
        switch settings.policies.firstContact {
        case .conflict:
            conflicts.append(
                Conflict(
                    row: row.key,
                    path: row.path,
                    issue: found.map(\.issue.key).joined(separator: ", "),
                    field: Change.status,
                    base: nil,
                    rowValue: "debt",
                    issueValue: found.map(\.issue.status.name).joined(separator: ", "),
                    reason: "the row has debt, and all its tickets are closed",
                    hint: resolveHint(row.key, Change.status)
                )
            )
        case .jira:
            for listed in found { addFollow(listed.issue, row, listedAs: listed.key) }
            let reason = "all its tickets are closed"
            guard let accepting = found.first(where: { isAccepting($0.issue) }) else {
                resolvedAtSight += 1
                addRowAction(.resolve, row, found[0].issue, settings.updates.onResolved, reason: reason)
                break
            }
            let (from, to) = (Link.Agreement.open.rawValue, Link.Agreement.accepted.rawValue)
            addAction(
                .accept,
                row: row,
                issue: accepting.issue,
                reason: reason + ": the debt stays",
                changes: [Change(.state, "agreed", from: .text(from), to: .text(to))]
            )
        case .audit:
            for listed in found { addFollow(listed.issue, row, listedAs: listed.key) }
            addCreate(for: row, reason: "has debt, and all its tickets are closed")
        }
    }

    /// Whether an issue was closed in a way that keeps the debt.
    private func isAccepting(_ issue: Issue) -> Bool {
        issue.isClosed && settings.policies.meaning(of: issue.resolution) == .accept
    }

    /// Case 6: the state was lost, or a run died; and case 3, where the issue is closed while the row says debt.
    private mutating func planAdoption(of issue: Issue, for row: Row, in group: RowGroup) {
        if !issue.isClosed { adoptedIssues += 1 }
        // A debt that people accepted is no contradiction.
        let isRegression =
            row.hasDebt && issue.isClosed && !isAccepting(issue) && settings.policies.firstContact == .audit
        if row.hasDebt, issue.isClosed, !isAccepting(issue), !isRegression { resolvedAtSight += 1 }
        let link = Link(
            row: row.key,
            path: row.path,
            issue: issue.id,
            key: issue.key,
            kind: .managed,
            agreed: isRegression ? .resolved : .open,
            category: issue.isClosed ? .new : issue.status.category,
            operation: issue.marker?.operation
        )
        let listed = group.listed.first { $0.issue?.id == issue.id }?.key
        if isRegression, settings.policies.regression == .create || deadEnds.contains(issue.id) {
            var old = link
            old.key = listed ?? issue.key
            let why = "has debt, and \(issue.key), which was created for it, stays closed"
            addCreate(for: row, reason: why, replacing: old, relatedTo: issue)
            for other in group.listed {
                guard let listed = other.issue, listed.id != issue.id else { continue }
                addFollow(listed, row, listedAs: other.key)
            }
            return
        }
        var changes: [Change] = []
        if row.hasDebt, listed != issue.key {
            changes.append(ticketChange(of: row, replacing: listed, by: issue.key))
        }
        addAction(
            .adopt,
            row: row,
            issue: issue,
            reason: "\(issue.key) was created for this row",
            changes: changes
        )
        let side: IssueSide =
            issue.isClosed
            ? .closed(settings.policies.meaning(of: issue.resolution)) : .open(seenClosed: false)
        var adopted = group
        adopted.members = [RowGroup.Member(link: link, issue: issue, side: side)]
        adopted.marked.removeAll { $0.id == issue.id }
        adopted.listed.removeAll { $0.issue?.id == issue.id }
        planLinked(adopted, isAdoption: true)
    }
}
