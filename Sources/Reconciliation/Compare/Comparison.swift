/// What the three sides are joined by: the settings that a comparison depends on.
public struct Settings: Sendable {
    /// The names of the columns.
    public var schema: RowSchema
    /// How rows become fields.
    public var mapping: Mapping
    /// What to do where the table leaves a choice.
    public var policies: Policies
    /// What is written into rows.
    public var updates: RowUpdates
    /// Makes digests.
    public var digester: Digester

    /// Makes settings.
    public init(
        schema: RowSchema,
        mapping: Mapping,
        policies: Policies,
        updates: RowUpdates,
        digester: Digester
    ) {
        self.schema = schema
        self.mapping = mapping
        self.policies = policies
        self.updates = updates
        self.digester = digester
    }

    /// Makes fingerprints by these settings.
    public var fingerprint: Fingerprint { Fingerprint(digester: digester, schema: schema, mapping: mapping) }
}

/// A row key that two rows have.
public struct DuplicateRow: Error, Hashable, Sendable {
    /// The key.
    public var key: RowKey
}

/// The join of state, rows and issues.
///
/// It takes rows and issues one by one and keeps only what differs from the base, so that a million rows in agreement
/// cost no memory. Rows come first, then issues, then the rows of links whose issues changed.
public struct Comparison: Sendable {
    enum Seen: UInt8 { case unseen, same, kept, missing }

    let settings: Settings
    let fingerprint: Fingerprint
    let state: State?
    let links: [Link]
    /// The first link of each row.
    private let firstLink: [RowKey: Int32]
    /// The links' positions in the order of issue ids.
    private let byIssue: [Int32]
    /// The issue ids in that order, close together for the search.
    private let issueIDs: [IssueID]
    private(set) var rowSeen: [Seen]
    private(set) var issueSeen: [Seen]
    /// The rows that differ from the base, or have none.
    private(set) var rows: [RowKey: Row] = [:]
    /// The issues that differ from the base, or have none, or whose rows do.
    private(set) var issues: [IssueID: Issue] = [:]
    /// The issues that were asked for by key, whatever their keys are now.
    private(set) var issueByKey: [String: IssueID] = [:]
    private(set) var missingKeys: Set<String> = []
    /// The closed issues whose workflow has no way back.
    public var deadEnds: Set<IssueID> = []
    /// Whether the state counts as lost: closed issues of the tool's own are taken over too.
    public var isRebuild = false

    /// The issues that rows with debt follow which this comparison leaves out, each with one of those rows.
    public var followedBeyond: [IssueID: RowKey] = [:]

    /// Starts a comparison with the state; nil for none yet.
    public init(state: State?, settings: Settings) {
        self.settings = settings
        self.fingerprint = settings.fingerprint
        self.state = state
        let links = state?.links ?? []
        self.links = links
        var firstLink: [RowKey: Int32] = [:]
        firstLink.reserveCapacity(links.count)
        for index in links.indices where index == 0 || links[index - 1].row != links[index].row {
            firstLink[links[index].row] = Int32(index)
        }
        self.firstLink = firstLink
        let pairs = links.indices.map { (id: links[$0].issue, position: Int32($0)) }
            .sorted { ($0.id, $0.position) < ($1.id, $1.position) }
        self.byIssue = pairs.map(\.position)
        self.issueIDs = pairs.map(\.id)
        self.rowSeen = Array(repeating: .unseen, count: links.count)
        self.issueSeen = Array(repeating: .unseen, count: links.count)
    }

    /// Which rows are of interest: those with debt, and those that a link names.
    public var interest: RowInterest {
        RowInterest(of: links)
    }

    /// Takes a row; throws when its key was seen before.
    public mutating func add(_ row: Row) throws(DuplicateRow) {
        guard let range = linkRange(of: row.key) else {
            guard rows.updateValue(row, forKey: row.key) == nil else { throw DuplicateRow(key: row.key) }
            return
        }
        guard rowSeen[range.lowerBound] == .unseen else { throw DuplicateRow(key: row.key) }
        let isSame = range.allSatisfy { isUnchanged(row, sinceLink: $0) } && hasTickets(row, of: range)
        for index in range { rowSeen[index] = isSame ? .same : .kept }
        if !isSame { rows[row.key] = row }
    }

    /// The rows that were kept: those that differ from the base, or have none.
    public var keptRows: [RowKey: Row] { rows }
    /// The issues that were kept: those that differ from the base, or have none, or whose rows do.
    public var keptIssues: [IssueID: Issue] { issues }

    /// Takes a row again that was of no interest, and is wanted because of an issue.
    public mutating func addAgain(_ row: Row) {
        for index in linkRange(of: row.key) ?? 0..<0 { rowSeen[index] = .kept }
        rows[row.key] = row
    }

    /// Takes an issue that a row lists, and the key under which it lists it.
    public mutating func add(_ issue: Issue, listedAs key: String) {
        add(issue)
        issues[issue.id] = issue
        issueByKey[key] = issue.id
    }

    /// Takes an issue.
    public mutating func add(_ issue: Issue) {
        let range = linksOf(issue.id)
        guard !range.isEmpty else {
            issues[issue.id] = issue
            return
        }
        for position in range {
            let index = Int(byIssue[position])
            let isSame = rowSeen[index] == .same && isUnchanged(issue, sinceLink: index)
            issueSeen[index] = isSame ? .same : .kept
            // What is done for a row because of one ticket may concern its others.
            if !isSame || isOneOfSeveral(index) { issues[issue.id] = issue }
        }
    }

    /// Whether an issue is linked, and neither it nor its rows differ from the base: then nothing is to be done about it.
    ///
    /// An issue without marker passes, since it may have been read without.
    public func isAsLinked(_ issue: Issue) -> Bool {
        let range = linksOf(issue.id)
        return !range.isEmpty
            && range.allSatisfy { position in
                let index = Int(byIssue[position])
                return rowSeen[index] == .same && isUnchanged(issue, sinceLink: index)
            }
    }

    /// Takes word that the issue of an id is gone.
    public mutating func addMissing(_ id: IssueID) {
        for position in linksOf(id) { issueSeen[Int(byIssue[position])] = .missing }
    }

    /// Takes word that there is no issue of a key.
    public mutating func addMissing(key: String) { missingKeys.insert(key) }

    /// The links of a row; nil when it has none.
    func linkRange(of row: RowKey) -> Range<Int>? {
        guard let first = firstLink[row].map(Int.init) else { return nil }
        var end = first + 1
        while end < links.count, links[end].row == row { end += 1 }
        return first..<end
    }

    /// Whether a link's row has other links.
    private func isOneOfSeveral(_ index: Int) -> Bool {
        let row = links[index].row
        return index > 0 && links[index - 1].row == row
            || index + 1 < links.count && links[index + 1].row == row
    }

    /// The positions in `byIssue` of the links to an issue.
    func linksOf(_ id: IssueID) -> Range<Int> {
        var low = 0
        var high = issueIDs.count
        while low < high {
            let middle = (low + high) / 2
            if issueIDs[middle] < id { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < issueIDs.count, issueIDs[end] == id { end += 1 }
        return low..<end
    }

    // A link is named by its position here, since copying one costs more than the comparison.
    private func isUnchanged(_ row: Row, sinceLink index: Int) -> Bool {
        guard links[index].decision == nil else { return false }
        switch links[index].agreed {
        case .open, .accepted: guard row.hasDebt else { return false }
        case .resolved: guard !row.hasDebt else { return false }
        }
        guard row.path == links[index].path else { return false }
        return links[index].kind == .followed || links[index].agreed == .resolved
            || links[index].content == fingerprint.content(of: row)
    }

    /// Whether a row lists exactly the tickets that are linked; a resolved row may list what it likes.
    private func hasTickets(_ row: Row, of range: Range<Int>) -> Bool {
        guard row.hasDebt else { return true }
        let tickets = row.tickets ?? []
        return tickets.count == range.count && range.allSatisfy { tickets.contains(links[$0].key) }
    }

    private func isUnchanged(_ issue: Issue, sinceLink index: Int) -> Bool {
        guard issue.key == links[index].key, issue.status.category == links[index].category else {
            return false
        }
        // A base whose sides do not match is looked at every time: there is a finding, or something to note.
        let agreed = links[index].agreed
        guard agreed == .resolved || (agreed == .accepted) == issue.isClosed else { return false }
        if let marker = issue.marker, links[index].kind == .managed, marker.row != links[index].row {
            return false
        }
        guard links[index].kind == .managed, agreed == .open else { return true }
        return links[index].fields.allSatisfy { base in
            if base.name == "labels", case .list(let read) = base.read, case .list(let sent) = base.sent {
                return sent.filter(issue.labels.contains) == read
            }
            return fingerprint.matches(base.read, issue.fields[base.name] ?? .none)
        }
    }
}

extension Comparison {
    /// The issues to ask for, once all rows were taken: those of links, and those that rows list beyond them.
    ///
    /// - Parameter everyLink: Whether to look at every link, or at followed ones and those whose rows changed.
    /// - Returns: Ids in ascending order, and keys sorted.
    public func wanted(everyLink: Bool) -> (ids: [IssueID], keys: [String]) {
        var ids: [IssueID] = []
        for position in byIssue {
            let index = Int(position)
            guard everyLink || links[index].kind == .followed || rowSeen[index] != .same else { continue }
            if ids.last != links[index].issue { ids.append(links[index].issue) }
        }
        var keys: Set<String> = []
        for row in rows.values where row.hasDebt {
            // Of a row that may have got another's key, what its key is linked with says nothing.
            let own = linkRange(of: row.key).map { $0.filter { links[$0].path == row.path } } ?? []
            let known = own.map { links[$0].key }
            for ticket in row.tickets ?? [] where !known.contains(ticket) { keys.insert(ticket) }
        }
        return (ids, keys.sorted())
    }

    /// Returns those of the given issues that no link knows, in their order.
    public func unknown(_ ids: [IssueID]) -> [IssueID] {
        ids.filter { linksOf($0).isEmpty && issues[$0] == nil }
    }

    /// Returns those of the given issues that a link knows, in their order.
    public func known(_ ids: [IssueID]) -> [IssueID] { ids.filter { !linksOf($0).isEmpty } }

    /// The keys of rows that were of no interest and have to be taken again: an issue of theirs changed, or one that no
    /// link knows carries their marker.
    public var rowsWantedAgain: [RowKey] {
        var keys: Set<RowKey> = []
        for index in links.indices
        where rowSeen[index] == .same && (issueSeen[index] == .kept || issueSeen[index] == .missing) {
            keys.insert(links[index].row)
        }
        for row in markedByRow().made.keys where rows[row] == nil {
            if linkRange(of: row).map({ rowSeen[$0.lowerBound] == .same }) ?? true { keys.insert(row) }
        }
        return keys.sorted()
    }
}
