internal import Git
internal import Notation
internal import Workflow

/// The remote's side of the branch that holds the state: that branch, and the lock over the state.
struct RemoteBranch {
    let remote: Remote
    /// The branch's full name on the remote.
    let branch: String
    /// The lock's full name on the remote.
    let lock: String
    /// The command that brings the branch here when it is not checked out.
    let fetching: String

    /// Finds the remote's side of a place.
    init(_ place: borrowing StateLocation, _ settings: RemoteSettings) throws(Problem) {
        let local = try Self.localBranch(of: place, settings.name)
        let remotes = try asProblem { () throws(GitError) in try place.repository.remotes() }
        guard remotes.contains(settings.name) else { throw .unknownRemote(settings.name, remotes: remotes) }
        let name = try asProblem { () throws(GitError) in
            try place.repository.branch(local, on: settings.name)
        }
        let git = GitProgram(
            variables: settings.variables,
            directory: place.repository.workDirectory ?? place.repository.gitDirectory,
            patience: settings.patience
        )
        remote = Remote(settings.name, git: git)
        branch = "refs/heads/\(name)"
        lock = Self.lock(branch: name, directory: place.directory)
        fetching = "git fetch \(settings.name) \(name):\(local)"
    }

    /// The branch's name with the remote's before it, as people write it.
    var branchName: String { "\(remote.name)/\(branch.dropFirst("refs/heads/".count))" }

    /// Returns the lock of a branch and a directory.
    ///
    /// Both are one part of the name, written so that no two share it: a lock must neither be the folder of another one nor
    /// have a name that git refuses.
    static func lock(branch: String, directory: String) -> String {
        "refs/audit-jira/lock/\(encoding.encode(branch))+\(encoding.encode(directory))"
    }

    private static let encoding = PercentEncoding(keeping: "-_")

    private static func localBranch(
        of place: borrowing StateLocation,
        _ remote: String
    ) throws(Problem) -> String {
        if case .branch(let name) = place.revision { return name }
        switch try asProblem({ () throws(GitError) in try place.repository.head() }) {
        case .branch(let name, _), .unborn(let name): return name
        case .detached:
            throw .noBranch(remote: remote)
        }
    }
}
