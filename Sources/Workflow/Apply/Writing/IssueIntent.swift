public import Reconciliation

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
            let change = ChangeAssembly.forecast(action, of: issue)
            self = change.parts.isEmpty ? .nothing : .change(change)
        } else {
            self = .nothing
        }
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
            self.init(kind, key, to: other)
            return
        }
        return nil
    }
}
