/// What people decided about links: `link`, `unlink` and `resolve`.
extension Planner {
    /// Parts what people parted: the key leaves the row, the marker leaves the issue, and the link goes.
    mutating func part(from group: inout RowGroup) {
        for member in group.members where member.link.decision == .unlink {
            let link = member.link
            var changes = member.issue.map { releaseChanges(of: $0, from: link) } ?? []
            let keys = [link.key] + (member.issue.map { [$0.key] } ?? [])
            if let row = group.row, row.tickets?.contains(where: keys.contains) ?? false {
                changes.append(ticketChange(of: row, without: keys))
            }
            changes.append(Change(.state, Change.link, from: .text(link.key), to: .null))
            let row = group.row ?? Row(key: link.row, path: link.path, debt: nil, text: nil, tickets: nil)
            let reason = "people parted them"
            let exists = group.row != nil
            if let issue = member.issue {
                addAction(
                    .forget,
                    row: row,
                    rowExists: exists,
                    issue: issue,
                    reason: reason,
                    changes: changes
                )
            } else {
                addGone(.forget, link, row, rowExists: exists, reason: reason, changes: changes)
            }
        }
        // Clones of what is parted are not taken for it.
        let parted = group.members.filter { $0.link.decision == .unlink }.compactMap(\.link.operation)
        group.marked.removeAll { parted.contains($0.marker?.operation ?? "") }
        group.members.removeAll { $0.link.decision == .unlink }
    }

    /// What takes the marker off an issue of the tool's own; one that was made for the row and was only followed since is
    /// released for good, too.
    func releaseChanges(of issue: Issue, from link: Link) -> [Change] {
        guard let marker = issue.marker,
            link.kind == .managed ? marker.operation == link.operation : marker.row == link.row
        else { return [] }
        let labels = issue.labels.filter { $0 != Marker.name }
        let labelling =
            labels == issue.labels
            ? [] : [Change(.issue, "labels", from: .list(issue.labels), to: .list(labels))]
        return labelling + [Change(.issue, Change.marker, from: .text(marker.row.text), to: .null)]
    }

    /// Whether a row has debt, and people decided that the closed tickets which they wrote do not cover it.
    func isUncovered(_ group: RowGroup) -> Bool {
        guard let row = group.row, row.hasDebt else { return false }
        let isDecided = group.members.contains {
            $0.link.decision == .audit && $0.link.kind == .followed && $0.issue != nil
        }
        return isDecided
            && group.members.allSatisfy { $0.link.kind == .followed && $0.issue?.isClosed ?? true }
            && group.listed.allSatisfy { $0.issue?.isClosed ?? true }
    }

    /// Drops a decision that nothing is left of, lest it settles something else one day.
    mutating func planMootDecision(_ member: RowGroup.Member, _ group: RowGroup, since before: Int) {
        let link = member.link
        guard let decision = link.decision, let issue = member.issue else { return }
        if decision == .audit, link.kind == .followed, isUncovered(group) { return }
        guard !actions[before...].contains(where: { $0.issue == link.issue }) else { return }
        let row = group.row ?? Row(key: link.row, path: link.path, debt: nil, text: nil, tickets: nil)
        addAction(
            .record,
            row: row,
            rowExists: group.row != nil,
            issue: issue,
            reason: "there is nothing left to decide",
            changes: [Change(.state, Change.decision, from: .text(decision.rawValue), to: .null)]
        )
    }

    /// Whether a new issue takes the place of a closed one, so that its key need not be put right.
    func isSucceeded(_ member: RowGroup.Member, _ verdict: Verdict) -> Bool {
        guard verdict == .regression, member.link.kind == .managed, let issue = member.issue else {
            return false
        }
        return settings.policies.regression == .create || deadEnds.contains(issue.id)
    }
}
