import Reconciliation

/// Which rows' links go to other rows, since the rows' keys changed.
struct RowRenameCheck {
    /// The new keys by the old ones, by issue.
    private(set) var moves: [IssueID: [RowKey: RowKey]] = [:]

    init(_ actions: some Sequence<Action>) {
        for action in actions {
            guard let issue = action.issue else { continue }
            for case .rename(let old, let new) in action.linkSteps { moves[issue, default: [:]][old] = new }
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
            if let issue = action.issue, action.dropsLink || action.operation == .create {
                dropped.insert(issue)
            }
        }
        var blocked: [RowKey: String] = [:]
        for link in links where targets.contains(link.row) {
            guard moves[link.issue]?[link.row] == nil, !dropped.contains(link.issue) else { continue }
            blocked[link.row] = link.key
        }
        return blocked
    }
}
