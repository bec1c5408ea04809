/// Issues that the tool made, or that look so, beyond the links; and what a row lists beyond them.
struct DuplicateIssues {
    let rules: PlanRules
    let group: RowGroup

    /// Cases 22 and 23, where the row has an issue already.
    ///
    /// - Parameter heir: The issue that the row takes over; nil mostly.
    /// - Returns: What is to be done about the marked issues.
    func plan(but heir: IssueID?) -> RowPlan {
        group.marked.filter { !$0.isClosed }.map { issue in
            if let original = group.members.first(where: { $0.link.operation == issue.marker?.operation }) {
                return clone(issue, of: original.link.key)
            }
            guard let row = group.row else {
                return StrandedIssue(rules: rules, group: group, issue: issue).plan()
            }
            if let original = closableOriginal(of: issue) { return close(issue, of: original, row) }
            return issue.id == heir ? RowPlan() : duplicate(issue)
        }
        .joined()
    }

    /// The tickets that a row with debt lists and that no link of it knows.
    func listed(but heir: IssueID?) -> RowPlan {
        guard let row = group.row, row.hasDebt else { return RowPlan() }
        return group.listed.map { listed in
            guard let issue = listed.issue else { return rules.danglingTicket(listed.key, of: row) }
            guard issue.id != heir else { return RowPlan() }
            return RowPlan(rules.draft.follow(issue, listedAs: listed.key, by: row))
        }
        .joined()
    }

    private var ownMember: RowGroup.Member? { group.members.first { $0.link.kind == .managed } }

    /// The older issue of the row, where the younger is to be closed.
    private func closableOriginal(of issue: Issue) -> Issue? {
        guard rules.policies.duplicates == .close, group.listedKey(of: issue) == nil,
            let own = ownMember?.issue, !own.isClosed, own.id < issue.id
        else { return nil }
        return own
    }

    /// Case 22 with `duplicates: close`: the younger of two issues for one row.
    private func close(_ issue: Issue, of original: Issue, _ row: Row) -> RowPlan {
        let comment =
            "Closed by audit-jira: \(original.key) was created for row \(row.key) (`\(row.path)`) before."
        return RowPlan(
            rules.draft.action(
                .close,
                row: row,
                issue: issue,
                reason: .duplicate(of: original.key),
                steps: rules.draft.duplicateSteps(of: original)
                    + rules.draft.statusSteps(of: issue, to: .done, comment: comment)
            )
        )
    }

    private func duplicate(_ issue: Issue) -> RowPlan {
        let name = ownMember?.link.key ?? "another issue"
        return RowPlan(
            Finding(
                .duplicateIssue,
                row: group.key,
                issue: issue.key,
                message: "\(issue.key) was created for row \(group.key) too, which has \(name)."
            )
        )
    }

    private func clone(_ issue: Issue, of original: String) -> RowPlan {
        RowPlan(
            Finding(
                .clone,
                row: group.key,
                issue: issue.key,
                message: "\(issue.key) carries the marker of \(original): it is a clone, and is left alone."
            )
        )
    }
}

/// An open issue of the tool's own whose row is gone, and that no link knows.
struct StrandedIssue {
    let rules: PlanRules
    let group: RowGroup
    let issue: Issue

    /// Returns what is to be done; with a lost state what follows is as in case 9.
    ///
    /// Where there is a state, its link was forgotten, and the issue stays as people have it. Without one, it may be the
    /// issue of another table whose tickets stand in the same project.
    func plan() -> RowPlan {
        let isAtHome = issue.marker.map { group.lineagesAtHome.contains($0.lineage) } ?? false
        guard rules.isLost, isAtHome, rules.policies.rowDeleted != .forget else {
            return RowPlan(
                Finding(
                    .strayIssue,
                    row: group.key,
                    issue: issue.key,
                    message: "\(issue.key) was created for row \(group.key), which the table does not have."
                )
            )
        }
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
        let gone = GoneRow(rules: rules, group: group, link: link, issue: issue)
        var plan = rules.policies.rowDeleted == .close ? RowPlan(adoption(by: link)) : RowPlan()
        plan.tally.strandedIssues = 1
        return plan + gone.plan()
    }

    private func adoption(by link: Link) -> Action {
        rules.draft.rowless(
            .adopt,
            link,
            issue: issue,
            reason: .createdForRow(issue.key),
            steps: []
        )
    }
}

extension PlanRules {
    /// Case 4: a ticket that does not exist.
    ///
    /// Only in the project that is looked after can a missing ticket be told from a hidden one: keys of others stay.
    func danglingTicket(_ key: String, of row: Row) -> RowPlan {
        let isPruned = policies.pruneDangling && key.hasPrefix(project + "-")
        if isPruned, row.tickets?.contains(key) ?? false { return RowPlan(draft.prune(key, from: row)) }
        return RowPlan(
            Finding(
                .danglingTicket,
                row: row.key,
                issue: key,
                message: "Row \(row.key) names \(key), which does not exist or is hidden from this account."
            )
        )
    }
}
