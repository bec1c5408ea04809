/// What people decided about links: `link`, `unlink` and `resolve`.
struct PendingResolution {
    let rules: PlanRules
    let group: RowGroup

    /// Parts what people parted: the key leaves the row, the marker leaves the issue, and the link goes.
    ///
    /// - Returns: What parts them, and the group that is left.
    func parted() -> (plan: RowPlan, left: RowGroup) {
        let leaving = group.members.filter { $0.link.decision == .unlink }
        guard !leaving.isEmpty else { return (RowPlan(), group) }
        // Clones of what is parted are not taken for it.
        let operations = leaving.compactMap(\.link.operation)
        var left = group
        left.marked.removeAll { operations.contains($0.marker?.operation ?? "") }
        left.members.removeAll { $0.link.decision == .unlink }
        return (RowPlan(leaving.map(parting)), left)
    }

    private func parting(_ member: RowGroup.Member) -> Action {
        let link = member.link
        let release = member.issue.map { rules.draft.releaseSteps(of: $0, from: link) } ?? []
        let keys = [link.key] + (member.issue.map { [$0.key] } ?? [])
        let isNamed = group.row?.tickets?.contains(where: keys.contains) ?? false
        let naming =
            isNamed ? group.row.map { [rules.draft.ticketStep(of: $0, without: keys)] } ?? [] : []
        return rules.draft.action(
            .forget,
            member,
            row: group.row,
            reason: .parted,
            steps: release + naming + [rules.draft.drop(link)]
        )
    }

    /// Drops the links of tickets that people wrote and that somebody took out of a row with debt.
    ///
    /// - Returns: What drops them, and the group that is left.
    func unlisted() -> (plan: RowPlan, left: RowGroup) {
        guard let row = group.row, row.hasDebt else { return (RowPlan(), group) }
        let tickets = row.tickets ?? []
        var (plan, left) = (RowPlan(), group)
        for member in group.members where member.link.kind == .followed && member.link.decision != .link {
            guard let issue = member.issue, !tickets.contains(member.link.key), !tickets.contains(issue.key)
            else { continue }
            plan.actions.append(
                rules.draft.action(
                    .forget,
                    row: row,
                    issue: issue,
                    reason: .unlisted(member.link.key),
                    steps: [rules.draft.drop(member.link)]
                )
            )
            left.members.removeAll { $0.link.issue == member.link.issue }
        }
        return (plan, left)
    }

    /// Whether the row has debt, and people decided that the closed tickets which they wrote do not cover it.
    var isUncovered: Bool {
        guard let row = group.row, row.hasDebt else { return false }
        let isDecided = group.members.contains {
            $0.link.decision == .audit && $0.link.kind == .followed && $0.issue != nil
        }
        return isDecided
            && group.members.allSatisfy { $0.link.kind == .followed && $0.issue?.isClosed ?? true }
            && group.listed.allSatisfy { $0.issue?.isClosed ?? true }
    }

    /// Drops a decision that nothing is left of, lest it settles something else one day.
    ///
    /// - Parameters:
    ///   - member: The link.
    ///   - own: What is done for the link beside.
    /// - Returns: What drops the decision.
    func moot(_ member: RowGroup.Member, beside own: [Action]) -> RowPlan {
        guard let decision = member.link.decision, member.issue != nil, own.isEmpty else { return RowPlan() }
        if decision == .audit, member.link.kind == .followed, isUncovered { return RowPlan() }
        return RowPlan(
            rules.draft.action(
                .record,
                member,
                row: group.row,
                reason: .moot,
                steps: [rules.draft.drop(decision)]
            )
        )
    }
}
