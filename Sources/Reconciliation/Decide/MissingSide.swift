/// Cases 9, 13, 14 and 19: one side of a link is gone.
struct MissingSide {
    let rules: PlanRules
    let group: RowGroup
    let member: RowGroup.Member
    /// An open issue that was made for the row and that no link knows.
    let spare: Issue?

    private var link: Link { member.link }

    /// Case 13: the issue is gone while its row has debt.
    func issueDeleted() -> RowPlan {
        guard let row = group.row else { return RowPlan() }
        guard link.kind == .managed else { return followedDeleted(row) }
        let decided: Policies.IssueDeleted? =
            switch link.decision {
            case .audit: .recreate
            case .jira: .unlink
            case .link, .unlink, nil: nil
            }
        switch decided ?? rules.policies.issueDeleted {
        case .recreate:
            return NewIssue(rules: rules, row: row, spare: spare)
                .plan(reason: .deleted(link.key), replacing: link)
        case .unlink:
            let isNamed = row.tickets?.contains(link.key) ?? false
            let naming = isNamed ? [rules.draft.ticketStep(of: row, without: [link.key])] : []
            return issueless(
                .accept,
                row,
                reason: .deletedKeepingDebt(link.key),
                steps: naming + [rules.draft.agreement(link.agreed, to: .accepted)]
            )
        case .conflict:
            return RowPlan(
                Conflict.settleable(
                    row: row.key,
                    path: row.path,
                    issue: link.key,
                    base: "open",
                    values: ("debt", "gone"),
                    reason: "the row has debt, and \(link.key) was deleted"
                )
            )
        }
    }

    /// Case 13, where people wrote the issue; the row gets one of the tool's own when the last is gone.
    private func followedDeleted(_ row: Row) -> RowPlan {
        let dropped = issueless(
            .forget,
            row,
            reason: .gone(link.key),
            steps: [rules.draft.drop(link)]
        )
        let isLast =
            group.members.allSatisfy { $0.issue == nil && $0.link.kind == .followed }
            && group.listed.allSatisfy { $0.issue == nil } && link.issue == group.members.last?.link.issue
        let new =
            isLast
            ? NewIssue(rules: rules, row: row, spare: spare)
                .plan(reason: .ticketsMissing) : RowPlan()
        return rules.danglingTicket(link.key, of: row) + dropped + new
    }

    /// Cases 14 and 19: nothing is left to keep in agreement.
    func forget() -> RowPlan {
        // As long as a clone of it exists, the link is what tells the clone from an issue of ours.
        let hasClone = group.marked.contains { $0.marker?.operation == link.operation }
        if group.row != nil, member.issue == nil, hasClone { return RowPlan() }
        let reason: Reason = group.row == nil ? .rowGone : .goneWithoutDebt(link.key)
        return RowPlan(
            rules.draft.action(
                .forget,
                member,
                row: group.row,
                reason: reason,
                steps: [rules.draft.drop(link)]
            )
        )
    }

    /// The issue of an accepted debt is gone.
    func acceptedIssueMissing() -> RowPlan {
        RowPlan(
            Finding(
                .acceptedIssueMissing,
                row: group.key,
                issue: link.key,
                message: "\(link.key), which accepts the debt of row \(group.key), is gone."
            )
        )
    }

    /// Case 9: the row is gone while its issue is open.
    func rowDeleted() -> RowPlan {
        guard let issue = member.issue else { return RowPlan() }
        return GoneRow(rules: rules, group: group, link: link, issue: issue).plan()
    }

    private func issueless(
        _ operation: Operation,
        _ row: Row,
        reason: Reason,
        steps: [Step]
    ) -> RowPlan {
        RowPlan(rules.draft.issueless(operation, link, row: row, reason: reason, steps: steps))
    }
}

/// Case 9: a row that is gone, and its open issue.
struct GoneRow {
    let rules: PlanRules
    let group: RowGroup
    let link: Link
    let issue: Issue

    /// Returns what is to be done.
    func plan() -> RowPlan {
        guard link.kind == .managed else {
            return stillOpen("Row \(link.row) is gone from the table, and \(issue.key) is still open.")
                + forget(reason: .rowGone)
        }
        let decided: Policies.RowDeleted? =
            switch link.decision {
            case .audit: .close
            case .jira: nil
            case .link, .unlink, nil: rules.policies.rowDeleted
            }
        switch decided {
        case nil:
            // Without its marker the issue is people's from now on.
            return forget(
                reason: .rowGoneIssueStays(issue.key),
                releasing: rules.draft.releaseSteps(of: issue, from: link)
            )
        case .close: return close()
        case .forget: return forget(reason: .rowGone)
        case .conflict:
            return RowPlan(
                Conflict.settleable(
                    row: link.row,
                    path: link.path,
                    issue: issue.key,
                    base: "open",
                    values: ("gone", issue.status.name),
                    reason: "the row is gone from the table, and \(issue.key) is open"
                )
            )
        }
    }

    private func close() -> RowPlan {
        if let other = group.followers[issue.id] {
            return stillOpen(
                "Row \(link.row) is gone from the table, and \(issue.key) stays open as long as row \(other) has debt, which names it."
            )
        }
        // Without a state nobody knows the path any more.
        let file = link.path.isEmpty ? "" : " (`\(link.path)`)"
        let comment = "Closed by audit-jira: row \(link.row)\(file) is gone from the table."
        return RowPlan(
            rules.draft.rowless(
                .close,
                link,
                issue: issue,
                reason: .rowGoneFromTable,
                steps: rules.draft.statusSteps(of: issue, to: .done, comment: comment)
                    + [rules.draft.drop(link)]
            )
        )
    }

    private func forget(reason: Reason, releasing: [Step] = []) -> RowPlan {
        let steps = releasing + [rules.draft.drop(link)]
        return RowPlan(
            rules.draft.rowless(.forget, link, issue: issue, reason: reason, steps: steps)
        )
    }

    private func stillOpen(_ message: String) -> RowPlan {
        RowPlan(Finding(.ticketStillOpen, row: link.row, issue: issue.key, message: message))
    }
}
