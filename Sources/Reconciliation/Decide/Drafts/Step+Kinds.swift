extension Step {
    /// Returns the step that sets a mapped field; the labels are set as a set.
    static func setting(_ name: FieldName, from old: FieldValue, to new: FieldValue) -> Step {
        guard name == "labels", case .list(let labels) = new else {
            return .issue(.set(name, from: old, to: new))
        }
        return .issue(.labels(from: old == .none ? nil : old.list, to: labels))
    }

    /// Whether it leaves a row's list of tickets as it is.
    var isIdle: Bool {
        guard case .row(.tickets(_, let from, let to)) = self, let from else { return false }
        return to.map(\.text) == from
    }

    /// Whether it changes the issue.
    var isIssueStep: Bool { if case .issue = self { true } else { false } }

    /// Whether the state learns a row's key by it.
    var isRowNote: Bool { if case .link(.rename) = self { true } else { false } }

    /// Whether it writes or takes off an issue's marker.
    var isMarking: Bool {
        switch self {
        case .issue(.mark), .issue(.release): true
        case .issue, .row, .link: false
        }
    }

    /// Whether the state learns by it only where a row is.
    var isNameNote: Bool {
        switch self {
        case .link(.rename), .link(.repath): true
        case .issue, .row, .link: false
        }
    }

    /// Whether it follows from whatever else is done for the link: status, row and path.
    var isImplied: Bool { if case .link(.category) = self { true } else { isNameNote } }
}
