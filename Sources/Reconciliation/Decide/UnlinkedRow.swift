/// Cases 1 to 6 of the decision table: nothing is linked yet.
struct UnlinkedRow {
    let rules: PlanRules
    let group: RowGroup
    /// An open issue that was made for the row and that no link knows.
    let spare: Issue?

    /// Returns what is to be done.
    func plan() -> RowPlan {
        guard let row = group.row else { return stranded() }
        let ours = ownIssue(of: row)
        if let ours, !isContested(ours, row) { return AdoptedIssue(self, row: row, issue: ours).plan() }
        guard row.hasDebt else { return RowPlan() }
        let dangling = group.listed.filter { $0.issue == nil }
            .map { rules.danglingTicket($0.key, of: row) }.joined()
        return dangling + firstLook(at: row, tickets(beside: ours))
    }

    /// The issue that the tool made for the row, if any.
    ///
    /// A closed one is news only to a state that was lost, or to a row with debt. Of several the one that the row names is
    /// its own.
    private func ownIssue(of row: Row) -> Issue? {
        guard !group.marked.isEmpty else { return nil }
        let names = Set(group.listed.compactMap { $0.issue?.id })
        let originals = group.originals
        let known = originals.filter { names.contains($0.id) } + originals.filter { !names.contains($0.id) }
        return known.first { !$0.isClosed } ?? (row.hasDebt || rules.isLost ? known.first : nil)
    }

    /// Returns whether people are to decide between a row with debt and its closed issue.
    private func isContested(_ ours: Issue, _ row: Row) -> Bool {
        row.hasDebt && ours.isClosed && rules.policies.meaning(of: ours.resolution) == .resolve
            && rules.policies.firstContact == .conflict
    }

    /// The tickets of the row that exist; beside closed ones, the issue that the tool made counts, too.
    private func tickets(beside ours: Issue?) -> [Ticket] {
        let found = group.listed.compactMap { listed in
            listed.issue.map { Ticket(key: listed.key, issue: $0) }
        }
        guard let ours, found.allSatisfy({ $0.issue.isClosed && $0.issue.id != ours.id }) else {
            return found
        }
        return found + [Ticket(key: ours.key, issue: ours)]
    }

    private func firstLook(at row: Row, _ found: [Ticket]) -> RowPlan {
        if found.isEmpty {
            return NewIssue(rules: rules, row: row, spare: spare)
                .plan(reason: group.listed.isEmpty ? .noTicket : .ticketsMissing)
        }
        if found.allSatisfy(\.issue.isClosed) { return closedTickets(found, of: row) }
        return following(found, by: row)
    }

    /// Case 6 without a row: the state was lost, and the row is gone; what follows is as in case 9.
    private func stranded() -> RowPlan {
        group.originals.filter { !$0.isClosed }
            .map { StrandedIssue(rules: rules, group: group, issue: $0).plan() }.joined()
    }
}

extension UnlinkedRow {
    /// A ticket that a row lists, and its issue.
    private struct Ticket {
        var key: String
        var issue: Issue
    }

    /// Case 3: the row says debt, its tickets are done.
    private func closedTickets(_ found: [Ticket], of row: Row) -> RowPlan {
        switch rules.policies.firstContact {
        case .conflict:
            RowPlan(
                Conflict.settleable(
                    row: row.key,
                    path: row.path,
                    issue: found.map(\.issue.key).joined(separator: ", "),
                    base: nil,
                    values: ("debt", found.map(\.issue.status.name).joined(separator: ", ")),
                    reason: "the row has debt, and all its tickets are closed"
                )
            )
        case .jira: following(found, by: row) + ending(found, of: row)
        case .audit:
            following(found, by: row)
                + NewIssue(rules: rules, row: row, spare: spare)
                .plan(reason: .ticketsClosed)
        }
    }

    /// Case 3 with `first_contact: jira`: the row is resolved, or its debt accepted.
    private func ending(_ found: [Ticket], of row: Row) -> RowPlan {
        if let accepting = found.first(where: { rules.isAccepting($0.issue) }) {
            return RowPlan(
                rules.draft.action(
                    .accept,
                    row: row,
                    issue: accepting.issue,
                    reason: .allClosedKeepingDebt,
                    steps: [rules.draft.agreement(.open, to: .accepted)]
                )
            )
        }
        var plan = RowPlan(
            rules.draft.rowAction(
                .resolve,
                row: row,
                issue: found[0].issue,
                updates: rules.settings.updates.onResolved,
                reason: .allClosed
            )
        )
        plan.tally.resolvedAtSight = 1
        return plan
    }

    private func following(_ found: [Ticket], by row: Row) -> RowPlan {
        RowPlan(found.map { rules.draft.follow($0.issue, listedAs: $0.key, by: row) })
    }
}

/// Case 6: the state was lost, or a run died; and case 3, where the issue is closed while the row says debt.
private struct AdoptedIssue {
    let rules: PlanRules
    let group: RowGroup
    let spare: Issue?
    let row: Row
    let issue: Issue

    init(_ unlinked: UnlinkedRow, row: Row, issue: Issue) {
        (rules, group, spare) = (unlinked.rules, unlinked.group, unlinked.spare)
        (self.row, self.issue) = (row, issue)
    }

    /// Whether the row has debt that its closed issue does not cover; a debt that people accepted is no contradiction.
    private var isBack: Bool { row.hasDebt && issue.isClosed && !rules.isAccepting(issue) }

    func plan() -> RowPlan {
        let isRegression = isBack && rules.policies.firstContact == .audit
        let link = link(agreed: isRegression ? .resolved : .open)
        var plan =
            isRegression && rules.isSucceeded(issue, in: group) ? successor(of: link) : adoption(of: link)
        if !issue.isClosed { plan.tally.adoptedIssues += 1 }
        if isBack, !isRegression { plan.tally.resolvedAtSight += 1 }
        return plan
    }

    private func link(agreed: Link.Agreement) -> Link {
        Link(
            row: row.key,
            path: row.path,
            issue: issue.id,
            key: issue.key,
            kind: .managed,
            agreed: agreed,
            category: issue.isClosed ? .new : issue.status.category,
            operation: issue.marker?.operation
        )
    }

    /// The issue stays closed, and another takes its place.
    private func successor(of link: Link) -> RowPlan {
        var old = link
        old.key = group.listedKey(of: issue) ?? issue.key
        let new = NewIssue(rules: rules, row: row, spare: spare)
            .plan(
                reason: .ownStaysClosed(issue.key),
                replacing: old,
                relatedTo: issue
            )
        let others = group.listed.compactMap { other -> Action? in
            guard let listed = other.issue, listed.id != issue.id else { return nil }
            return rules.draft.follow(listed, listedAs: other.key, by: row)
        }
        return new + RowPlan(others)
    }

    /// The issue is linked with the row, and planned for as if it had been.
    private func adoption(of link: Link) -> RowPlan {
        let listed = group.listedKey(of: issue)
        let isNamed = !row.hasDebt || listed == issue.key
        let naming = isNamed ? [] : [rules.draft.ticketStep(of: row, replacing: listed, by: issue.key)]
        let action = rules.draft.action(
            .adopt,
            row: row,
            issue: issue,
            reason: .createdForRow(issue.key),
            steps: naming
        )
        let side: IssueSide =
            issue.isClosed
            ? .closed(rules.policies.meaning(of: issue.resolution)) : .open(seenClosed: false)
        var adopted = group
        adopted.members = [RowGroup.Member(link: link, issue: issue, side: side)]
        adopted.marked.removeAll { $0.id == issue.id }
        adopted.listed.removeAll { $0.issue?.id == issue.id }
        return RowPlan(action)
            + LinkedRow(rules: rules, group: adopted, spare: spare, isAdoption: true).plan()
    }
}
