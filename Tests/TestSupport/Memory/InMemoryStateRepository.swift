public import Reconciliation
public import Workflow

/// A state repository that is an array of commits, for tests.
public actor InMemoryStateRepository: StateRepository {
    /// One commit.
    public struct Commit: Hashable, Sendable {
        /// The committed state.
        public var state: State
        /// The message.
        public var message: CommitMessage
    }

    /// All commits, oldest first.
    public private(set) var commits: [Commit] = []
    /// The number of times that the lock was taken.
    public private(set) var locks = 0
    private let killSwitch: KillSwitch
    private var holder: Problem?
    private var isLocked = false
    private var damage: Problem?
    private var refusal: Problem?
    private var commitRefusal: Problem?

    /// Makes a repository, with a first commit of a state unless it is nil.
    public init(_ state: State? = nil, killSwitch: KillSwitch = KillSwitch()) {
        self.killSwitch = killSwitch
        guard let state else { return }
        commits = [Commit(state: state, message: CommitMessage(subject: "start", body: [], trailers: []))]
    }

    /// The committed state; nil while there is none.
    public var state: State? { commits.last?.state }

    /// Counts, and throws what `hold` was given.
    public func lock() throws {
        if let holder { throw holder }
        isLocked = true
        locks += 1
    }

    /// Returns the committed state; throws what `spoil` was given.
    public func load() throws -> StoredState? {
        if let damage { throw damage }
        return stored
    }

    private var stored: StoredState? {
        commits.last.map { StoredState(state: $0.state, object: "tree-\(commits.count)") }
    }

    /// Throws what `refuse` was given.
    public func checkWritable() throws { if let refusal { throw refusal } }

    /// Commits a state.
    public func commit(_ state: State, over base: StoredState?, message: CommitMessage) throws -> String {
        if let refusal = refusal ?? commitRefusal { throw refusal }
        guard base?.object == stored?.object else {
            throw Problem(.stale, "The state was committed by another run.")
        }
        try killSwitch.step()
        commits.append(Commit(state: state, message: message))
        try killSwitch.step()
        return "commit-\(commits.count)"
    }

    /// Returns the lineage and serial of the committed state.
    public func remains() -> StateRemains? {
        state.map { StateRemains(lineage: $0.lineage, serial: $0.serial) }
    }

    /// Commits a state over whatever there is.
    public func replace(with state: State, message: CommitMessage) throws -> String {
        if let refusal = refusal ?? commitRefusal { throw refusal }
        damage = nil
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

    /// Takes the lock for another run, or gives it back; throws where this one holds it.
    public func lockElsewhere(_ isHeld: Bool) throws {
        let refusal = Problem(.locked, "Another run is at work")
        guard !isHeld || !isLocked else { throw refusal }
        holder = isHeld ? refusal : nil
    }

    /// Spoils the committed state, but for its lineage and serial; the next `replace` mends it.
    public func spoil(_ problem: Problem) { damage = problem }

    /// Makes `checkWritable` and `commit` fail; nil ends that.
    public func refuse(_ problem: Problem?) { refusal = problem }

    /// Makes `commit` alone fail, when all else is done; nil ends that.
    public func refuseCommit(_ problem: Problem?) { commitRefusal = problem }

    /// Goes back to an older commit, as when a machine with later ones is lost.
    public func rewind(to count: Int) { commits.removeLast(max(0, commits.count - count)) }

    /// Forgets everything, as when the repository is lost.
    public func lose() { commits = [] }
}
