internal import Files
internal import JSON
public import Reconciliation
public import Workflow

/// Jira as a snapshot saved it: `issues.jsonl`, a line per issue, in ascending order of ids.
public struct IssueSnapshot: IssueReader {
    private let path: String
    private let header: SnapshotHeader

    /// Opens the issues of a snapshot.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - header: What the snapshot is of.
    public init(path: String, header: SnapshotHeader) {
        self.path = path
        self.header = header
    }

    /// Returns the Jira that the snapshot was read from.
    public func site() -> JiraSite { header.site }

    /// Hands the issues over; what the snapshot does not have is missing.
    public func read<Sink: IssueSink>(
        _ references: [IssueReference],
        into sink: consuming Sink
    ) throws -> Sink {
        var ids: [IssueID] = []
        var keys: Set<String> = []
        for reference in references {
            switch reference {
            case .id(let id): ids.append(id)
            case .key(let key): keys.insert(key)
            }
        }
        var register = IssueRegister(ids)
        try forEachLine(IssueRecord.read) { issue, asked in
            if register.take(issue.id) { try sink.add(issue, askedAs: .id(issue.id)) }
            guard !keys.isEmpty else { return }
            for key in [issue.key, asked ?? issue.key] where keys.remove(key) != nil {
                try sink.add(issue, askedAs: .key(key))
            }
        }
        for id in register.remaining { try sink.addMissing(.id(id)) }
        for key in keys.sorted() { try sink.addMissing(.key(key)) }
        return sink
    }

    /// Returns all issues of the snapshot that carry the marker's label.
    public func marked(since: Int64?) throws -> MarkedIssues {
        var ids: [IssueID] = []
        try forEachLine(IssueRecord.peek) { id, isMarked in
            if isMarked { ids.append(id) }
        }
        return MarkedIssues(ids: IssueRegister(ids).remaining)
    }

    /// Returns nothing: a snapshot has every issue that there was.
    public func unindexed() -> [IssueID] { [] }

    /// Returns those of the given issues that had no way back when the snapshot was made.
    public func deadEnds(among issues: [IssueID]) -> Set<IssueID> {
        Set(header.deadEnds).intersection(issues)
    }

    /// Returns how the actions would have fared when the snapshot was made.
    public func forecasts(for actions: [Action]) -> [Forecast] { actions.map { header.forecasts[$0] } }

    private func forEachLine<First, Second>(
        _ read: (UnsafeRawBufferPointer) throws(JSONError) -> (First, Second),
        _ body: (First, Second) throws -> Void
    ) throws {
        let file = try mapped(path)
        try file.forEachLine { line, number in
            let record: (First, Second)
            do throws(JSONError) {
                record = try read(line)
            } catch {
                throw Problem.notAnIssue(path, line: number, error)
            }
            try body(record.0, record.1)
        }
    }
}

/// Issues that are looked for, each until it is found.
///
/// Ids in order find each other by halving, in an eighth of a set's memory.
private struct IssueRegister {
    private let ids: [IssueID]
    private var isTaken: [Bool]

    init(_ ids: [IssueID]) {
        var sorted = ids
        if !zip(ids, ids.dropFirst()).allSatisfy({ $0 < $1 }) { sorted = Set(ids).sorted() }
        self.ids = sorted
        isTaken = Array(repeating: false, count: sorted.count)
    }

    /// The ids that were not taken, in ascending order.
    var remaining: [IssueID] { ids.indices.filter { !isTaken[$0] }.map { ids[$0] } }

    /// Takes an id, and returns whether it was there.
    mutating func take(_ id: IssueID) -> Bool {
        var low = 0
        var high = ids.count
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        guard low < ids.count, ids[low] == id, !isTaken[low] else { return false }
        isTaken[low] = true
        return true
    }
}
