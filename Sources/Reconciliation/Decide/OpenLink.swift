/// Cases 7, 17, 18 and 20: both sides are open, or are to be.
struct OpenLink {
    let rules: PlanRules
    let group: RowGroup
    let pair: LinkPair

    /// Cases 7, 18 and 20: compares field by field.
    ///
    /// - Parameters:
    ///   - noting: Whether to note that both are open again.
    ///   - isAdoption: Whether the link is one that the plan makes.
    ///   - isBeside: Whether something is done for the link beside.
    /// - Returns: What is to be done.
    func merge(noting: Bool, isAdoption: Bool, isBeside: Bool) -> RowPlan {
        let (link, row, issue) = (pair.link, pair.row, pair.issue)
        let starting = noting ? [] : startSteps
        // Templates see the row as it will be, so that nothing is left to do afterwards.
        let merged = FieldMerge(pair.with(row: row.after(starting, rules.settings.schema)), by: rules)
        let steps = steps(merged, noting: noting)
        let report = merged.report(pair)
        let isWrite = steps.contains(where: \.isIssueStep)
        let update =
            isWrite
            ? RowPlan(
                rules.draft.action(
                    .update,
                    row: row,
                    issue: issue,
                    reason: rules.updateReason(link, row),
                    steps: steps
                )
            ) : RowPlan()
        guard starting.isEmpty else { return update + start(learned: isWrite ? [] : steps) + report }
        let noted = steps + rules.draft.categoryStep(of: link, to: issue)
        // Status, key, row and path follow from whatever else is done for the link.
        let isImplied = isAdoption || (isBeside && noted.allSatisfy(\.isImplied))
        guard !isWrite, !noted.isEmpty, !isImplied else { return update + report }
        return RowPlan(
            rules.draft.action(
                .record,
                row: row,
                issue: issue,
                reason: noted.allSatisfy(\.isNameNote) ? rules.updateReason(link, row) : .changedInJira,
                steps: noted
            )
        ) + report
    }

    /// What is written into the row when the issue was started; nothing where it was not.
    private var startSteps: [Step] {
        guard pair.issue.status.category == .indeterminate, pair.link.category != .indeterminate else {
            return []
        }
        let (updates, schema) = (rules.settings.updates.onStarted, rules.settings.schema)
        return RowUpdates.steps(updates, of: pair.row, for: pair.issue, in: schema)
    }

    /// What is written to the issue, what puts its key into the row, and what the state learns.
    private func steps(_ merged: FieldMerge, noting: Bool) -> [Step] {
        let (link, row, issue) = (pair.link, pair.row, pair.issue)
        var steps = rules.draft.markerStep(of: pair) + merged.steps
        if noting { steps.append(rules.draft.agreement(link.agreed, to: .open)) }
        if link.kind == .managed, link.decision == .link, !(row.tickets ?? []).contains(issue.key) {
            steps.append(rules.draft.ticketStep(of: row, replacing: nil, by: issue.key))
        }
        return steps + rules.draft.nameSteps(of: link, row)
    }

    /// Marks the row as being worked on, with what the state learns beside.
    private func start(learned: [Step]) -> RowPlan {
        RowPlan(
            rules.draft.rowAction(
                .start,
                row: pair.row,
                issue: pair.issue,
                updates: rules.settings.updates.onStarted,
                merged: learned,
                reason: .started(pair.issue.key, status: pair.issue.status.name)
            )
        )
    }
}

extension OpenLink {
    /// Case 17: the issue was opened again; what both sides did to the fields while it was closed is merged too.
    func unresolve() -> RowPlan {
        let (row, issue) = (pair.row, pair.issue)
        let (updates, schema) = (rules.settings.updates.onReopened, rules.settings.schema)
        let after = row.after(RowUpdates.steps(updates, of: row, for: issue, in: schema), schema)
        let merged = FieldMerge(pair.with(row: after), by: rules)
        // A row with debt names all its tickets, though somebody took some out while it had none.
        // A key that is in the row and changed is replaced by the relink.
        let tickets = row.tickets ?? []
        let dropped = group.members.filter { !tickets.contains($0.link.key) }.compactMap(\.issue?.key)
        let named = tickets + dropped.filter { !tickets.contains($0) }
        let naming = named == tickets ? [] : [rules.draft.ticketStep(of: row, to: named)]
        let action = rules.draft.rowAction(
            .unresolve,
            row: row,
            issue: issue,
            updates: updates,
            merged: merged.steps + naming,
            reason: .openedAgain(issue.key)
        )
        return RowPlan(action) + merged.report(pair) + siblings(as: after)
    }

    /// What the row will say counts for its other issues of the tool's own, too.
    private func siblings(as after: Row) -> RowPlan {
        group.members.map { other in
            guard other.link.issue != pair.link.issue, other.link.kind == .managed,
                let issue = other.issue, !issue.isClosed, !issue.isRemembered
            else { return RowPlan() }
            let sibling = LinkPair(link: other.link, row: after, issue: issue)
            let merged = FieldMerge(sibling, by: rules)
            guard merged.isWrite else { return merged.report(sibling) }
            let action = rules.draft.action(
                .update,
                row: pair.row,
                issue: issue,
                reason: rules.updateReason(other.link, after),
                steps: merged.steps
            )
            return RowPlan(action) + merged.report(sibling)
        }
        .joined()
    }
}

extension PlanRules {
    /// Returns why an issue is written: what became of its row.
    func updateReason(_ link: Link, _ row: Row) -> Reason {
        if link.decision == .link { return .linked }
        if row.key != link.row { return .keyWas(link.row) }
        if row.path != link.path { return .fileWas(link.path) }
        if let text = link.text, text != fingerprint.text(of: row) { return .rewritten }
        return .fieldsDiffer
    }
}
