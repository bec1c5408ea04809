internal import Git
public import Workflow

/// A repository and the state in it, looked at before anything is synced.
public struct RepositoryInspection: Sendable {
    /// The origin of the checked-out files.
    public enum Head: Hashable, Sendable {
        /// A branch, by its short name.
        case branch(String)
        /// A branch, by its short name, without a commit so far.
        case unborn(String)
        /// A commit outside of any branch.
        case detached(String)
    }

    /// The state directory, by its path from the root of the repository.
    public var directory: String
    /// The origin of the checked-out files.
    public var head: Head
    /// The person that a commit would name.
    public var committer: Result<String, Problem>
    /// A file or directory of the state that a rule of git's leaves out; nil where there is none.
    public var ignored: String?
    /// The reason why a commit would be refused; nil when it would not.
    public var obstacle: Problem?
    /// The committed state's faults.
    public var check: Result<StateCheck, Problem>
    /// The files that the state is spread over; nil while there is none that can be read.
    public var layout: StateLayout?
    /// The locks that keep runs away.
    public var locks: Result<RunLocks, Problem>
    /// The newest commit of the sync history; nil for none.
    public var last: HistoryEntry?

    /// Describes a repository in which everything is as it should be.
    public init(
        directory: String,
        head: Head,
        committer: String,
        check: StateCheck
    ) {
        self.directory = directory
        self.head = head
        self.committer = .success(committer)
        self.check = .success(check)
        locks = .success(RunLocks(clone: nil, remote: nil))
    }
}

extension RepositoryInspection.Head {
    init(_ head: Head) {
        switch head {
        case .branch(let name, _): self = .branch(name)
        case .unborn(let name): self = .unborn(name)
        case .detached(let commit): self = .detached(String(commit.description.prefix(12)))
        }
    }
}
