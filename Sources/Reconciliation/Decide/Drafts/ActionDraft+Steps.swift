extension ActionDraft {
    /// Returns the step that puts a ticket into a row's list, in the place of another or at the end.
    func ticketStep(of row: Row, replacing old: String?, by new: TicketRef) -> Step {
        let before = row.tickets ?? []
        var tickets = before.map { TicketRef($0) }
        if let old, let index = before.firstIndex(of: old) {
            if tickets.contains(new) { tickets.remove(at: index) } else { tickets[index] = new }
        } else if !tickets.contains(new) {
            tickets.append(new)
        }
        return ticketStep(from: row.tickets, to: tickets)
    }

    /// Returns the step that puts a key into a row's tickets, in the place of another or at the end.
    func ticketStep(of row: Row, replacing old: String?, by new: String) -> Step {
        ticketStep(of: row, replacing: old, by: TicketRef(new))
    }

    /// Returns the step that takes keys out of a row's tickets.
    func ticketStep(of row: Row, without keys: [String]) -> Step {
        let tickets = row.tickets ?? []
        return ticketStep(from: tickets, to: tickets.filter { !keys.contains($0) }.map { TicketRef($0) })
    }

    /// Returns the step that makes keys a row's tickets.
    func ticketStep(of row: Row, to tickets: [String]) -> Step {
        ticketStep(from: row.tickets, to: tickets.map { TicketRef($0) })
    }

    private func ticketStep(from old: [String]?, to tickets: [TicketRef]) -> Step {
        .row(.tickets(column: rules.settings.schema.tickets, from: old, to: tickets))
    }

    /// Returns the steps that move an issue to another status, with a comment that says why.
    func statusSteps(of issue: Issue, to goal: MoveGoal, comment: String) -> [Step] {
        [.issue(.move(from: issue.status.name, to: goal)), .issue(.comment(comment))]
    }

    /// Returns the steps that say of which issue another is a duplicate.
    func duplicateSteps(of original: Issue) -> [Step] {
        [.issue(.relate(.duplicates, to: original.key)), .issue(.resolution("Duplicate"))]
    }

    /// Returns the step that relates an issue to the closed one whose place it takes; none without one.
    func relation(to closed: Issue?) -> [Step] {
        closed.map { [.issue(.relate(.relates, to: $0.key))] } ?? []
    }

    /// Returns the step that notes what a link's row says.
    func agreement(_ old: Link.Agreement, to new: Link.Agreement) -> Step {
        .link(.agree(from: old, to: new))
    }

    /// Returns the step that drops a link.
    func drop(_ link: Link) -> Step { .link(.drop(key: link.key)) }

    /// Returns the step that drops a decision which is carried out.
    func drop(_ decision: Link.Decision) -> Step { .link(.clear(decision)) }

    /// Returns the step that notes an issue's new key.
    func keyStep(of link: Link, to issue: Issue) -> Step { .link(.rekey(from: link.key, to: issue.key)) }

    /// Returns the step that notes the category of an issue's status; none where it is the link's.
    func categoryStep(of link: Link, to issue: Issue) -> [Step] {
        guard issue.status.category != link.category else { return [] }
        return [.link(.category(from: link.category, to: issue.status.category))]
    }

    /// Returns the step by which the state learns a row's key; none where it is the link's.
    func rowStep(of link: Link, _ row: Row) -> [Step] {
        row.key == link.row ? [] : [.link(.rename(from: link.row, to: row.key))]
    }

    /// Returns the steps by which the state learns a row's key and path.
    func nameSteps(of link: Link, _ row: Row) -> [Step] {
        guard row.path != link.path else { return rowStep(of: link, row) }
        return rowStep(of: link, row) + [.link(.repath(from: link.path, to: row.path))]
    }

    /// Returns the step that makes an issue's marker name its row; none where it does.
    func markerStep(of pair: LinkPair) -> [Step] {
        let (link, row, marker) = (pair.link, pair.row, pair.issue.marker)
        guard link.kind == .managed else { return [] }
        let isNew = link.decision == .link && marker?.operation != link.operation
        guard isNew || row.key != link.row || marker.map({ $0.row != row.key }) ?? false else { return [] }
        return [.issue(.mark(from: marker?.row, to: row.key))]
    }

    /// Returns the steps that take the marker off an issue of the tool's own; one that was made for the row and was only
    /// followed since is released for good, too.
    func releaseSteps(of issue: Issue, from link: Link) -> [Step] {
        guard let marker = issue.marker,
            link.kind == .managed ? marker.operation == link.operation : marker.row == link.row
        else { return [] }
        let labels = issue.labels.filter { $0 != Marker.name }
        let labelling: [Step] =
            labels == issue.labels ? [] : [.issue(.labels(from: issue.labels, to: labels))]
        return labelling + [.issue(.release(from: marker.row))]
    }
}
