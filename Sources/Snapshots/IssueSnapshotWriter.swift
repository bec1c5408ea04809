internal import Files
internal import JSON
public import Reconciliation
public import Workflow

/// Writes issues as they are read to `issues.jsonl`.
public struct IssueSnapshotWriter: IssueSink {
    private var issues: [(issue: Issue, asked: String?)] = []
    private let path: String

    /// Prepares a file at `path`; it is written by ``finish()``.
    public init(path: String) { self.path = path }

    /// Takes an issue.
    public mutating func add(_ issue: Issue, askedAs reference: IssueReference) {
        var asked: String?
        if case .key(let key) = reference, key != issue.key { asked = key }
        issues.append((issue, asked))
    }

    /// Takes word that an issue is missing, which the file says by not having it.
    public mutating func addMissing(_ reference: IssueReference) {}

    /// Writes the file, and returns how many issues it has.
    public func finish() throws -> Int {
        let file = try writing { () throws(FileError) in try FileReplacement(path, permissions: 0o644) }
        var writer = JSONWriter(reservingCapacity: 1 << 20)
        var count = 0
        var last: (IssueID, String?)?
        for (issue, asked) in issues.sorted(by: {
            ($0.issue.id, $0.asked ?? "") < ($1.issue.id, $1.asked ?? "")
        }) {
            if let last, last.0 == issue.id, asked == nil || last.1 == asked { continue }
            last = (issue.id, asked)
            IssueRecord.write(issue, askedAs: asked, to: &writer)
            count += 1
            if writer.bytes.count > 1 << 20 {
                try writing { () throws(FileError) in try file.append(writer.bytes) }
                writer.removeAll()
            }
        }
        try writing { () throws(FileError) in
            try file.append(writer.bytes)
            try file.finish()
        }
        return count
    }
}
