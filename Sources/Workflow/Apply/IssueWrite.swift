public import Reconciliation

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
        add(actions, labels: issue.labels, marker: issue.marker, lineage: lineage, operation: operation)
        guard isEdit || transition != nil || comment != nil else { return nil }
    }

    fileprivate mutating func add(
        _ actions: [Action],
        labels present: [String],
        marker known: Marker?,
        lineage: String,
        operation: String?
    ) {
        isBulk = actions.contains(where: \.forecast.isBulk)
        var resolution: String?
        for change in actions.flatMap(\.changes) where change.side == .issue {
            switch (change.field, change.to) {
            case (Change.status, .text("done")): transition = .closed(resolution: nil)
            case (Change.status, _): transition = .open
            case (Change.comment, .text(let text)): comment = text
            case (Change.resolution, .text(let name)): resolution = name
            case (Change.duplicates, _), (Change.relates, _): break
            case (Change.marker, .text(let row)):
                let name = operation ?? known?.operation ?? ""
                marker = Marker(row: RowKey(row), lineage: lineage, operation: name)
                if !present.contains(Marker.name) { addedLabels.append(Marker.name) }
            case (Change.marker, _):
                marker = known
                isReleased = true
            case ("labels", .list(let labels)):
                addedLabels += labels.filter { !present.contains($0) && !addedLabels.contains($0) }
                let before: [String] = if case .list(let list) = change.from { list } else { [] }
                removedLabels = before.filter { !labels.contains($0) }
            default: fields[change.field] = FieldValue(change.to)
            }
        }
        if case .closed = transition { transition = .closed(resolution: resolution) }
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
                self.init(.relates, key, to: other)
            } else if change.field == Change.duplicates {
                self.init(.duplicates, key, to: other)
            } else {
                continue
            }
            return
        }
        return nil
    }
}

/// What an action asks of Jira, as far as it can be known before it runs.
public enum IssueIntent: Hashable, Sendable {
    /// To create an issue.
    case create(IssueDraft)
    /// To change one.
    case change(IssueChange)
    /// Nothing.
    case nothing

    /// Reads an action; the markers that it sets have neither lineage nor operation yet.
    public init(_ action: Action) {
        let marker = Marker(row: action.row, lineage: "", operation: "")
        if action.operation == .create {
            self = .create(IssueDraft(action, marker: marker))
        } else if let issue = action.issue {
            var change = IssueChange(issue: issue, key: action.key ?? "\(issue)", row: action.row)
            change.add([action], labels: [], marker: marker, lineage: "", operation: nil)
            self = change.parts.isEmpty ? .nothing : .change(change)
        } else {
            self = .nothing
        }
    }
}
