internal import Files
internal import JSON
internal import Reconciliation
internal import Workflow

extension Problem {
    private static let anew = "Make a snapshot with audit-jira snapshot --out DIR"

    /// Tells that a file of a snapshot cannot be read.
    static func unreadSnapshot(_ error: FileError) -> Problem { Problem(.failure, "\(error)", hint: anew) }

    /// Tells that a file of a snapshot cannot be written.
    static func unwrittenSnapshot(_ error: FileError) -> Problem { Problem(.failure, "\(error)") }

    /// Tells that a file is not the header of a snapshot.
    static func notASnapshot(_ path: String, _ reason: String) -> Problem {
        Problem(.failure, "\(path) is not a snapshot: \(reason)", hint: anew)
    }

    /// Tells that a snapshot is of a format that this version does not know.
    static func otherFormat(_ format: Int, in path: String) -> Problem {
        let known = SnapshotHeader.format
        return Problem(
            .failure,
            "\(path) is a snapshot of format \(format); this version reads format \(known)",
            hint: anew
        )
    }

    /// Tells that a line of a snapshot is not a row.
    static func notARow(_ path: String, line: Int, _ error: JSONError) -> Problem {
        Problem(
            .failure,
            "\(path):\(line) is not a row: \(error.message)",
            hint: "Make the snapshot anew with audit-jira snapshot --out DIR"
        )
    }

    /// Tells that two rows of a snapshot have one key.
    static func secondRow(_ row: RowKey, _ path: String, line: Int) -> Problem {
        Problem(.failure, "\(path):\(line): another row has the key \(row)")
    }

    /// Tells that a line of a snapshot is not an issue.
    static func notAnIssue(_ path: String, line: Int, _ error: JSONError) -> Problem {
        Problem(
            .failure,
            "\(path):\(line) is not an issue: \(error.message)",
            hint: "Make the snapshot anew"
        )
    }
}

/// Maps a file of a snapshot into memory.
func mapped(_ path: String) throws(Problem) -> MappedFile {
    do throws(FileError) {
        return try MappedFile(path)
    } catch {
        throw .unreadSnapshot(error)
    }
}

/// Runs what writes a file of a snapshot.
func writing<Value: ~Copyable>(_ body: () throws(FileError) -> Value) throws(Problem) -> Value {
    do throws(FileError) {
        return try body()
    } catch {
        throw .unwrittenSnapshot(error)
    }
}
