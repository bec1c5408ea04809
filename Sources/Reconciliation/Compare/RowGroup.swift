/// All that a row's plan depends on: the row, its links with their issues, and the tickets it lists beyond them.
struct RowGroup: Equatable, Sendable {
    /// A link and what was seen of its issue.
    struct Member: Equatable, Sendable {
        var link: Link
        /// The issue as it is now; nil when it is gone.
        var issue: Issue?
        /// What the issue says.
        var side: IssueSide
    }

    /// A ticket that a row lists.
    struct Listed: Equatable, Sendable {
        var key: String
        /// Its issue; nil when there is none.
        var issue: Issue?
    }

    /// The row's key, as the table has it now.
    var key: RowKey
    /// The row; nil when it is gone.
    var row: Row?
    /// The row's path, as last known.
    var path: String
    /// Its links, by issue id.
    var members: [Member] = []
    /// The tickets it lists that no link of it knows.
    var listed: [Listed] = []
    /// Issues that carry the tool's marker for this row and that no link knows, by id.
    var marked: [Issue] = []
    /// Those of its issues that rows with debt follow, each with the first such row: the tool does not close them, since that
    /// would take their debt, too.
    var followers: [IssueID: RowKey] = [:]
    /// Those of its closed issues whose workflow has no way back.
    var deadEnds: Set<IssueID> = []
    /// The states of which some issue belongs to a row that exists: their issues are this table's.
    var lineagesAtHome: Set<String> = []
    /// The link which shows that rows got the keys of others, so that this one cannot be settled; none mostly.
    var witnesses: [Link] = []

    /// Returns what the row says, seen from a link.
    func side(from link: Link, by fingerprint: Fingerprint) -> RowSide {
        guard let row else { return .absent }
        guard row.hasDebt else { return .clear }
        return .debt(rewritten: link.text.map { $0 != fingerprint.text(of: row) } ?? false)
    }

    /// The row; of one that is gone what a link knows of it.
    func row(of link: Link) -> Row { row ?? link.goneRow }

    /// Returns the key under which the row lists an issue; nil where it does not.
    func listedKey(of issue: Issue) -> String? { listed.first { $0.issue?.id == issue.id }?.key }

    /// The marked issues without clones: the oldest issue of an operation is the original, the others are clones of it.
    var originals: [Issue] {
        var operations: Set<String> = []
        return marked.filter { operations.insert($0.marker?.operation ?? "").inserted }
    }

    /// An open issue that was made for the row and that no link knows: what a run left that died, say.
    ///
    /// It is taken over where the row would get another.
    var spareIssue: Issue? {
        guard !marked.isEmpty else { return nil }
        let operations = members.compactMap(\.link.operation)
        return marked.first { issue in
            !issue.isClosed && issue.marker.map { !operations.contains($0.operation) } ?? false
        }
    }

    /// The ids of its issues.
    var issueIDs: [IssueID] { members.compactMap { $0.issue?.id } + marked.map(\.id) }
}

extension JoinedSides {
    /// Returns the groups that may have something to do, in the order of their keys.
    ///
    /// - Parameters:
    ///   - strays: The issues that no link knows.
    ///   - followers: The issues that rows with debt follow.
    ///   - lineages: The states of which some issue belongs to a row that exists.
    /// - Returns: The groups.
    func groups(
        with strays: StrayIssues,
        followers: [IssueID: RowKey],
        lineages: Set<String>
    ) -> [RowGroup] {
        let marked = markedByKey(strays)
        return candidates(marked).map { key in
            var group = group(of: key, marked: marked[key] ?? [])
            if group.row == nil { group.lineagesAtHome = lineages }
            if !followers.isEmpty {
                for id in group.issueIDs { group.followers[id] = followers[id] }
            }
            if let witness = renames.homeless[key] { group.witnesses = [witness] }
            return group
        }
    }

    /// The keys of the rows that may have something to do, sorted.
    private func candidates(_ marked: [RowKey: [Issue]]) -> [RowKey] {
        var keys = Set(rows.kept.keys)
        for index in base.links.indices
        where rows.seen[index] == .unseen || issues.seen[index] == .missing || issues.seen[index] == .kept {
            keys.insert(base.links[index].row)
        }
        for old in renames.left where rows.kept[old] == nil { keys.remove(old) }
        keys.formUnion(marked.keys)
        keys.formUnion(renames.oldKeys.keys)
        return keys.sorted()
    }

    /// The marked issues by the present key of the row that they belong to, each row's by id.
    private func markedByKey(_ strays: StrayIssues) -> [RowKey: [Issue]] {
        guard !strays.marked.isEmpty else { return [:] }
        let places = StrayPlaces(of: strays, self)
        var marked = places.made.filter { !renames.left.contains($0.key) }
        let moved = renames.oldKeys.compactMap { new, old in places.made[old].map { (new, $0) } }
        for (key, issues) in moved + places.inherited.map({ ($0.key, $0.value) }) {
            marked[key] = ((marked[key] ?? []) + issues).sorted { $0.id < $1.id }
        }
        return marked
    }

    private func group(of key: RowKey, marked: [Issue]) -> RowGroup {
        let row = rows.kept[key]
        let members = ownLinks(of: key).map { index in
            let issue = issue(ofLink: index)
            return RowGroup.Member(
                link: base.links[index],
                issue: issue,
                side: side(of: issue, inLink: index)
            )
        }
        let path = row?.path ?? members.first?.link.path ?? ""
        let listed = row.map { tickets(of: $0, beyond: members) } ?? []
        return RowGroup(key: key, row: row, path: path, members: members, listed: listed, marked: marked)
    }

    /// The tickets of a row that no link of it knows.
    private func tickets(of row: Row, beyond members: [RowGroup.Member]) -> [RowGroup.Listed] {
        let known = members.map(\.link.key) + members.compactMap { $0.issue?.key }
        var listed: [RowGroup.Listed] = []
        for ticket in row.tickets ?? []
        where !known.contains(ticket) && !listed.contains(where: { $0.key == ticket }) {
            let issue = issues.byKey[ticket].flatMap { issues.kept[$0] }
            if let issue, members.contains(where: { $0.link.issue == issue.id }) { continue }
            // A row may list an issue by an old key and by its present one.
            if let issue, listed.contains(where: { $0.issue?.id == issue.id }) { continue }
            if issue != nil || issues.missingKeys.contains(ticket) {
                listed.append(RowGroup.Listed(key: ticket, issue: issue))
            }
        }
        return listed
    }

    private func side(of issue: Issue?, inLink index: Int) -> IssueSide {
        guard let issue else { return .missing }
        guard issue.isClosed else { return .open(seenClosed: base.links[index].category == .done) }
        return .closed(base.settings.policies.meaning(of: issue.resolution))
    }
}
