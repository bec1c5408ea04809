extension Planner {
    /// Carries a verdict out: actions, conflicts and findings for one link.
    mutating func carryOut(
        _ verdict: Verdict,
        _ member: RowGroup.Member,
        _ group: RowGroup,
        rowVerdict: Int?,
        isAdoption: Bool,
        hasAction: Bool
    ) {
        let link = member.link
        let speaks = rowVerdict.map { group.members[$0].link.issue == link.issue } ?? false
        switch (verdict, group.row, member.issue) {
        case (.nothing, let row?, let issue?) where group.members.count == 1 && link.agreed == .open:
            if !isUncovered(group) { addClosed(issue, of: row) }
        case (.nothing, _, _): break
        case (.merge(let noting), let row?, let issue?):
            planMerge(member, row, issue, noting: noting, isAdoption: isAdoption, hasAction: hasAction)
        case (.close, let row?, let issue?): planClose(link, row, issue)
        case (.rowDeleted, _, let issue?): planRowDeleted(link, issue)
        case (.resolve, let row?, let issue?):
            guard speaks else { break }
            let how = issue.resolution.map { "\(issue.key) was closed as \($0)" } ?? "\(issue.key) was closed"
            addRowAction(.resolve, row, issue, settings.updates.onResolved, reason: how)
        case (.accept, let row?, let issue?):
            guard speaks else { break }
            addAction(
                .accept,
                row: row,
                issue: issue,
                reason: "\(issue.key) was closed as \(issue.resolution ?? issue.status.name): the debt stays",
                changes: [agreement(link, .accepted)]
            )
        case (.rewrittenAndClosed, let row?, let issue?):
            guard speaks else { break }
            conflicts.append(
                Conflict(
                    row: row.key,
                    path: row.path,
                    issue: issue.key,
                    field: Change.status,
                    base: "open",
                    rowValue: "debt, rewritten",
                    issueValue: issue.status.name,
                    reason: "the debt was rewritten, and \(issue.key) was closed",
                    hint: resolveHint(row.key, Change.status)
                )
            )
        case (.agree, let row?, let issue?):
            addAction(
                .record,
                row: row,
                issue: issue,
                reason: "the debt is gone, and \(issue.key) is closed",
                changes: [agreement(link, .resolved)]
            )
        case (.issueDeleted, let row?, nil): planIssueDeleted(member, row, group)
        case (.forget, _, _): planForget(member, group)
        case (.regression, let row?, let issue?):
            planRegression(member, row, issue, isSucceeded: isSucceeded(member, verdict))
        case (.unresolve, let row?, let issue?):
            if speaks { planUnresolve(link, row, issue, group) }
        case (.acceptedIssueMissing, _, _):
            findings.append(
                Finding(
                    .acceptedIssueMissing,
                    row: group.key,
                    issue: link.key,
                    message: "\(link.key), which accepts the debt of row \(group.key), is gone."
                )
            )
        default: break
        }
    }

    private mutating func planClose(_ link: Link, _ row: Row, _ issue: Issue) {
        guard link.kind == .managed else {
            findings.append(
                Finding(
                    .ticketStillOpen,
                    row: row.key,
                    issue: issue.key,
                    message: "Row \(row.key) has no debt any more, and \(issue.key) is still open."
                )
            )
            return
        }
        if let other = followed[issue.id] {
            findings.append(
                Finding(
                    .ticketStillOpen,
                    row: row.key,
                    issue: issue.key,
                    message:
                        "Row \(row.key) has no debt any more, and \(issue.key) stays open as long as row \(other) has, which names it."
                )
            )
            return
        }
        let comment = "Closed by audit-jira: row \(row.key) (`\(row.path)`) has no technical debt any more."
        addAction(
            .close,
            row: row,
            issue: issue,
            reason: "the row has no debt any more",
            changes: statusChanges(of: issue, to: "done", comment: comment)
        )
    }

    /// The debt stands, and its only ticket was closed before that was noted.
    private mutating func addClosed(_ issue: Issue, of row: Row) {
        guard row.hasDebt, issue.isClosed else { return }
        findings.append(
            Finding(
                .ticketClosed,
                row: row.key,
                issue: issue.key,
                message: "Row \(row.key) has debt, and its only ticket \(issue.key) is closed."
            )
        )
    }

    /// Case 17: the issue was opened again; what both sides did to the fields while it was closed is merged too.
    private mutating func planUnresolve(_ link: Link, _ row: Row, _ issue: Issue, _ group: RowGroup) {
        let updates = settings.updates.onReopened
        let after = row.after(
            RowUpdates.changes(updates, of: row, for: issue, in: settings.schema),
            settings.schema
        )
        let merged = link.kind == .managed ? fieldMerge(link, after, issue) : FieldMerge()
        // A row with debt names all its tickets, though somebody took some out while it had none.
        // A key that is in the row and changed is replaced by the relink.
        let tickets = row.tickets ?? []
        let dropped = group.members.filter { !tickets.contains($0.link.key) }.compactMap(\.issue?.key)
        let named = tickets + dropped.filter { !tickets.contains($0) }
        let before: ChangeValue = row.tickets.map(ChangeValue.list) ?? .null
        let standing = Change(.row, settings.schema.tickets, from: before, to: .list(named))
        addRowAction(
            .unresolve,
            row,
            issue,
            updates,
            merged: merged.changes + (named == tickets ? [] : [standing]),
            reason: "\(issue.key) was opened again"
        )
        report(merged, link, row, issue)
        planSiblings(of: link, group, as: after)
    }

    /// What the row will say counts for its other issues of the tool's own, too.
    private mutating func planSiblings(of link: Link, _ group: RowGroup, as row: Row) {
        guard let before = group.row else { return }
        for other in group.members where other.link.issue != link.issue && other.link.kind == .managed {
            guard let issue = other.issue, !issue.isClosed, !issue.isRemembered else { continue }
            let merged = fieldMerge(other.link, row, issue)
            if merged.isWrite {
                addAction(
                    .update,
                    row: before,
                    issue: issue,
                    reason: updateReason(other.link, row),
                    changes: merged.changes
                )
            }
            report(merged, other.link, row, issue)
        }
    }

    /// Case 16: the debt is back while the issue is closed.
    private mutating func planRegression(
        _ member: RowGroup.Member,
        _ row: Row,
        _ issue: Issue,
        isSucceeded: Bool
    ) {
        let link = member.link
        guard link.kind == .managed else {
            // People decided that it covers the debt no more: a new issue says so.
            guard link.decision == nil else { return }
            findings.append(
                Finding(
                    .ticketClosed,
                    row: row.key,
                    issue: issue.key,
                    message: "Row \(row.key) has debt again, and \(issue.key) is closed."
                )
            )
            return
        }
        guard !isSucceeded else {
            let why = deadEnds.contains(issue.id) ? "cannot be opened again" : "stays closed"
            var old = link
            old.key = row.tickets?.contains(link.key) ?? false ? link.key : issue.key
            addCreate(
                for: row,
                reason: "the row has debt again, and \(issue.key) \(why)",
                replacing: old,
                relatedTo: issue
            )
            return
        }
        let comment = "Reopened by audit-jira: row \(row.key) (`\(row.path)`) has technical debt again."
        let merged = fieldMerge(link, row, issue)
        addAction(
            .reopen,
            row: row,
            issue: issue,
            reason: "the row has debt again",
            changes: merged.changes + statusChanges(of: issue, to: "open", comment: comment)
        )
        report(merged, link, row, issue)
    }

    func statusChanges(of issue: Issue, to target: String, comment: String) -> [Change] {
        [
            Change(.issue, Change.status, from: .text(issue.status.name), to: .text(target)),
            Change(.issue, Change.comment, from: .null, to: .text(comment)),
        ]
    }

    /// The command that settles a conflict.
    func resolveHint(_ row: RowKey, _ field: String) -> String {
        "audit-jira resolve \(row.text.shellQuoted) --field \(field.shellQuoted) --take audit (or jira)"
    }

    func agreement(_ link: Link, _ new: Link.Agreement) -> Change {
        Change(.state, "agreed", from: .text(link.agreed.rawValue), to: .text(new.rawValue))
    }
}
