extension ActionDraft {
    /// Returns the change that puts a key into a row's tickets, in the place of another or at the end.
    func ticketChange(of row: Row, replacing old: String?, by new: String) -> Change {
        var tickets = row.tickets ?? []
        if let old, let index = tickets.firstIndex(of: old) {
            if tickets.contains(new) { tickets.remove(at: index) } else { tickets[index] = new }
        } else if !tickets.contains(new) {
            tickets.append(new)
        }
        return ticketChange(of: row, to: tickets)
    }

    /// Returns the change that takes keys out of a row's tickets.
    func ticketChange(of row: Row, without keys: [String]) -> Change {
        let tickets = row.tickets ?? []
        let rest = tickets.filter { !keys.contains($0) }
        return Change(.row, rules.settings.schema.tickets, from: .list(tickets), to: .list(rest))
    }

    /// Returns the change that makes keys a row's tickets.
    func ticketChange(of row: Row, to tickets: [String]) -> Change {
        let from: ChangeValue = row.tickets.map(ChangeValue.list) ?? .null
        return Change(.row, rules.settings.schema.tickets, from: from, to: .list(tickets))
    }

    /// Returns the changes that move an issue to another status, with a comment that says why.
    func statusChanges(of issue: Issue, to target: String, comment: String) -> [Change] {
        [
            Change(.issue, Change.status, from: .text(issue.status.name), to: .text(target)),
            Change(.issue, Change.comment, from: .null, to: .text(comment)),
        ]
    }

    /// Returns the changes that say of which issue another is a duplicate.
    func duplicateChanges(of original: Issue) -> [Change] {
        [
            Change(.issue, Change.duplicates, from: .null, to: .text(original.key)),
            Change(.issue, Change.resolution, from: .null, to: .text("Duplicate")),
        ]
    }

    /// Returns the change that relates an issue to the closed one whose place it takes; none without one.
    func relation(to closed: Issue?) -> [Change] {
        closed.map { [Change(.issue, Change.relates, from: .null, to: .text($0.key))] } ?? []
    }

    /// Returns the change that notes what a link's row says.
    func agreement(_ old: Link.Agreement, to new: Link.Agreement) -> Change {
        Change(.state, "agreed", from: .text(old.rawValue), to: .text(new.rawValue))
    }

    /// Returns the change that drops a link.
    func drop(_ link: Link) -> Change { Change(.state, Change.link, from: .text(link.key), to: .null) }

    /// Returns the change that drops a decision which is carried out.
    func drop(_ decision: Link.Decision) -> Change {
        Change(.state, Change.decision, from: .text(decision.rawValue), to: .null)
    }

    /// Returns the change that notes an issue's new key.
    func keyChange(of link: Link, to issue: Issue) -> Change {
        Change(.state, "key", from: .text(link.key), to: .text(issue.key))
    }

    /// Returns the change that notes the category of an issue's status; none where it is the link's.
    func categoryChange(of link: Link, to issue: Issue) -> [Change] {
        guard issue.status.category != link.category else { return [] }
        let (from, to) = (link.category.rawValue, issue.status.category.rawValue)
        return [Change(.state, "category", from: .text(from), to: .text(to))]
    }

    /// Returns what the state learns of a row's key; nothing where it is the link's.
    func rowChange(of link: Link, _ row: Row) -> [Change] {
        guard row.key != link.row else { return [] }
        return [Change(.state, "row", from: .text(link.row.text), to: .text(row.key.text))]
    }

    /// Returns what the state learns of a row's key and path.
    func nameChanges(of link: Link, _ row: Row) -> [Change] {
        guard row.path != link.path else { return rowChange(of: link, row) }
        return rowChange(of: link, row) + [
            Change(.state, "path", from: .text(link.path), to: .text(row.path))
        ]
    }

    /// Returns the change that makes an issue's marker name its row; none where it does.
    func markerChange(of pair: LinkPair) -> [Change] {
        let (link, row, marker) = (pair.link, pair.row, pair.issue.marker)
        guard link.kind == .managed else { return [] }
        let isNew = link.decision == .link && marker?.operation != link.operation
        guard isNew || row.key != link.row || marker.map({ $0.row != row.key }) ?? false else { return [] }
        let old = marker.map { ChangeValue.text($0.row.text) } ?? .null
        return [Change(.issue, Change.marker, from: old, to: .text(row.key.text))]
    }

    /// Returns what takes the marker off an issue of the tool's own; one that was made for the row and was only followed since
    /// is released for good, too.
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
}

extension Change {
    /// Whether the state learns a row's key by it.
    var isRowNote: Bool { side == .state && field == "row" }

    /// Whether it writes or takes off an issue's marker.
    var isMarking: Bool { field == Self.marker }

    /// Whether the state learns by it only where a row is.
    var isNameNote: Bool { field == "row" || field == "path" }

    /// Whether it follows from whatever else is done for the link: status, row and path.
    var isImplied: Bool { field == "category" || isNameNote }
}
