import Reconciliation

/// Which rows' links go to other rows, since the rows' keys changed.
struct RowRenameCheck {
    /// The new keys by the old ones, by issue.
    private(set) var moves: [IssueID: [RowKey: RowKey]] = [:]

    init(_ actions: some Sequence<Action>) {
        for action in actions {
            guard let issue = action.issue else { continue }
            for change in action.changes where change.side == .state && change.field == "row" {
                guard case .text(let old) = change.from, case .text(let new) = change.to else { continue }
                moves[issue, default: [:]][RowKey(old)] = RowKey(new)
            }
        }
    }

    /// Returns the rows that cannot take over a key, since a link of the row that has it would stay, by that link's key.
    ///
    /// - Parameters:
    ///   - links: The links before.
    ///   - actions: What is to be done.
    /// - Returns: The rows that stay linked, each with the key of the issue.
    static func blocked(_ links: [Link], by actions: [Action]) -> [RowKey: String] {
        let moves = RowRenameCheck(actions).moves
        let targets = Set(moves.values.flatMap(\.values))
        guard !targets.isEmpty else { return [:] }
        var dropped: Set<IssueID> = []
        for action in actions {
            let isDrop = action.changes.contains {
                $0.side == .state && $0.field == Change.link && $0.to == .null
            }
            if let issue = action.issue, isDrop || action.operation == .create { dropped.insert(issue) }
        }
        var blocked: [RowKey: String] = [:]
        for link in links where targets.contains(link.row) {
            guard moves[link.issue]?[link.row] == nil, !dropped.contains(link.issue) else { continue }
            blocked[link.row] = link.key
        }
        return blocked
    }
}
