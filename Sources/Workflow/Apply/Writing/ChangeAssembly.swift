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
        for step in actions.flatMap(\.issueSteps) {
            switch step {
            case .set(let name, _, let value): fields[name] = value
            case .labels(let before, let labels):
                addedLabels += labels.filter { !present.contains($0) && !addedLabels.contains($0) }
                removedLabels = (before ?? []).filter { !labels.contains($0) }
            case .mark(_, let row):
                let name = operation ?? known?.operation ?? ""
                marker = Marker(row: row, lineage: lineage, operation: name)
                if !present.contains(Marker.name) { addedLabels.append(Marker.name) }
            case .release:
                marker = known
                isReleased = true
            case .comment(let text): comment = text
            case .resolution(let name): resolution = name
            case .move(_, .done): transition = .closed(resolution: nil)
            case .move(_, .open): transition = .open
            case .relate: break
            }
        }
        if case .closed = transition { transition = .closed(resolution: resolution) }
    }
}

extension IssueDraft {
    /// The issue that a create makes.
    init(_ action: Action, marker: Marker) {
        var fields: [FieldName: FieldValue] = [:]
        for step in action.issueSteps {
            switch step {
            case .set(let name, _, let value): fields[name] = value
            case .labels(_, let labels): fields["labels"] = .list(labels)
            // A new issue has its marker from the draft, and relations are made once there is one.
            case .mark, .release, .comment, .resolution, .move, .relate: break
            }
        }
        self.init(fields: fields, marker: marker)
    }
}

extension Relation {
    /// The relation that an action makes between its issue and another; nil for none.
    init?(_ action: Action, key: String?) {
        guard let key else { return nil }
        for case .relate(let kind, let other) in action.issueSteps {
            self.init(kind, key, other)
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
