import Reconciliation

/// Looks at a few rows and all that belongs to them: their links, issues and tickets.
struct RowLookup: Sendable {
    let rows: any RowReader
    let issues: any IssueReader
    let settings: Settings
    let report: EventSink

    /// What was seen of the rows that were asked for.
    struct Seen: Sendable {
        /// The comparison of these rows alone.
        var settled: Settled
        /// The row keys, in the order in which they were asked for.
        var keys: [RowKey]
        /// The rows that exist, by key.
        var rows: [RowKey: Row]
        /// The issues that were looked at, each once.
        var issues: [Issue]
        /// The keys that the state knows.
        var linked: Set<RowKey>
        /// Issues that carry the marker of some row and that no link knows, by that row's key.
        var marked: Set<RowKey>

        /// Whether there is or was such a row.
        func knows(_ key: RowKey) -> Bool { rows[key] != nil || linked.contains(key) || marked.contains(key) }
    }

    /// Looks at rows.
    ///
    /// - Parameters:
    ///   - names: Row keys or paths.
    ///   - state: The committed state; nil for none yet.
    ///   - withStrays: Whether issues count that carry a row's marker and that neither the state nor the row names.
    /// - Returns: What was seen.
    /// - Throws: A `Problem`, also when a name is neither in the table nor in the state.
    func look(at names: [String], _ state: State?, withStrays: Bool) async throws -> Seen {
        let wanted = Set(names)
        let named = (state?.links ?? []).filter { wanted.contains($0.row.text) || wanted.contains($0.path) }
        let keys = wanted.union(named.map(\.row.text))
        let paths = wanted.union(named.map(\.path))
        report(.began("Reading the table"))
        let found = try await rows.read(into: NamedRows(keys: keys, paths: paths)).sink.rows
        let foundKeys = Set(found.map(\.key))
        let foundPaths = Set(found.map(\.path))
        var part = state
        part?.links = (state?.links ?? []).filter {
            foundKeys.contains($0.row) || foundPaths.contains($0.path) || keys.contains($0.row.text)
        }
        let asked = try phase(part, found).wanted(everyLink: true)
        report(.began("Reading Jira"))
        // A row that has no link may have an issue all the same, as when it is nowhere to be seen.
        let linked = Set(part?.links.map(\.row) ?? [])
        let isUnlinked = found.count < wanted.count && named.isEmpty || !foundKeys.isSubset(of: linked)
        let strays = withStrays && isUnlinked ? try await strays(beyond: state) : []
        let references =
            Set(asked.ids + strays).sorted().map(IssueReference.id) + asked.keys.map(IssueReference.key)
        let seen = try await issues.read(references, into: Sightings())
        // Other rows' links to these issues tell which of them are taken, and which are clones.
        let ids = Set(seen.issues.map(\.issue.id))
        let markers = seen.issues.compactMap(\.issue.marker)
        let operations = Set(markers.map(\.operation))
        let markedRows = Set(markers.map(\.row))
        part?.links = (state?.links ?? []).filter { link in
            ids.contains(link.issue) || foundKeys.contains(link.row) || foundPaths.contains(link.path)
                || keys.contains(link.row.text) || markedRows.contains(link.row)
                || link.operation.map(operations.contains) ?? false
        }
        // Their rows, too: one that has another path now is not gone, and the row at its old path is not its heir.
        let otherRows = markedRows.union(part?.links.map(\.row) ?? []).subtracting(foundKeys)
        let others = otherRows.isEmpty ? [] : try await rows.rows(otherRows.sorted())
        var issueSink = ComparisonIssues(phase: try phase(part, found + others))
        for (issue, reference) in seen.issues { issueSink.add(issue, askedAs: reference) }
        for reference in seen.missing { issueSink.addMissing(reference) }
        let settled = issueSink.phase.settled()
        return Seen(
            settled: settled,
            keys: try names.map { try key(of: $0, found, links: named, in: settled) },
            rows: Dictionary(found.map { ($0.key, $0) }) { first, _ in first },
            issues: Dictionary(seen.issues.map { ($0.issue.id, $0.issue) }) { first, _ in first }
                .values.sorted { $0.id < $1.id },
            linked: linked,
            marked: Set(markers.map(\.row))
        )
    }

    /// The issues that carry the marker's label and that no link knows.
    private func strays(beyond state: State?) async throws -> [IssueID] {
        let linked = Set(state?.links.map(\.issue) ?? [])
        return try await issues.marked(since: nil).ids.filter { !linked.contains($0) }
    }

    /// The comparison of a few rows, all of which are kept.
    private func phase(_ state: State?, _ rows: [Row]) throws(Problem) -> IssuePhase {
        var comparison = Comparison(state: state, settings: settings)
        for row in rows {
            do { try comparison.add(row) } catch {
                throw Problem(
                    .failure,
                    "Two rows have the key \(error.key)",
                    hint: "Make the key column unique"
                )
            }
        }
        var phase = comparison.issuePhase()
        for row in rows { phase.addAgain(row) }
        return phase
    }

    private func key(
        of name: String,
        _ found: [Row],
        links: [Link],
        in settled: Settled
    ) throws(Problem) -> RowKey {
        if found.contains(where: { $0.key.text == name }) { return RowKey(name) }
        let byPath = found.filter { $0.path == name }
        if byPath.count > 1 {
            let keys = byPath.map(\.key.text).joined(separator: ", ")
            throw Problem(
                .failure,
                "The rows \(keys) all have the path \(name)",
                hint: "Name the row by its key"
            )
        }
        if let row = byPath.first { return row.key }
        // Its row is gone, or has another key now.
        if let link = links.first(where: { $0.row.text == name || $0.path == name }) {
            // A row at its path that has a link of its own is another one.
            let heir = found.first { $0.path == link.path && settled.linkedKey(of: $0.key) == link.row }
            return heir?.key ?? link.row
        }
        return RowKey(name)
    }
}

/// Gathers the rows of some keys or paths.
private struct NamedRows: RowSink {
    let keys: Set<String>
    let paths: Set<String>
    let interest: RowInterest
    var rows: [Row] = []

    init(keys: Set<String>, paths: Set<String>) {
        self.keys = keys
        self.paths = paths
        self.interest = RowInterest(keys: keys.sorted().map { RowKey($0) }, paths: paths.sorted())
    }

    mutating func add(_ row: Row) {
        if keys.contains(row.key.text) || paths.contains(row.path) { rows.append(row) }
    }
}

/// Gathers issues with how they were asked for.
private struct Sightings: IssueSink {
    var issues: [(issue: Issue, reference: IssueReference)] = []
    var missing: [IssueReference] = []

    mutating func add(_ issue: Issue, askedAs reference: IssueReference) { issues.append((issue, reference)) }

    mutating func addMissing(_ reference: IssueReference) { missing.append(reference) }
}
