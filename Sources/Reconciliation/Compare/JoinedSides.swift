/// The three sides as they were seen, with the rows' changes of keys.
struct JoinedSides: Sendable {
    let base: Baseline
    let rows: SeenRows
    let issues: SeenIssues
    let renames: RowRenames

    /// Returns the links of a row by its present key; those of a key that its row left are another row's.
    func ownLinks(of key: RowKey) -> Range<Int> {
        if let old = renames.oldKeys[key] { return base.links(of: old) ?? 0..<0 }
        return renames.left.contains(key) ? 0..<0 : base.links(of: key) ?? 0..<0
    }

    /// Returns the row with debt that lists an issue, the first by key; nil when none does.
    func lister(of issue: Issue) -> RowKey? {
        let names = issues.byKey.filter { $0.value == issue.id }.keys
        guard !names.isEmpty else { return nil }
        return rows.kept.values.filter { row in
            row.hasDebt && row.tickets?.contains(where: names.contains) ?? false
        }
        .map(\.key).min()
    }

    /// Returns what is known of a link's issue; nil when it is gone.
    func issue(ofLink index: Int) -> Issue? {
        let link = base.links[index]
        return switch issues.seen[index] {
        case .missing: nil
        case .kept: issues.kept[link.issue]
        case .same, .unseen: issues.kept[link.issue] ?? link.remembered
        }
    }

    /// Returns the issues that rows with debt follow, each with the first such row.
    ///
    /// - Parameter beyond: Those that rows follow which were left out.
    /// - Returns: The keys of the rows by the issues.
    func followers(beyond: [IssueID: RowKey]) -> [IssueID: RowKey] {
        var names: [RowKey: RowKey] = [:]
        for (new, old) in renames.oldKeys { names[old] = min(new, names[old] ?? new) }
        var followers = beyond
        for index in base.links.indices
        where base.links[index].kind == .followed && base.links[index].decision != .unlink {
            let link = base.links[index]
            let key = names[link.row] ?? link.row
            if followers[link.issue] == nil, isStanding(index, key) { followers[link.issue] = key }
        }
        return followers
    }

    /// Returns whether a followed link's row has debt and names the issue.
    private func isStanding(_ index: Int, _ key: RowKey) -> Bool {
        let link = base.links[index]
        guard let row = rows.kept[key] else {
            return rows.seen[index] == .same && link.agreed != .resolved
        }
        let tickets = row.tickets ?? []
        let present = issues.kept[link.issue]?.key ?? link.key
        let isNamed = link.decision == .link || tickets.contains(link.key) || tickets.contains(present)
        return row.hasDebt && isNamed
    }
}

extension Link {
    /// The row, once it is gone: its key and path are known.
    var goneRow: Row { Row(key: row, path: path, debt: nil, text: nil, tickets: nil) }

    /// The issue as the base remembers it: what an issue that did not change looks like.
    var remembered: Issue {
        var fields: [FieldName: FieldValue] = [:]
        var labels: [String] = []
        for base in self.fields {
            if base.name == "labels", case .list(let list) = base.read { labels = list }
            fields[base.name] = base.read
        }
        return Issue(
            id: issue,
            key: key,
            status: IssueStatus(id: "", name: category.rawValue, category: category),
            fields: fields,
            labels: labels,
            marker: operation.map { Marker(row: row, lineage: "", operation: $0) }
        )
    }
}

extension Issue {
    /// Whether it was made from a base and not read.
    var isRemembered: Bool { status.id.isEmpty }
}
