import Reconciliation

extension IssueChange {
    /// The issue side of several actions on one issue; nil when they change nothing there.
    init?(_ actions: [Action], of issue: Issue, lineage: String) {
        guard let first = actions.first else { return nil }
        self.init(issue: issue.id, key: issue.key, row: first.row)
        for change in actions.flatMap(\.changes) where change.side == .issue {
            switch (change.field, change.to) {
            case (Change.status, .text("done")): transition = .closed(resolution: nil)
            case (Change.status, _): transition = .open
            case (Change.comment, .text(let text)): comment = text
            case (Change.marker, .text(let row)):
                let old = issue.marker
                marker = Marker(
                    row: RowKey(row),
                    lineage: old?.lineage ?? lineage,
                    operation: old?.operation ?? ""
                )
            case ("labels", .list(let labels)):
                addedLabels = labels.filter { !issue.labels.contains($0) }
                let before: [String] = if case .list(let list) = change.from { list } else { [] }
                removedLabels = before.filter { !labels.contains($0) }
            default: fields[change.field] = FieldValue(change.to)
            }
        }
        guard isEdit || transition != nil || comment != nil else { return nil }
    }
}

extension FieldValue {
    /// The value of a field from a plan.
    init(_ value: ChangeValue) {
        switch value {
        case .null: self = .none
        case .bool(let flag): self = .text(flag ? "true" : "false")
        case .text(let text): self = .text(text)
        case .list(let list): self = .list(list)
        }
    }
}

extension IssueDraft {
    /// The issue that a create makes.
    init(_ action: Action, marker: Marker) {
        var fields: [FieldName: FieldValue] = [:]
        for change in action.changes where change.side == .issue {
            fields[change.field] = FieldValue(change.to)
        }
        self.init(fields: fields, marker: marker)
    }
}
