public import JSON

/// Links that were spread over another number of files, for people and for programs.
public struct ReshardText: Rendered {
    private let links: Int
    private let before: Int
    private let after: Int
    private let commit: String?

    /// Prepares the text.
    ///
    /// - Parameters:
    ///   - links: The number of links.
    ///   - before: The number of files before.
    ///   - after: The number of files now.
    ///   - commit: The commit; nil where nothing was done.
    public init(links: Int, from before: Int, to after: Int, commit: String?) {
        self.links = links
        self.before = before
        self.after = after
        self.commit = commit
    }

    /// A sentence or two.
    public var text: String {
        let subject = links == 1 ? "The 1 link is" : "The \(links) links are"
        let files = after == 1 ? "1 file" : "\(after) files"
        guard let commit else { return "\(subject) in \(files) already. Nothing was done.\n" }
        return "\(subject) in \(files) now, instead of \(before). Committed as \(commit.prefix(12)).\n"
    }

    /// The numbers and the commit.
    public var json: JSON {
        [
            "links": .integer(links),
            "from": .integer(before),
            "files": .integer(after),
            "commit": commit.map(JSON.string) ?? .null,
        ]
    }
}
