internal import JSON
internal import Reconciliation
internal import Workflow

/// A step that an issue can take from where it stands.
struct Transition: Hashable, Sendable {
    var id: String
    var name: String
    var target: IssueStatus
    var fields: [Field]

    /// A field of the step's screen.
    struct Field: Hashable, Sendable {
        var name: FieldName
        var title: String
        var isRequired: Bool
        var allowed: [Value]
    }

    struct Value: Hashable, Sendable {
        var id: String
        var name: String
    }

    /// Reads one element of `transitions`; nil when it lacks an id or a target.
    init?(_ json: JSON) {
        guard let id = json["id"]?.string, let target = IssueStatus(json["to"]) else { return nil }
        self.id = id
        self.target = target
        name = json["name"]?.string ?? id
        fields = (json["fields"]?.object ?? [:]).map { name, field in
            let allowed = (field["allowedValues"]?.array ?? []).compactMap { value -> Value? in
                guard let id = value["id"]?.string else { return nil }
                return Value(id: id, name: value["name"]?.string ?? value["value"]?.string ?? id)
            }
            return Field(
                name: name,
                title: field["name"]?.string ?? name,
                isRequired: field["required"]?.bool == true && field["hasDefaultValue"]?.bool != true,
                allowed: allowed
            )
        }
    }

    init(id: String, name: String, target: IssueStatus, fields: [Field] = []) {
        (self.id, self.name, self.target, self.fields) = (id, name, target, fields)
    }

    /// The values that have to be sent along, or the fields that have none.
    func values(for goal: IssueChange.Goal) -> Result<[FieldName: String], MissingFields> {
        var values: [FieldName: String] = [:]
        var missing: [String] = []
        for field in fields {
            // A resolution is sent wherever a closing step's screen has it, since a closed issue without one counts as
            // unresolved; and nowhere else, since Jira refuses that.
            let isClosing = if case .closed = goal { target.category == .done } else { false }
            if field.name == "resolution", isClosing, let value = field.resolution(for: goal) {
                values[field.name] = value.id
            } else if field.isRequired {
                missing.append(field.title)
            }
        }
        return missing.isEmpty ? .success(values) : .failure(MissingFields(titles: missing.sorted()))
    }

    struct MissingFields: Error, Hashable {
        var titles: [String]
    }
}

extension Transition.Field {
    /// The wanted resolution or, where it is not to be had, the first that means that the work was done.
    fileprivate func resolution(for goal: IssueChange.Goal) -> Transition.Value? {
        if case .closed(let wanted?) = goal,
            let value = allowed.first(where: { $0.name.lowercased() == wanted.lowercased() })
        {
            return value
        }
        for name in ["done", "fixed", "resolved", "complete", "completed"] {
            if let value = allowed.first(where: { $0.name.lowercased() == name }) { return value }
        }
        return allowed.first
    }
}
