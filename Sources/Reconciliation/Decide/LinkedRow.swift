/// Cases 7 to 23: a row and the issues it is linked with.
struct LinkedRow {
    let rules: PlanRules
    let group: RowGroup
    /// An open issue that was made for the row and that no link knows.
    let spare: Issue?
    /// Whether its link is one that the plan makes.
    let isAdoption: Bool

    /// Returns what is to be done.
    func plan() -> RowPlan {
        let (parted, rest) = PendingResolution(rules: rules, group: group).parted()
        let (dropped, left) =
            isAdoption ? (RowPlan(), rest) : PendingResolution(rules: rules, group: rest).unlisted()
        let plan =
            left.members.isEmpty
            ? UnlinkedRow(rules: rules, group: left, spare: spare).plan()
            : LinkedMembers(rules: rules, group: left, spare: spare, isAdoption: isAdoption).plan()
        return noted(parted + dropped + plan)
    }

    /// Case 20: what is done for a link says where its row went.
    private func noted(_ plan: consuming RowPlan) -> RowPlan {
        guard let row = group.row else { return plan }
        for link in group.members.lazy.map(\.link) where link.row != row.key {
            let isNoted = plan.actions.contains {
                $0.issue == link.issue && $0.steps.contains(where: \.isRowNote)
            }
            guard !isNoted, let last = plan.actions.lastIndex(where: { $0.issue == link.issue }) else {
                continue
            }
            plan.actions[last].steps += rules.draft.rowStep(of: link, row)
        }
        return plan
    }
}

/// The links of a row that stand, one at least.
struct LinkedMembers {
    let rules: PlanRules
    let group: RowGroup
    let spare: Issue?
    let isAdoption: Bool

    private var pending: PendingResolution { PendingResolution(rules: rules, group: group) }

    /// Returns what is to be done for the links, and for what the row lists beyond them.
    func plan() -> RowPlan {
        let verdicts = RowVerdicts(of: group, by: rules)
        var links = zip(group.members, verdicts.all).map { member, verdict in
            outcome(verdict, of: member, speaks: verdicts.speaker == member.link.issue)
        }
        .joined()
        if pending.isUncovered, let row = group.row {
            links += NewIssue(rules: rules, row: row, spare: spare)
                .plan(reason: .uncovered)
        }
        links.tally.missingIssues += group.members.count { $0.issue == nil && $0.link.agreed != .accepted }
        // An issue that is taken over is more than followed, and no duplicate.
        let heir = spare.flatMap { spare in
            links.actions.contains { $0.operation == .adopt && $0.issue == spare.id } ? spare.id : nil
        }
        let duplicates = DuplicateIssues(rules: rules, group: group)
        return duplicates.plan(but: heir) + duplicates.listed(but: heir) + links
    }

    /// Returns what follows from a verdict: the key in the row first, then the verdict itself, then what notes names and
    /// decisions where neither of both does.
    private func outcome(_ verdict: Verdict, of member: RowGroup.Member, speaks: Bool) -> RowPlan {
        let isSucceeded =
            verdict == .regression && member.link.kind == .managed
            && member.issue.map { rules.isSucceeded($0, in: group) } ?? false
        let standing = isSucceeded ? RowPlan() : standing(member)
        let plan =
            standing
            + carryOut(verdict, of: member, speaks: speaks, isBeside: !standing.actions.isEmpty)
        let isForgotten = verdict == .forget && !plan.actions.isEmpty
        let named = isForgotten ? plan : plan + renamed(member, beside: plan.actions(on: member.link.issue))
        return named + pending.moot(member, beside: named.actions(on: member.link.issue))
    }

    /// Case 20, where nothing else says it: the marker and the state learn the row's key and path.
    ///
    /// - Parameters:
    ///   - member: The link.
    ///   - own: What is done for the link beside.
    /// - Returns: What writes the names, where nothing else does.
    private func renamed(_ member: RowGroup.Member, beside own: [Action]) -> RowPlan {
        guard let row = group.row else { return RowPlan() }
        let isMarked = own.contains { $0.steps.contains(where: \.isMarking) }
        let marking =
            isMarked ? [] : LinkPair(member, in: group).map(rules.draft.markerStep) ?? []
        let steps = marking + (own.isEmpty ? rules.draft.nameSteps(of: member.link, row) : [])
        guard !steps.isEmpty else { return RowPlan() }
        return RowPlan(
            rules.draft.action(
                marking.isEmpty ? .record : .update,
                member,
                row: row,
                reason: rules.updateReason(member.link, row),
                steps: steps
            )
        )
    }

    /// Case 21 and the law that a managed key stands in its row; and case 20 where the key changed.
    private func standing(_ member: RowGroup.Member) -> RowPlan {
        guard !isAdoption, let pair = LinkPair(member, in: group) else { return RowPlan() }
        let (link, row, issue) = (pair.link, pair.row, pair.issue)
        let tickets = row.tickets ?? []
        if issue.key != link.key {
            let isNamed = tickets.contains(link.key) || (row.hasDebt && !tickets.contains(issue.key))
            let naming =
                isNamed ? [rules.draft.ticketStep(of: row, replacing: link.key, by: issue.key)] : []
            return relink(
                pair,
                reason: .moved(from: link.key, to: issue.key),
                steps: naming + [rules.draft.keyStep(of: link, to: issue)]
            )
        }
        guard row.hasDebt, !tickets.contains(issue.key), pair.isToStand else { return RowPlan() }
        return relink(
            pair,
            reason: link.decision == .link ? .linked : .ownUnlisted(issue.key),
            steps: [rules.draft.ticketStep(of: row, replacing: nil, by: issue.key)]
        )
    }

    private func relink(_ pair: LinkPair, reason: Reason, steps: [Step]) -> RowPlan {
        RowPlan(
            rules.draft.action(.relink, row: pair.row, issue: pair.issue, reason: reason, steps: steps)
        )
    }
}

extension LinkPair {
    /// Whether a row with debt has to name the issue.
    fileprivate var isToStand: Bool {
        // What a new managed link needs is written at once, the key with it.
        guard link.decision != .link else { return link.kind == .followed || issue.isClosed }
        return link.kind == .managed && (link.agreed != .accepted || !issue.isClosed)
    }
}

extension LinkedMembers {
    /// Returns what a verdict over a link comes to.
    ///
    /// - Parameters:
    ///   - verdict: The verdict.
    ///   - member: The link.
    ///   - speaks: Whether the link's issue speaks for the row.
    ///   - isBeside: Whether something is done for the link beside.
    /// - Returns: What is to be done.
    private func carryOut(
        _ verdict: Verdict,
        of member: RowGroup.Member,
        speaks: Bool,
        isBeside: Bool
    ) -> RowPlan {
        let missing = MissingSide(rules: rules, group: group, member: member, spare: spare)
        let pair = LinkPair(member, in: group)
        // Verdicts on a link of which a side is gone are for `missing`; the table gives no other, but that there is nothing
        // to do.
        let open = pair.map { OpenLink(rules: rules, group: group, pair: $0) }
        let done = pair.map { DoneLink(rules: rules, group: group, pair: $0, spare: spare) }
        let plan: RowPlan? =
            switch verdict {
            case .nothing: pending.isUncovered ? nil : done?.ticketClosed()
            case .merge(let noting): open?.merge(noting: noting, isAdoption: isAdoption, isBeside: isBeside)
            case .close: done?.close()
            case .rowDeleted: missing.rowDeleted()
            case .resolve: speaks ? done?.resolve() : nil
            case .accept: speaks ? done?.accept() : nil
            case .rewrittenAndClosed: speaks ? done?.rewrittenAndClosed() : nil
            case .agree: done?.agree()
            case .issueDeleted: missing.issueDeleted()
            case .forget: missing.forget()
            case .regression: done?.regression()
            case .unresolve: speaks ? open?.unresolve() : nil
            case .acceptedIssueMissing: missing.acceptedIssueMissing()
            }
        return plan ?? RowPlan()
    }
}
