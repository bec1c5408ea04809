internal import Git
internal import Workflow

/// What stands on the remote for the branch that holds the state: that branch, and the lock over the state.
struct RemoteBranch {
    let remote: Remote
    /// The branch's full name on the remote.
    let branch: String
    /// The lock's full name on the remote.
    let lock: String
    /// The command that brings the branch here when it is not checked out.
    let fetching: String

    /// Finds out what belongs to a place.
    init(_ place: borrowing StateLocation, _ settings: StateStore.RemoteSettings) throws(Problem) {
        let local = try Self.localBranch(of: place, settings.name)
        let remotes = try asProblem { () throws(GitError) in try place.repository.remotes() }
        guard remotes.contains(settings.name) else { throw Self.unknown(settings.name, remotes) }
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
        "refs/audit-jira/lock/\(safe(branch))+\(safe(directory))"
    }

    private static func safe(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    private static func localBranch(
        of place: borrowing StateLocation,
        _ remote: String
    ) throws(Problem) -> String {
        if case .branch(let name) = place.revision { return name }
        switch try asProblem({ () throws(GitError) in try place.repository.head() }) {
        case .branch(let name, _), .unborn(let name): return name
        case .detached:
            throw Problem(
                .failure,
                "No branch is checked out, and the lock on \(remote) is one branch's",
                hint: "Check the branch out that holds the state, or set state.branch"
            )
        }
    }

    private static func unknown(_ name: String, _ remotes: [String]) -> Problem {
        Problem(
            .usage,
            "state.remote names '\(name)', and the repository has no remote of that name",
            hint: remotes.isEmpty
                ? "Add it with git remote add, or take state.remote out of the configuration"
                : "The remotes are \(remotes.joined(separator: ", "))"
        )
    }
}
