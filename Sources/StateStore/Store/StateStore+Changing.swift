internal import Git
public import Reconciliation
public import Workflow

extension StateStore {
    /// Commits a new file beside the state directory, and a first state with it.
    ///
    /// - Parameters:
    ///   - name: The file, by its name in the folder that the state directory is relative to; there must be none yet.
    ///   - content: What it holds.
    ///   - state: The first state; nil to leave what is there, or is not.
    ///   - message: The commit's message.
    /// - Returns: The commit's id.
    /// - Throws: A `Problem`; then nothing was written.
    public func found(
        _ name: String,
        _ content: [UInt8],
        with state: State?,
        message: CommitMessage
    ) async throws -> String {
        let open = try open()
        let files = state.map { StateFiles.all(of: $0, Layout.fitting(0), digester) } ?? [:]
        let depth = settings.directory.split(separator: "/").count { $0 != "." }
        let folder = open.directory.split(separator: "/").dropLast(depth)
        let path = (folder + [name[...]]).joined(separator: "/")
        return try open.commit(
            files.mapValues { $0 },
            beside: [path: content],
            over: try open.tree(),
            message: message
        )
    }

    /// Commits a state in the place of whatever is committed, spoilt or not, and returns the commit's id.
    ///
    /// Whatever else lies in the state directory stays.
    public func replace(with state: State, message: CommitMessage) async throws -> String {
        let open = try open()
        let object = try open.tree()
        let present = try asProblem { () throws(GitError) in
            try open.location.repository.files(under: open.directory, at: open.revision)
        }
        let layout = Layout.fitting(state.links.count)
        var files = StateFiles.all(of: state, layout, digester).mapValues { Optional($0) }
        for path in present.map({ open.pathWithin($0.path) })
        where StateFiles.isOfLinks(path) && files[path] == nil {
            files.updateValue(nil, forKey: path)
        }
        return try open.commit(files, over: object, message: message)
    }

    /// Spreads the committed state over another number of files, 1, 256 or 4096, in a commit of its own.
    ///
    /// Without a number it takes the one that suits the state's size. Returns the commit's id; nil when the
    /// state is spread like that already. The state itself, its serial included, stays as it is.
    public func reshard(to files: Int? = nil, message: CommitMessage) async throws -> String? {
        let open = try open()
        guard let stored = try open.read(), let (header, object) = try open.header() else {
            throw Problem.noState(in: open.directory)
        }
        guard let layout = files.map({ Layout(rawValue: $0) }) ?? Layout.fitting(stored.state.links.count)
        else { throw Problem.noLayout(of: files ?? 0) }
        guard layout != header.layout else { return nil }
        var contents = StateFiles.all(of: stored.state, layout, digester).mapValues { Optional($0) }
        for file in header.layout.files { contents.updateValue(nil, forKey: file) }
        return try open.commit(contents, over: object, message: message)
    }
}
