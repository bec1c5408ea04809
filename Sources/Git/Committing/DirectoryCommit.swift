/// A commit to be made: changes to the files of one directory, and nothing else.
public struct DirectoryCommit: Sendable {
    /// The directory, by its path from the root of the repository.
    public var directory: String

    /// The tree of the directory that the changes were made against; nil when there was none.
    ///
    /// When the branch has moved on and the directory is another one by now, nothing is committed.
    public var base: ObjectID?

    /// The new content of each file, by its path within the directory; nil removes a file.
    public var files: [String: [UInt8]?]

    /// New files outside of the directory, by their paths from the root of the repository.
    ///
    /// Unlike the directory's own files, those of them that a crash leaves behind are for the user to remove.
    public var others: [String: [UInt8]] = [:]

    /// The whole message: subject, empty line, body, trailers.
    public var message: String

    /// The author.
    public var author: Identity

    /// The committer.
    public var committer: Identity

    /// The time that the commit is made at.
    public var time: Timestamp

    /// The branch, by its short name, that the commit goes on; nil for where `HEAD` points.
    public var branch: String?

    /// The time to wait for other git processes.
    public var patience: Duration

    /// Makes a description; nothing happens before ``Repository/commit(_:)``.
    public init(
        directory: String,
        base: ObjectID?,
        files: [String: [UInt8]?],
        message: String,
        author: Identity,
        committer: Identity,
        time: Timestamp,
        branch: String? = nil,
        patience: Duration = .seconds(15)
    ) {
        self.directory = directory
        self.base = base
        self.files = files
        self.message = message
        self.author = author
        self.committer = committer
        self.time = time
        self.branch = branch
        self.patience = patience
    }
}

extension DirectoryCommit {
    /// The new content of every file, by its path from the root of the repository; nil removes a file.
    var contents: [String: [UInt8]?] {
        var contents = others.mapValues { Optional($0) }
        for (name, content) in files { contents.updateValue(content, forKey: "\(directory)/\(name)") }
        return contents
    }
}
