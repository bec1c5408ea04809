/// Makes actions, with what must still be true for them to run.
struct ActionDraft {
    let rules: PlanRules

    /// Returns an action on an issue and a row that exist.
    func action(
        _ operation: Operation,
        row: Row,
        issue: Issue,
        reason: Reason,
        steps: [Step]
    ) -> Action {
        let owned = rules.settings.mapping.render(row)["labels"]?.list ?? []
        return Action(
            operation,
            row: row.key,
            path: row.path,
            issue: issue.id,
            key: issue.key,
            reason: reason,
            precondition: Precondition(
                row: rules.fingerprint.precondition(of: row),
                issue: rules.fingerprint.precondition(of: issue, owned: owned)
            ),
            steps: steps
        )
    }

    /// Returns an action on an issue whose row is gone.
    func rowless(
        _ operation: Operation,
        _ link: Link,
        issue: Issue,
        reason: Reason,
        steps: [Step]
    ) -> Action {
        Action(
            operation,
            row: link.row,
            path: link.path,
            issue: issue.id,
            key: issue.key,
            reason: reason,
            precondition: Precondition(issue: rules.fingerprint.precondition(of: issue, owned: [])),
            steps: steps
        )
    }

    /// Returns an action on a link whose issue is gone, or does not matter; the row is nil when it is gone, too.
    func issueless(
        _ operation: Operation,
        _ link: Link,
        row: Row?,
        reason: Reason,
        steps: [Step]
    ) -> Action {
        Action(
            operation,
            row: row?.key ?? link.row,
            path: row?.path ?? link.path,
            issue: link.issue,
            key: link.key,
            reason: reason,
            precondition: Precondition(row: row.map(rules.fingerprint.precondition)),
            steps: steps
        )
    }

    /// Returns an action on a link of which either side may be gone.
    func action(
        _ operation: Operation,
        _ member: RowGroup.Member,
        row: Row?,
        reason: Reason,
        steps: [Step]
    ) -> Action {
        switch (row, member.issue) {
        case (let row?, let issue?):
            action(operation, row: row, issue: issue, reason: reason, steps: steps)
        case (nil, let issue?):
            rowless(operation, member.link, issue: issue, reason: reason, steps: steps)
        case (_, nil):
            issueless(operation, member.link, row: row, reason: reason, steps: steps)
        }
    }

    /// Returns an action that writes into the row what its issue's status says.
    ///
    /// Of what was merged beside, the issue is written before, and the state learns after.
    func rowAction(
        _ operation: Operation,
        row: Row,
        issue: Issue,
        updates: [RowUpdates.Assignment],
        merged: [Step] = [],
        reason: Reason
    ) -> Action {
        let written = RowUpdates.steps(updates, of: row, for: issue, in: rules.settings.schema)
        let steps = merged.filter(\.isIssueStep) + written + merged.filter { !$0.isIssueStep }
        return action(operation, row: row, issue: issue, reason: reason, steps: steps)
    }

    /// Returns an action that links an issue which people wrote.
    ///
    /// A key under which the issue is not known any more is replaced in the row.
    func follow(_ issue: Issue, listedAs key: String, by row: Row) -> Action {
        let steps = key == issue.key ? [] : [ticketStep(of: row, replacing: key, by: issue.key)]
        return action(
            .follow,
            row: row,
            issue: issue,
            reason: .lists(key, isClosed: issue.isClosed),
            steps: steps
        )
    }

    /// Returns an action that takes the key of an issue which does not exist out of a row.
    func prune(_ key: String, from row: Row) -> Action {
        Action(
            .forget,
            row: row.key,
            path: row.path,
            key: key,
            reason: .dangling(key),
            precondition: Precondition(row: rules.fingerprint.precondition(of: row)),
            steps: [ticketStep(of: row, without: [key])]
        )
    }

    /// Returns an action that creates an issue for a row.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - reason: Why.
    ///   - old: The link that makes room for the new one, with its key in the row.
    ///   - closed: The issue of that link, which stays closed and is related to the new one; nil when it is gone.
    /// - Returns: The action.
    func create(for row: Row, reason: Reason, replacing old: Link?, relatedTo closed: Issue?) -> Action {
        let fields = rules.settings.mapping.render(row)
        var steps: [Step] = []
        for field in rules.settings.mapping.fields {
            let value = fields[field.name] ?? .none
            if value != .none {
                steps.append(.setting(field.name, from: .none, to: value))
            }
        }
        steps += relation(to: closed)
        steps.append(ticketStep(of: row, replacing: old?.key, by: .created))
        let labels = fields["labels"]?.list ?? []
        return Action(
            .create,
            row: row.key,
            path: row.path,
            issue: old?.issue,
            key: old?.key,
            reason: reason,
            precondition: Precondition(
                row: rules.fingerprint.precondition(of: row),
                issue: closed.map { rules.fingerprint.precondition(of: $0, owned: labels) }
            ),
            steps: steps
        )
    }
}
