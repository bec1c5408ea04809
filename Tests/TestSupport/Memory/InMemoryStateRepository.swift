public import Reconciliation
public import Workflow

/// A state repository that is an array of commits, for tests.
public actor InMemoryStateRepository: StateRepository {
    /// One commit.
    public struct Commit: Hashable, Sendable {
        /// What was committed.
        public var state: State
        /// The message.
        public var message: CommitMessage
    }

    /// All commits, oldest first.
    public private(set) var commits: [Commit] = []
    /// How often the lock was taken.
    public private(set) var locks = 0
    private let lifeline: Lifeline
    private var holder: Problem?
    private var refusal: Problem?
    private var commitRefusal: Problem?

    /// Makes a repository, with a first commit of a state unless it is nil.
    public init(_ state: State? = nil, lifeline: Lifeline = Lifeline()) {
        self.lifeline = lifeline
        guard let state else { return }
        commits = [Commit(state: state, message: CommitMessage(subject: "start", body: [], trailers: []))]
    }

    /// The committed state; nil while there is none.
    public var state: State? { commits.last?.state }

    /// Counts, and throws what `hold` was given.
    public func lock() throws {
        if let holder { throw holder }
        locks += 1
    }

    /// Returns the committed state.
    public func load() -> StoredState? {
        commits.last.map { StoredState(state: $0.state, object: "tree-\(commits.count)") }
    }

    /// Throws what `refuse` was given.
    public func checkWritable() throws { if let refusal { throw refusal } }

    /// Commits a state.
    public func commit(_ state: State, over base: StoredState?, message: CommitMessage) throws -> String {
        if let refusal = refusal ?? commitRefusal { throw refusal }
        guard base?.object == load()?.object else {
            throw Problem(.stale, "The state was committed by another run.")
        }
        try lifeline.step()
        commits.append(Commit(state: state, message: message))
        try lifeline.step()
        return "commit-\(commits.count)"
    }

    /// Returns the lineage and serial of the committed state.
    public func remains() -> StateRemains? {
        state.map { StateRemains(lineage: $0.lineage, serial: $0.serial) }
    }

    /// Commits a state over whatever there is.
    public func replace(with state: State, message: CommitMessage) throws -> String {
        if let refusal = refusal ?? commitRefusal { throw refusal }
        commits.append(Commit(state: state, message: message))
        return "commit-\(commits.count)"
    }

    /// Returns the commits, newest first.
    public func history(limit: Int?) -> [HistoryEntry] {
        let all = commits.indices.reversed().map { index in
            HistoryEntry(
                commit: "commit-\(index + 1)",
                author: "A Person <person@example.org>",
                time: Int64(index),
                offset: 0,
                message: commits[index].message
            )
        }
        return Array(all.prefix(limit ?? all.count))
    }
}

extension InMemoryStateRepository {
    /// Lets another run hold the lock; nil ends that.
    public func hold(_ problem: Problem?) { holder = problem }

    /// Makes `checkWritable` and `commit` fail; nil ends that.
    public func refuse(_ problem: Problem?) { refusal = problem }

    /// Makes `commit` alone fail, when all else is done; nil ends that.
    public func refuseCommit(_ problem: Problem?) { commitRefusal = problem }

    /// Goes back to an older commit, as when a machine with later ones is lost.
    public func rewind(to count: Int) { commits.removeLast(max(0, commits.count - count)) }

    /// Forgets everything, as when the repository is lost.
    public func lose() { commits = [] }
}
