/// The join of state, rows and issues, in its second phase: it takes issues, and rows again that are wanted for them.
///
/// `settled()` ends the phase.
public struct IssuePhase: Sendable {
    private let base: Baseline
    private var rows: SeenRows
    private var issues: SeenIssues

    init(_ base: consuming Baseline, _ rows: consuming SeenRows) {
        self.issues = SeenIssues(base.links.count)
        self.base = base
        self.rows = rows
    }

    /// Takes a row again that was of no interest, and is wanted because of an issue.
    public mutating func addAgain(_ row: Row) {
        for index in base.links(of: row.key) ?? 0..<0 { rows.seen[index] = .kept }
        rows.kept[row.key] = row
    }

    /// Takes an issue that a row lists, and the key under which it lists it.
    public mutating func add(_ issue: Issue, listedAs key: String) {
        add(issue)
        issues.kept[issue.id] = issue
        issues.byKey[key] = issue.id
    }

    /// Takes an issue.
    public mutating func add(_ issue: Issue) {
        let ranks = base.ranks(of: issue.id)
        guard !ranks.isEmpty else {
            issues.kept[issue.id] = issue
            return
        }
        for rank in ranks {
            let index = base.link(ranked: rank)
            let isSame = rows.seen[index] == .same && base.isUnchanged(issue, sinceLink: index)
            issues.seen[index] = isSame ? .same : .kept
            // What is done for a row because of one ticket may concern its others.
            if !isSame || base.hasSiblings(index) { issues.kept[issue.id] = issue }
        }
    }

    /// Returns whether an issue is linked, and neither it nor its rows differ from the base: then nothing is to be done about
    /// it.
    ///
    /// An issue without marker passes, since it may have been read without.
    public func isAsLinked(_ issue: Issue) -> Bool {
        let ranks = base.ranks(of: issue.id)
        return !ranks.isEmpty
            && ranks.allSatisfy { rank in
                let index = base.link(ranked: rank)
                return rows.seen[index] == .same && base.isUnchanged(issue, sinceLink: index)
            }
    }

    /// Takes word that the issue of an id is gone.
    public mutating func addMissing(_ id: IssueID) {
        for rank in base.ranks(of: id) { issues.seen[base.link(ranked: rank)] = .missing }
    }

    /// Takes word that there is no issue of a key.
    public mutating func addMissing(key: String) { issues.missingKeys.insert(key) }

    /// Ends the phase of issues: what follows from the three sides is found out, once.
    ///
    /// - Parameter followedBeyond: The issues that rows with debt follow which this comparison leaves out, each with one of
    ///   those rows.
    /// - Returns: The sides, from which a plan is made.
    public consuming func settled(followedBeyond: [IssueID: RowKey] = [:]) -> Settled {
        Settled(base, rows, issues: issues, followedBeyond: followedBeyond)
    }
}

extension IssuePhase {
    /// Returns the issues to ask for: those of links, and those that rows list beyond them.
    ///
    /// - Parameter everyLink: Whether to look at every link, or at followed ones and those whose rows changed.
    /// - Returns: Ids in ascending order, and keys sorted.
    public func wanted(everyLink: Bool) -> (ids: [IssueID], keys: [String]) {
        var ids: [IssueID] = []
        for rank in base.ranks {
            let index = base.link(ranked: rank)
            guard everyLink || base.links[index].kind == .followed || rows.seen[index] != .same else {
                continue
            }
            if ids.last != base.links[index].issue { ids.append(base.links[index].issue) }
        }
        var keys: Set<String> = []
        for row in rows.kept.values where row.hasDebt {
            // Of a row that may have got another's key, what its key is linked with says nothing.
            let own = base.links(of: row.key).map { $0.filter { base.links[$0].path == row.path } } ?? []
            let known = own.map { base.links[$0].key }
            for ticket in row.tickets ?? [] where !known.contains(ticket) { keys.insert(ticket) }
        }
        return (ids, keys.sorted())
    }

    /// Returns those of the given issues that no link knows, in their order.
    public func unknown(_ ids: [IssueID]) -> [IssueID] {
        ids.filter { base.ranks(of: $0).isEmpty && issues.kept[$0] == nil }
    }

    /// Returns those of the given issues that a link knows, in their order.
    public func known(_ ids: [IssueID]) -> [IssueID] { ids.filter { !base.ranks(of: $0).isEmpty } }

    /// The keys of rows that were of no interest and have to be taken again: an issue of theirs changed, or one that no
    /// link knows carries their marker.
    public var rowsWantedAgain: [RowKey] {
        var keys: Set<RowKey> = []
        for index in base.links.indices
        where rows.seen[index] == .same && (issues.seen[index] == .kept || issues.seen[index] == .missing) {
            keys.insert(base.links[index].row)
        }
        for stray in StrayIssues(base, issues).marked where rows.kept[stray.row] == nil {
            if base.links(of: stray.row).map({ rows.seen[$0.lowerBound] == .same }) ?? true {
                keys.insert(stray.row)
            }
        }
        return keys.sorted()
    }
}
