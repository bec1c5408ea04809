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
        let place = try StateLocation(settings)
        let object = try asProblem { () throws(GitError) in
            try place.repository.tree(of: place.directory, at: place.revision)
        }
        let files = state.map { StateFiles.all(of: $0, Layout.fitting(0), digester) } ?? [:]
        let depth = settings.directory.split(separator: "/").count { $0 != "." }
        let folder = place.directory.split(separator: "/").dropLast(depth)
        let path = (folder + [name[...]]).joined(separator: "/")
        return try commit(files.mapValues { $0 }, beside: [path: content], over: object, place, message)
    }
}
