/// Cases 8, 10 to 12 and 16: one side or both say that it is done.
struct DoneLink {
    let rules: PlanRules
    let group: RowGroup
    let pair: LinkPair
    /// An open issue that was made for the row and that no link knows.
    let spare: Issue?

    private var link: Link { pair.link }
    private var row: Row { pair.row }
    private var issue: Issue { pair.issue }

    /// Case 8: the debt is gone while the issue is open.
    func close() -> RowPlan {
        guard link.kind == .managed else {
            return finding(
                .ticketStillOpen,
                "Row \(row.key) has no debt any more, and \(issue.key) is still open."
            )
        }
        if let other = group.followers[issue.id] {
            return finding(
                .ticketStillOpen,
                "Row \(row.key) has no debt any more, and \(issue.key) stays open as long as row \(other) has, which names it."
            )
        }
        let comment = "Closed by audit-jira: row \(row.key) (`\(row.path)`) has no technical debt any more."
        return action(
            .close,
            reason: .debtGone,
            steps: rules.draft.statusSteps(of: issue, to: .done, comment: comment)
        )
    }

    /// Case 10: the issue was closed, and the debt goes out of the row.
    func resolve() -> RowPlan {
        RowPlan(
            rules.draft.rowAction(
                .resolve,
                row: row,
                issue: issue,
                updates: rules.settings.updates.onResolved,
                reason: .closed(issue.key, resolution: issue.resolution)
            )
        )
    }

    /// Case 10: the issue was closed, and the debt stays.
    func accept() -> RowPlan {
        action(
            .accept,
            reason: .closedKeepingDebt(issue.key, as: issue.resolution ?? issue.status.name),
            steps: [rules.draft.agreement(link.agreed, to: .accepted)]
        )
    }

    /// Case 11: the issue was closed, and the debt was rewritten.
    func rewrittenAndClosed() -> RowPlan {
        RowPlan(
            Conflict.settleable(
                row: row.key,
                path: row.path,
                issue: issue.key,
                base: "open",
                values: ("debt, rewritten", issue.status.name),
                reason: "the debt was rewritten, and \(issue.key) was closed"
            )
        )
    }

    /// Case 12: both say that it is done.
    func agree() -> RowPlan {
        action(
            .record,
            reason: .bothDone(issue.key),
            steps: [rules.draft.agreement(link.agreed, to: .resolved)]
        )
    }

    /// The debt stands, and its only ticket was closed before that was noted.
    func ticketClosed() -> RowPlan {
        guard group.members.count == 1, link.agreed == .open, row.hasDebt, issue.isClosed else {
            return RowPlan()
        }
        return finding(
            .ticketClosed,
            "Row \(row.key) has debt, and its only ticket \(issue.key) is closed."
        )
    }

    /// Case 16: the debt is back while the issue is closed.
    func regression() -> RowPlan {
        guard link.kind == .managed else {
            // People decided that it covers the debt no more: a new issue says so.
            guard link.decision == nil else { return RowPlan() }
            return finding(.ticketClosed, "Row \(row.key) has debt again, and \(issue.key) is closed.")
        }
        guard !rules.isSucceeded(issue, in: group) else {
            var old = link
            old.key = row.tickets?.contains(link.key) ?? false ? link.key : issue.key
            return NewIssue(rules: rules, row: row, spare: spare)
                .plan(
                    reason: .debtBack(closed: issue.key, hasWayBack: !group.deadEnds.contains(issue.id)),
                    replacing: old,
                    relatedTo: issue
                )
        }
        let comment = "Reopened by audit-jira: row \(row.key) (`\(row.path)`) has technical debt again."
        let merged = FieldMerge(pair, by: rules)
        return action(
            .reopen,
            reason: .debtAgain,
            steps: merged.steps + rules.draft.statusSteps(of: issue, to: .open, comment: comment)
        ) + merged.report(pair)
    }

    private func action(_ operation: Operation, reason: Reason, steps: [Step]) -> RowPlan {
        RowPlan(
            rules.draft.action(operation, row: row, issue: issue, reason: reason, steps: steps)
        )
    }

    private func finding(_ kind: Finding.Kind, _ message: String) -> RowPlan {
        RowPlan(Finding(kind, row: row.key, issue: issue.key, message: message))
    }
}
