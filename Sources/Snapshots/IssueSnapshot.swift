internal import JSON
internal import Reconciliation
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
    public func site() -> Site { header.site }

    /// Hands the issues over; what the snapshot does not have is missing.
    public func read<Sink: IssueSink>(
        _ references: [IssueReference],
        into sink: consuming Sink
    ) throws -> Sink {
        var ids: Set<IssueID> = []
        var keys: Set<String> = []
        for reference in references {
            switch reference {
            case .id(let id): ids.insert(id)
            case .key(let key): keys.insert(key)
            }
        }
        try forEachIssue { issue, asked in
            if ids.remove(issue.id) != nil { try sink.add(issue, askedAs: .id(issue.id)) }
            for key in [issue.key, asked].compactMap({ $0 }) where keys.remove(key) != nil {
                try sink.add(issue, askedAs: .key(key))
            }
        }
        for id in ids.sorted() { try sink.addMissing(.id(id)) }
        for key in keys.sorted() { try sink.addMissing(.key(key)) }
        return sink
    }

    /// Returns all issues of the snapshot that carry the marker's label.
    public func marked(since: Int64?) throws -> MarkedIssues {
        var ids: Set<IssueID> = []
        try forEachIssue { issue, _ in
            if issue.labels.contains(Marker.name) { ids.insert(issue.id) }
        }
        return MarkedIssues(ids: ids.sorted())
    }

    private func forEachIssue(_ body: (Issue, String?) throws -> Void) throws {
        let file = try MappedFile(path)
        try file.forEachLine { line, number in
            let record: (issue: Issue, asked: String?)
            do throws(JSONError) {
                record = try IssueRecord.read(line)
            } catch {
                throw Problem(
                    .failure,
                    "\(path):\(number) is not an issue: \(error.message)",
                    hint: "Make the snapshot anew"
                )
            }
            try body(record.issue, record.asked)
        }
    }
}
