/// The issue that a row gets: a new one, or one that was created for it already.
struct NewIssue {
    let rules: PlanRules
    let row: Row
    /// An open issue that was made for the row and that no link knows.
    let spare: Issue?

    /// Returns what gives the row an issue.
    ///
    /// - Parameters:
    ///   - reason: Why.
    ///   - old: The link that makes room for the new one, with its key in the row.
    ///   - closed: The issue of that link, which stays closed and is related to the new one; nil when it is gone.
    /// - Returns: What is to be done.
    func plan(reason: Reason, replacing old: Link? = nil, relatedTo closed: Issue? = nil) -> RowPlan {
        guard let spare else {
            return RowPlan(
                rules.draft.create(for: row, reason: reason, replacing: old, relatedTo: closed)
            )
        }
        var plan = RowPlan(succession(of: spare, reason: reason, replacing: old, relatedTo: closed))
        plan.tally.adoptedIssues = 1
        if let old { plan.actions.append(end(of: old, closed, after: spare)) }
        return plan
    }

    /// Takes an issue over which was created for a row already, where another would be created: the run that did it died
    /// before that was recorded.
    private func succession(
        of issue: Issue,
        reason: Reason,
        replacing old: Link?,
        relatedTo closed: Issue?
    ) -> Action {
        let tickets = rules.draft.ticketStep(of: row, replacing: old?.key, by: issue.key)
        return rules.draft.action(
            .adopt,
            row: row,
            issue: issue,
            reason: .succession(reason, by: issue.key),
            steps: rules.draft.relation(to: closed) + (tickets.isIdle ? [] : [tickets])
        )
    }

    /// Drops the link whose place another issue took.
    private func end(of old: Link, _ closed: Issue?, after issue: Issue) -> Action {
        let reason = Reason.replaced(old.key, by: issue.key)
        let steps = [rules.draft.drop(old)]
        guard let closed else {
            return rules.draft.issueless(.forget, old, row: row, reason: reason, steps: steps)
        }
        return rules.draft.action(.forget, row: row, issue: closed, reason: reason, steps: steps)
    }
}
