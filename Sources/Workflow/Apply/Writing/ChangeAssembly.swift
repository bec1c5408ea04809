import Reconciliation

/// The change of one issue that several actions come to.
struct ChangeAssembly {
    /// The change so far.
    private(set) var change: IssueChange
    /// The labels of the issue as it is.
    private let present: [String]
    /// The marker of the issue as it is; nil without one.
    private let known: Marker?
    /// The state's UUID.
    private let lineage: String
    /// The operation that the state knows the issue by; nil when it knows none.
    private let operation: String?

    /// Returns the issue side of several actions on one issue; nil when they change nothing there.
    ///
    /// - Parameters:
    ///   - actions: The actions.
    ///   - issue: The issue as it is.
    ///   - lineage: The state's UUID.
    ///   - operation: The operation that the state knows the issue by; nil when it knows none.
    /// - Returns: The change.
    static func change(
        _ actions: [Action],
        of issue: Issue,
        lineage: String,
        operation: String?
    ) -> IssueChange? {
        guard let first = actions.first else { return nil }
        var assembly = ChangeAssembly(
            change: IssueChange(issue: issue.id, key: issue.key, row: first.row),
            present: issue.labels,
            known: issue.marker,
            lineage: lineage,
            operation: operation
        )
        assembly.add(actions)
        let change = assembly.change
        return change.isEdit || change.transition != nil || change.comment != nil ? change : nil
    }

    /// Returns the change that an action is going to ask for, as far as it can be known before it runs.
    static func forecast(_ action: Action, of issue: IssueID) -> IssueChange {
        var assembly = ChangeAssembly(
            change: IssueChange(issue: issue, key: action.key ?? "\(issue)", row: action.row),
            present: [],
            known: Marker(row: action.row, lineage: "", operation: ""),
            lineage: "",
            operation: nil
        )
        assembly.add([action])
        return assembly.change
    }

    private mutating func add(_ actions: [Action]) {
        change.isBulk = actions.contains(where: \.forecast.isBulk)
        var resolution: String?
        for step in actions.flatMap(\.issueSteps) {
            switch step {
            case .set(let name, _, let value): change.fields[name] = value
            case .labels(let before, let labels):
                change.addedLabels += labels.filter {
                    !present.contains($0) && !change.addedLabels.contains($0)
                }
                change.removedLabels = (before ?? []).filter { !labels.contains($0) }
            case .mark(_, let row):
                let name = operation ?? known?.operation ?? ""
                change.marker = Marker(row: row, lineage: lineage, operation: name)
                if !present.contains(Marker.name) { change.addedLabels.append(Marker.name) }
            case .release:
                change.marker = known
                change.isReleased = true
            case .comment(let text): change.comment = text
            case .resolution(let name): resolution = name
            case .move(_, .done): change.transition = .closed(resolution: nil)
            case .move(_, .open): change.transition = .open
            // Relations are made once everything else is done.
            case .relate: break
            }
        }
        if case .closed = change.transition { change.transition = .closed(resolution: resolution) }
    }
}
