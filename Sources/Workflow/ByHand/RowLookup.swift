import Reconciliation

/// Looks at a few rows and all that belongs to them: their links, issues and tickets.
struct RowLookup: Sendable {
    private let sides: Sides
    private var rows: any RowReader { sides.rows }
    private var issues: any IssueReader { sides.issues }
    private var report: EventSink { sides.report }

    init(_ sides: Sides) { self.sides = sides }

    /// A few rows with all that belongs to them, as they were read.
    struct Snapshot: Sendable {
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

    /// The rows and links that names stand for.
    private struct Names {
        /// The links of rows that are named, by key or path.
        let links: [Link]
        /// Keys, also of the named links.
        let keys: Set<String>
        /// Paths, also of the named links.
        let paths: Set<String>

        init(_ names: Set<String>, in state: State?) {
            links = (state?.links ?? []).filter { names.contains($0.row.text) || names.contains($0.path) }
            keys = names.union(links.map(\.row.text))
            paths = names.union(links.map(\.path))
        }
    }

    /// Looks at rows.
    ///
    /// - Parameters:
    ///   - names: Row keys or paths.
    ///   - state: The committed state; nil for none yet.
    ///   - withStrays: Whether issues count that carry a row's marker and that neither the state nor the row names.
    /// - Returns: What was seen.
    /// - Throws: A `Problem`, also when a name is neither in the table nor in the state.
    func look(at names: [String], _ state: State?, withStrays: Bool) async throws -> Snapshot {
        let named = Names(Set(names), in: state)
        report(.began("Reading the table"))
        let found = try await rows.read(into: NamedRows(keys: named.keys, paths: named.paths)).sink.rows
        let own = (state?.links ?? []).filter(ownership(of: found, named))
        let asked = try phase(state?.with(own), found).wanted(everyLink: true)
        report(.began("Reading Jira"))
        // A row that has no link may have an issue all the same, as when it is nowhere to be seen.
        let linked = Set(own.map(\.row))
        let isMissing = found.count < Set(names).count && named.links.isEmpty
        let isUnlinked = isMissing || !Set(found.map(\.key)).isSubset(of: linked)
        let strays = withStrays && isUnlinked ? try await strays(beyond: state) : []
        let references =
            Set(asked.ids + strays).sorted().map(IssueReference.id) + asked.keys.map(IssueReference.key)
        let answers = try await issues.read(references, into: IssueAnswers())
        let settled = try await comparison(of: found, named, answers, in: state)
        return Snapshot(
            settled: settled,
            keys: try names.map { try key(of: $0, among: found, links: named.links, settled) },
            rows: Dictionary(found.map { ($0.key, $0) }) { first, _ in first },
            issues: Dictionary(answers.issues.map { ($0.issue.id, $0.issue) }) { first, _ in first }
                .values.sorted { $0.id < $1.id },
            linked: linked,
            marked: Set(answers.issues.compactMap(\.issue.marker?.row))
        )
    }

    /// Returns the rule for links of rows that were found, by key or path, and of rows that were named.
    private func ownership(of found: [Row], _ named: Names) -> (Link) -> Bool {
        let (keys, paths) = (Set(found.map(\.key)), Set(found.map(\.path)))
        return { keys.contains($0.row) || paths.contains($0.path) || named.keys.contains($0.row.text) }
    }

    /// Compares rows with their issues, and with the links and rows that tell to whom these belong.
    private func comparison(
        of found: [Row],
        _ named: Names,
        _ answers: IssueAnswers,
        in state: State?
    ) async throws -> Settled {
        // Other rows' links to these issues tell which of them are taken, and which are clones.
        let ids = Set(answers.issues.map(\.issue.id))
        let markers = answers.issues.compactMap(\.issue.marker)
        let operations = Set(markers.map(\.operation))
        let markedRows = Set(markers.map(\.row))
        let isOwn = ownership(of: found, named)
        let links = (state?.links ?? []).filter { link in
            ids.contains(link.issue) || isOwn(link) || markedRows.contains(link.row)
                || link.operation.map(operations.contains) ?? false
        }
        // Their rows, too: one that has another path now is not gone, and the row at its old path is not its heir.
        let otherRows = markedRows.union(links.map(\.row)).subtracting(found.map(\.key))
        let others = otherRows.isEmpty ? [] : try await rows.rows(otherRows.sorted())
        var sink = ComparisonIssues(phase: try phase(state?.with(links), found + others))
        for (issue, reference) in answers.issues { sink.add(issue, askedAs: reference) }
        for reference in answers.missing { sink.addMissing(reference) }
        return sink.phase.settled()
    }

    /// The issues that carry the marker's label and that no link knows.
    private func strays(beyond state: State?) async throws -> [IssueID] {
        let linked = Set(state?.links.map(\.issue) ?? [])
        return try await issues.marked(since: nil).ids.filter { !linked.contains($0) }
    }

    /// The comparison of a few rows, all of which are kept.
    private func phase(_ state: State?, _ rows: [Row]) throws(Problem) -> IssuePhase {
        var comparison = Comparison(state: state, settings: sides.rules)
        for row in rows {
            do { try comparison.add(row) } catch { throw .duplicateKey(error.key) }
        }
        var phase = comparison.issuePhase()
        for row in rows { phase.addAgain(row) }
        return phase
    }

    private func key(
        of name: String,
        among found: [Row],
        links: [Link],
        _ settled: Settled
    ) throws(Problem) -> RowKey {
        if found.contains(where: { $0.key.text == name }) { return RowKey(name) }
        let byPath = found.filter { $0.path == name }
        guard byPath.count < 2 else { throw .samePath(name, of: byPath) }
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

extension State {
    /// Returns the same state with these links alone.
    fileprivate func with(_ links: [Link]) -> State {
        var state = self
        state.links = links
        return state
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

/// Gathers issues with the references that they were asked for by.
private struct IssueAnswers: IssueSink {
    var issues: [(issue: Issue, reference: IssueReference)] = []
    var missing: [IssueReference] = []

    mutating func add(_ issue: Issue, askedAs reference: IssueReference) { issues.append((issue, reference)) }

    mutating func addMissing(_ reference: IssueReference) { missing.append(reference) }
}
