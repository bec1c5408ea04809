public import JSON

/// A snapshot that was saved, for people and for programs.
public struct SavedSnapshotText: Rendered {
    private let rows: Int
    private let issues: Int
    private let directory: String

    /// Prepares the text.
    ///
    /// - Parameters:
    ///   - rows: The number of rows.
    ///   - issues: The number of issues.
    ///   - directory: The directory, as a person named it.
    public init(rows: Int, issues: Int, directory: String) {
        self.rows = rows
        self.issues = issues
        self.directory = directory
    }

    /// A sentence.
    public var text: String { "Saved \(rows) rows and \(issues) issues to \(directory).\n" }

    /// The numbers.
    public var json: JSON { ["rows": .integer(rows), "issues": .integer(issues)] }
}
