/// Cases 9, 13, 14 and 19: one side of a link is gone.
extension Planner {
    /// Case 9: the row is gone while its issue is open.
    mutating func planRowDeleted(_ link: Link, _ issue: Issue) {
        let gone = Row(key: link.row, path: link.path, debt: nil, text: nil, tickets: nil)
        let drop = Change(.state, Change.link, from: .text(link.key), to: .null)
        guard link.kind == .managed else {
            findings.append(
                Finding(
                    .ticketStillOpen,
                    row: link.row,
                    issue: issue.key,
                    message: "Row \(link.row) is gone from the table, and \(issue.key) is still open."
                )
            )
            addAction(
                .forget,
                row: gone,
                rowExists: false,
                issue: issue,
                reason: "the row is gone",
                changes: [drop]
            )
            return
        }
        guard link.decision != .jira else {
            // Without its marker the issue is people's from now on.
            addAction(
                .forget,
                row: gone,
                rowExists: false,
                issue: issue,
                reason: "the row is gone, and people decided that \(issue.key) stays as it is",
                changes: releaseChanges(of: issue, from: link) + [drop]
            )
            return
        }
        let decided: Policies.RowDeleted? = link.decision == .audit ? .close : nil
        switch decided ?? settings.policies.rowDeleted {
        case .close:
            if let other = followed[issue.id] {
                findings.append(
                    Finding(
                        .ticketStillOpen,
                        row: link.row,
                        issue: issue.key,
                        message:
                            "Row \(link.row) is gone from the table, and \(issue.key) stays open as long as row \(other) has debt, which names it."
                    )
                )
                return
            }
            // Without a state nobody knows the path any more.
            let file = link.path.isEmpty ? "" : " (`\(link.path)`)"
            let comment = "Closed by audit-jira: row \(link.row)\(file) is gone from the table."
            addAction(
                .close,
                row: gone,
                rowExists: false,
                issue: issue,
                reason: "the row is gone from the table",
                changes: statusChanges(of: issue, to: "done", comment: comment) + [drop]
            )
        case .forget:
            addAction(
                .forget,
                row: gone,
                rowExists: false,
                issue: issue,
                reason: "the row is gone",
                changes: [drop]
            )
        case .conflict:
            conflicts.append(
                Conflict(
                    row: link.row,
                    path: link.path,
                    issue: issue.key,
                    field: Change.status,
                    base: "open",
                    rowValue: "gone",
                    issueValue: issue.status.name,
                    reason: "the row is gone from the table, and \(issue.key) is open",
                    hint: resolveHint(link.row, Change.status)
                )
            )
        }
    }

    /// Case 13: the issue is gone while its row has debt.
    mutating func planIssueDeleted(_ member: RowGroup.Member, _ row: Row, _ group: RowGroup) {
        let link = member.link
        let drop = Change(.state, Change.link, from: .text(link.key), to: .null)
        guard link.kind == .managed else {
            addDangling(link.key, of: row)
            addGone(.forget, link, row, reason: "\(link.key) does not exist any more", changes: [drop])
            let isLast =
                group.members.allSatisfy { $0.issue == nil && $0.link.kind == .followed }
                && group.listed.allSatisfy { $0.issue == nil }
            if isLast, member.link.issue == group.members.last?.link.issue {
                addCreate(for: row, reason: "has debt, and its tickets do not exist")
            }
            return
        }
        let decided: Policies.IssueDeleted? =
            switch link.decision {
            case .audit: .recreate
            case .jira: .unlink
            case .link, .unlink, nil: nil
            }
        switch decided ?? settings.policies.issueDeleted {
        case .recreate:
            addCreate(for: row, reason: "\(link.key) was deleted in Jira", replacing: link)
        case .unlink:
            let tickets = row.tickets ?? []
            let rest = tickets.filter { $0 != link.key }
            let change = Change(.row, settings.schema.tickets, from: .list(tickets), to: .list(rest))
            addGone(
                .accept,
                link,
                row,
                reason: "\(link.key) was deleted in Jira: the debt stays without an issue",
                changes: (rest == tickets ? [] : [change]) + [agreement(link, .accepted)]
            )
        case .conflict:
            conflicts.append(
                Conflict(
                    row: row.key,
                    path: row.path,
                    issue: link.key,
                    field: Change.status,
                    base: "open",
                    rowValue: "debt",
                    issueValue: "gone",
                    reason: "the row has debt, and \(link.key) was deleted",
                    hint: resolveHint(row.key, Change.status)
                )
            )
        }
    }

    mutating func planForget(_ member: RowGroup.Member, _ group: RowGroup) {
        let link = member.link
        let row = group.row ?? Row(key: link.row, path: link.path, debt: nil, text: nil, tickets: nil)
        let reason = group.row == nil ? "the row is gone" : "\(link.key) is gone, and the row has no debt"
        let drop = Change(.state, Change.link, from: .text(link.key), to: .null)
        let exists = group.row != nil
        // As long as a clone of it exists, the link is what tells the clone from an issue of ours.
        let hasClone = group.marked.contains { $0.marker?.operation == link.operation }
        if exists, member.issue == nil, hasClone { return }
        if let issue = member.issue {
            addAction(.forget, row: row, rowExists: exists, issue: issue, reason: reason, changes: [drop])
        } else {
            addGone(.forget, link, row, rowExists: exists, reason: reason, changes: [drop])
        }
    }
}
