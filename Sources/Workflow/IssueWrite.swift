import Reconciliation

extension IssueChange {
    /// The issue side of several actions on one issue; nil when they change nothing there.
    ///
    /// - Parameters:
    ///   - actions: The actions.
    ///   - issue: The issue as it is.
    ///   - lineage: The state's UUID.
    ///   - operation: The operation that the state knows the issue by; nil when it knows none.
    init?(_ actions: [Action], of issue: Issue, lineage: String, operation: String?) {
        guard let first = actions.first else { return nil }
        self.init(issue: issue.id, key: issue.key, row: first.row)
        var resolution: String?
        for change in actions.flatMap(\.changes) where change.side == .issue {
            switch (change.field, change.to) {
            case (Change.status, .text("done")): transition = .closed(resolution: nil)
            case (Change.status, _): transition = .open
            case (Change.comment, .text(let text)): comment = text
            case (Change.resolution, .text(let name)): resolution = name
            case (Change.duplicates, _), (Change.relates, _): break
            case (Change.marker, .text(let row)):
                let known = operation ?? issue.marker?.operation ?? ""
                marker = Marker(row: RowKey(row), lineage: lineage, operation: known)
                if !issue.labels.contains(Marker.name) { addedLabels.append(Marker.name) }
            case (Change.marker, _):
                marker = issue.marker
                isReleased = true
            case ("labels", .list(let labels)):
                addedLabels += labels.filter { !issue.labels.contains($0) && !addedLabels.contains($0) }
                let before: [String] = if case .list(let list) = change.from { list } else { [] }
                removedLabels = before.filter { !labels.contains($0) }
            default: fields[change.field] = FieldValue(change.to)
            }
        }
        if case .closed = transition { transition = .closed(resolution: resolution) }
        guard isEdit || transition != nil || comment != nil else { return nil }
    }
}

extension IssueDraft {
    /// The issue that a create makes.
    init(_ action: Action, marker: Marker) {
        var fields: [FieldName: FieldValue] = [:]
        for change in action.changes where change.side == .issue && change.field != Change.relates {
            fields[change.field] = FieldValue(change.to)
        }
        self.init(fields: fields, marker: marker)
    }
}

extension Relation {
    /// The relation that an action makes between its issue and another; nil for none.
    init?(_ action: Action, key: String?) {
        for change in action.changes where change.side == .issue {
            guard let key, case .text(let other) = change.to else { continue }
            if change.field == Change.relates {
                self.init(.relates, key, other)
            } else if change.field == Change.duplicates {
                self.init(.duplicates, key, other)
            } else {
                continue
            }
            return
        }
        return nil
    }
}
