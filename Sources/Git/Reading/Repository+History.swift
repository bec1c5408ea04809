internal import CGit2

extension Repository {
    /// Returns the commits that changed a file or directory, youngest first.
    ///
    /// As `git log -- path` does it: a merge that agrees with one of its parents is passed over, and the walk
    /// goes on through that parent alone. In a shallow clone it ends where the clone does.
    ///
    /// Without a limit it returns them all.
    public func history(
        touching path: String,
        limit: Int? = nil,
        from revision: Revision = .head
    ) throws(GitError) -> [Commit] {
        try validate(path: path, "read the history of \(path)")
        guard let start = try commit(at: revision) else { return [] }
        var frontier = Frontier()
        var commits: [Commit] = []
        frontier.insert(try look(at: start, path))
        while commits.count < limit ?? .max, let step = frontier.next() {
            var parents: [Seen] = []
            for parent in step.parents where try exists(parent) { parents.append(try look(at: parent, path)) }
            if let same = parents.first(where: { $0.content == step.content }) {
                frontier.insert(same)
                continue
            }
            for parent in parents { frontier.insert(parent) }
            if step.content != nil || !parents.isEmpty { commits.append(try read(step.id)) }
        }
        return commits
    }

    /// Reads one commit.
    public func read(_ commit: ObjectID) throws(GitError) -> Commit {
        let object = try object(commit)
        let parents = (0..<(unsafe git_commit_parentcount(object.pointer))).compactMap { index in
            unsafe git_commit_parent_id(object.pointer, index).map { ObjectID(unsafe $0.pointee) }
        }
        guard let author = unsafe git_commit_author(object.pointer),
            let message = unsafe git_commit_message(object.pointer)
        else { throw GitError("read the commit \(commit)", .invalid, because: "It names no author") }
        let text = unsafe String(cString: message)
        let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        return Commit(
            id: commit,
            parents: parents,
            author: Identity(
                name: unsafe String(cString: author.pointee.name),
                email: unsafe String(cString: author.pointee.email)
            ),
            time: Timestamp(
                seconds: unsafe author.pointee.when.time,
                offset: unsafe author.pointee.when.offset
            ),
            subject: lines.first.map { String($0) } ?? "",
            body: lines.dropFirst().first.map { Self.trimmed($0) } ?? "",
            trailers: try Self.trailers(of: text)
        )
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == "\n" }
        return String(
            start[..<(start.lastIndex { $0 != "\n" }.map { start.index(after: $0) } ?? start.startIndex)]
        )
    }

    private static func trailers(of message: String) throws(GitError) -> [Commit.Trailer] {
        var array = unsafe git_message_trailer_array()
        try check("read the trailers of a commit", unsafe git_message_trailers(&array, message))
        defer { unsafe git_message_trailer_array_free(&array) }
        return (0..<(unsafe array.count)).map { index in
            let trailer = unsafe array.trailers[index]
            return Commit.Trailer(
                key: unsafe String(cString: trailer.key),
                value: unsafe String(cString: trailer.value)
            )
        }
    }

    private func exists(_ commit: ObjectID) throws(GitError) -> Bool {
        let database = try unsafe Owned("open the objects", freedBy: { unsafe git_odb_free($0) }) {
            unsafe git_repository_odb(&$0, handle.pointer)
        }
        var id = commit.raw
        return unsafe git_odb_exists(database.pointer, &id) == 1
    }

    /// Returns what the walk needs to know of a commit.
    private func look(at commit: ObjectID, _ path: String) throws(GitError) -> Seen {
        let object = try object(commit)
        return Seen(
            id: commit,
            time: unsafe git_commit_time(object.pointer),
            content: try entry(at: path, in: .commit(commit))?.id,
            parents: (0..<(unsafe git_commit_parentcount(object.pointer))).compactMap { index in
                unsafe git_commit_parent_id(object.pointer, index).map { ObjectID(unsafe $0.pointee) }
            }
        )
    }
}

/// A commit as the walk sees it: when it was made and what stood at the path.
private struct Seen {
    let id: ObjectID
    let time: Int64
    let content: ObjectID?
    let parents: [ObjectID]
}

/// The commits that wait to be visited.
///
/// There are as many as lines of history run side by side, so few.
private struct Frontier {
    private var waiting: [Seen] = []
    private var seen: Set<ObjectID> = []

    mutating func insert(_ sight: Seen) {
        guard seen.insert(sight.id).inserted else { return }
        let place = waiting.firstIndex { $0.time >= sight.time } ?? waiting.endIndex
        waiting.insert(sight, at: place)
    }

    mutating func next() -> Seen? { waiting.popLast() }
}
