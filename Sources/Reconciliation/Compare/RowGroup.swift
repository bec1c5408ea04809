/// All that belongs together: a row, its links with their issues, and the tickets it lists beyond them.
struct RowGroup {
    /// A link and what was seen of its issue.
    struct Member {
        var link: Link
        /// The issue as it is now; nil when it is gone.
        var issue: Issue?
        /// What the issue says.
        var side: IssueSide
    }

    /// The row's key, as the table has it now.
    var key: RowKey
    /// The row; nil when it is gone.
    var row: Row?
    /// The row's path, as last known.
    var path: String
    /// Its links, by issue id.
    var members: [Member]
    /// The tickets it lists that no link of it knows, with their issues.
    var listed: [(key: String, issue: Issue?)]
    /// Issues that carry the tool's marker for this row and that no link knows, by id.
    var marked: [Issue]

    /// What the row says, seen from a link.
    func side(from link: Link, by fingerprint: Fingerprint) -> RowSide {
        guard let row else { return .absent }
        guard row.hasDebt else { return .clear }
        return .debt(rewritten: link.text.map { $0 != fingerprint.text(of: row) } ?? false)
    }
}

extension Comparison {
    /// Returns the groups that may have something to do, in the order of their keys.
    func groups() -> [RowGroup] {
        var keys = Set(rows.keys)
        for index in links.indices
        where rowSeen[index] == .unseen || issueSeen[index] == .missing || issueSeen[index] == .kept {
            keys.insert(links[index].row)
        }
        let renamed = renames()
        let left = Set(renamed.values)
        for old in left where rows[old] == nil { keys.remove(old) }
        let (found, inherited) = markedByRow(isFinal: true)
        var marked = found.filter { !left.contains($0.key) }
        for (new, old) in renamed {
            guard let issues = found[old] else { continue }
            marked[new] = ((marked[new] ?? []) + issues).sorted { $0.id < $1.id }
        }
        for (heir, issues) in inherited {
            marked[heir] = ((marked[heir] ?? []) + issues).sorted { $0.id < $1.id }
        }
        keys.formUnion(marked.keys)
        keys.formUnion(renamed.keys)
        return keys.sorted().map { key in
            let linked = renamed[key] ?? (left.contains(key) ? nil : key)
            return group(of: key, linkedAs: linked, marked: marked[key] ?? [])
        }
    }

    private func group(of key: RowKey, linkedAs linked: RowKey?, marked: [Issue]) -> RowGroup {
        let row = rows[key]
        let range = linked.flatMap(linkRange) ?? 0..<0
        let members = range.map { index in
            let link = links[index]
            let issue: Issue? =
                switch issueSeen[index] {
                case .missing: nil
                case .kept: issues[link.issue]
                case .same, .unseen: issues[link.issue] ?? link.remembered
                }
            return RowGroup.Member(link: link, issue: issue, side: side(of: issue, in: link))
        }
        let known = members.map(\.link.key) + members.compactMap { $0.issue?.key }
        var listed: [(key: String, issue: Issue?)] = []
        for ticket in row?.tickets ?? []
        where !known.contains(ticket) && !listed.contains(where: { $0.key == ticket }) {
            let issue = issueByKey[ticket].flatMap { issues[$0] }
            if let issue, members.contains(where: { $0.link.issue == issue.id }) { continue }
            // A row may list an issue by an old key and by its present one.
            if let issue, listed.contains(where: { $0.issue?.id == issue.id }) { continue }
            if issue != nil || missingKeys.contains(ticket) { listed.append((ticket, issue)) }
        }
        let path = row?.path ?? members.first?.link.path ?? ""
        return RowGroup(key: key, row: row, path: path, members: members, listed: listed, marked: marked)
    }

    private func side(of issue: Issue?, in link: Link) -> IssueSide {
        guard let issue else { return .missing }
        guard issue.isClosed else { return .open(seenClosed: link.category == .done) }
        return .closed(settings.policies.meaning(of: issue.resolution))
    }

    /// Issues that no link knows and that carry a marker the state may take for its own, by row; a clone belongs to the
    /// row of its original, whatever that is called now.
    ///
    /// - Parameter isFinal: Whether all rows were taken, so that a row which was not seen is gone. An issue of such a row
    ///   that another row lists is that row's then, as after a change of keys.
    /// - Returns: The issues by the row that they were made for, and those that another row inherits by that one's present
    ///   key; each row's by id.
    func markedByRow(isFinal: Bool = false) -> (made: [RowKey: [Issue]], inherited: [RowKey: [Issue]]) {
        let strays = strays
        guard !strays.isEmpty else { return ([:], [:]) }
        let operations = Set(strays.compactMap(\.marker?.operation))
        var originals: [String: RowKey] = [:]
        for link in links {
            if let operation = link.operation, operations.contains(operation) {
                originals[operation] = link.row
            }
        }
        let renamed = renames()
        var made: [RowKey: [Issue]] = [:]
        var inherited: [RowKey: [Issue]] = [:]
        // Where the oldest issue of each operation went: its clones go there, too.
        var places: [String: (row: RowKey, isInherited: Bool)] = [:]
        for issue in strays {
            guard let marker = issue.marker, state.map({ $0.lineage == marker.lineage }) ?? true else {
                continue
            }
            let row = originals[marker.operation] ?? marker.row
            let isGone = isFinal && rows[row] == nil && linkRange(of: row) == nil
            let heir = isGone ? lister(of: issue) : nil
            let place = places[marker.operation] ?? (heir ?? row, heir != nil)
            places[marker.operation] = place
            guard place.isInherited else {
                made[place.row, default: []].append(issue)
                continue
            }
            let linked = renamed[place.row] ?? (renamed.values.contains(place.row) ? nil : place.row)
            let own = linked.flatMap(linkRange) ?? 0..<0
            if own.allSatisfy({ links[$0].decision == .unlink }) {
                inherited[place.row, default: []].append(issue)
            }
        }
        return (made, inherited)
    }

    /// The row with debt that lists an issue, the first by key; nil when none does.
    private func lister(of issue: Issue) -> RowKey? {
        let names = issueByKey.filter { $0.value == issue.id }.keys
        guard !names.isEmpty else { return nil }
        return rows.values.filter { row in
            row.hasDebt && row.tickets?.contains(where: names.contains) ?? false
        }
        .map(\.key).min()
    }

    /// The issues that no link knows and that carry the marker's label or property, by id.
    var strays: [Issue] {
        issues.values
            .filter { ($0.marker != nil || $0.labels.contains(Marker.name)) && linksOf($0.id).isEmpty }
            .sorted { $0.id < $1.id }
    }
}

extension Link {
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
