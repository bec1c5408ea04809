/// Issues that the tool made, or that look so, beyond the links; and tickets that do not exist.
extension Planner {
    /// Cases 22 and 23, where the row has an issue already.
    mutating func planStrays(_ group: RowGroup) {
        for issue in group.marked where !issue.isClosed {
            if let original = group.members.first(where: { $0.link.operation == issue.marker?.operation }) {
                addClone(issue, of: original.link.key, row: group.key)
                continue
            }
            guard group.row != nil else {
                strand(issue, group)
                continue
            }
            let mine = group.members.first { $0.link.kind == .managed }
            let isListed = group.listed.contains { $0.issue?.id == issue.id }
            if settings.policies.duplicates == .close, !isListed, let row = group.row, let mine,
                let own = mine.issue,
                !own.isClosed, own.id < issue.id
            {
                planDuplicate(issue, of: own, row)
                continue
            }
            let name = mine?.link.key ?? "another issue"
            findings.append(
                Finding(
                    .duplicateIssue,
                    row: group.key,
                    issue: issue.key,
                    message: "\(issue.key) was created for row \(group.key) too, which has \(name)."
                )
            )
        }
    }

    /// Case 22 with `duplicates: close`: the younger of two issues for one row.
    private mutating func planDuplicate(_ issue: Issue, of original: Issue, _ row: Row) {
        let comment =
            "Closed by audit-jira: \(original.key) was created for row \(row.key) (`\(row.path)`) before."
        addAction(
            .close,
            row: row,
            issue: issue,
            reason: "a duplicate of \(original.key)",
            changes: [
                Change(.issue, Change.duplicates, from: .null, to: .text(original.key)),
                Change(.issue, Change.resolution, from: .null, to: .text("Duplicate")),
            ] + statusChanges(of: issue, to: "done", comment: comment)
        )
    }

    mutating func addClone(_ issue: Issue, of original: String, row: RowKey) {
        findings.append(
            Finding(
                .clone,
                row: row,
                issue: issue.key,
                message: "\(issue.key) carries the marker of \(original): it is a clone, and is left alone."
            )
        )
    }

    /// Case 4: a ticket that does not exist.
    ///
    /// Only in the project that is looked after can a missing ticket be told from a hidden one: keys of others stay.
    mutating func addDangling(_ key: String, of row: Row) {
        let isPruned = settings.policies.pruneDangling && key.hasPrefix(project + "-")
        guard isPruned, row.tickets?.contains(key) ?? false else {
            findings.append(
                Finding(
                    .danglingTicket,
                    row: row.key,
                    issue: key,
                    message:
                        "Row \(row.key) names \(key), which does not exist or is hidden from this account."
                )
            )
            return
        }
        actions.append(
            Action(
                .forget,
                row: row.key,
                path: row.path,
                key: key,
                reason: "\(key) does not exist",
                precondition: Precondition(row: fingerprint.precondition(of: row)),
                changes: [ticketChange(of: row, without: [key])]
            )
        )
    }
}
