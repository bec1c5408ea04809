/// The join of state, rows and issues, in its first phase: it takes rows.
///
/// It takes rows one by one and keeps only what differs from the base, so that a million rows in agreement cost no memory.
/// `issuePhase()` ends the phase; issues follow there, and `IssuePhase.settled()` ends that one.
public struct Comparison: Sendable {
    let base: Baseline
    private var rows: SeenRows

    /// Starts a comparison.
    ///
    /// - Parameters:
    ///   - state: The state; nil for none yet.
    ///   - settings: What the sides are joined by.
    ///   - isRebuild: Whether the state counts as lost: closed issues of the tool's own are taken over too.
    public init(state: State?, settings: Settings, isRebuild: Bool = false) {
        base = Baseline(state, settings, isRebuild: isRebuild)
        rows = SeenRows(base.links.count)
    }

    /// The rows of interest: those with debt, and those that a link names.
    public var interest: RowInterest {
        RowInterest(of: base.links)
    }

    /// Takes a row; throws when its key was seen before.
    public mutating func add(_ row: Row) throws(DuplicateRow) {
        guard let range = base.links(of: row.key) else {
            guard rows.kept.updateValue(row, forKey: row.key) == nil else {
                throw DuplicateRow(key: row.key)
            }
            return
        }
        guard rows.seen[range.lowerBound] == .unseen else { throw DuplicateRow(key: row.key) }
        let isSame =
            range.allSatisfy { base.isUnchanged(row, sinceLink: $0) } && base.hasTickets(row, of: range)
        for index in range { rows.seen[index] = isSame ? .same : .kept }
        if !isSame { rows.kept[row.key] = row }
    }

    /// Ends the phase of rows: what was not taken counts as gone.
    public consuming func issuePhase() -> IssuePhase { IssuePhase(base, rows) }
}

/// A row key that two rows have.
public struct DuplicateRow: Error, Hashable, Sendable {
    /// The key.
    public var key: RowKey
}

/// What was seen of one side of a link.
enum Sighting: UInt8, Sendable {
    /// Nothing.
    case unseen
    /// It is as the base has it.
    case same
    /// It was kept, since it differs or something that belongs to it does.
    case kept
    /// Word came that it is gone.
    case missing
}

/// The side of the table.
struct SeenRows: Sendable {
    /// What was seen of each link's row.
    var seen: [Sighting]
    /// The rows that differ from the base, or have none.
    var kept: [RowKey: Row] = [:]

    init(_ count: Int) { seen = Array(repeating: .unseen, count: count) }
}

/// The side of Jira.
struct SeenIssues: Sendable {
    /// What was seen of each link's issue.
    var seen: [Sighting]
    /// The issues that differ from the base, or have none, or whose rows do.
    var kept: [IssueID: Issue] = [:]
    /// The issues that were asked for by key, whatever their keys are now.
    var byKey: [String: IssueID] = [:]
    var missingKeys: Set<String> = []

    init(_ count: Int) { seen = Array(repeating: .unseen, count: count) }
}
