internal import Git
public import Reconciliation
internal import SerialExecution
public import Workflow

/// The state as files in a git repository.
///
/// It reads what is committed, never the work tree; but while the work tree has another state than the commit
/// it refuses to go on, because one of the two would be lost.
public actor StateStore: StateRepository {
    /// The thread on which git's blocking calls run.
    private let executor = SerialQueueExecutor(label: "state")
    /// The executor of this actor.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let settings: StateSettings
    let digester: Digester
    private let remoteLock: RemoteLock?
    private var runLock: RunLock?

    /// Makes a store; the repository is opened with each call.
    public init(_ settings: StateSettings, digester: Digester) {
        self.settings = settings
        self.digester = digester
        remoteLock = settings.remote.map { RemoteLock(settings, $0) }
    }

    /// Opens the repository for one call.
    func open() throws(Problem) -> OpenState { try OpenState(settings, digester: digester) }

    /// Keeps every other run that writes away until ``unlock()``, or for as long as this store is held on to.
    ///
    /// Linked work trees count as one repository. With a remote, runs of its other clones are kept away as well, and a
    /// state that is older than the remote's is refused.
    ///
    /// Throws a problem of kind locked when another run is at work.
    public func lock() async throws {
        guard runLock == nil else { return }
        let lock = try RunLock(in: try open().location.privateFolder)
        if let remoteLock, let remote = settings.remote {
            try await remoteLock.take()
            do {
                try open().requireNewest(on: remote)
            } catch {
                await remoteLock.release()
                throw error
            }
        }
        runLock = consume lock
    }

    /// Lets other runs in again; does nothing where nothing is locked.
    ///
    /// A remote that cannot be reached is a warning, and its lock expires.
    public func unlock() async {
        await remoteLock?.release()
        runLock = nil
    }

    /// Returns the locks that keep runs away.
    public func locks() async throws -> RunLocks {
        let folder = try open().location.privateFolder
        return RunLocks(clone: RunLock.run(in: folder), remote: try await remoteLock?.look())
    }

    /// Breaks a lock on the remote; returns false when it was another than the one that was seen.
    public func remove(_ hold: RemoteHold) async throws -> Bool {
        try await remoteLock?.remove(hold) ?? false
    }

    /// Returns the committed state; nil while there is none.
    ///
    /// Throws when a file of it is spoilt, naming file and line, and when the work tree has another state.
    public func load() async throws -> StoredState? {
        let open = try open()
        try open.requireUnedited()
        return try open.read()
    }

    /// Returns the state as a commit of its history had it; nil when that had none.
    public func load(at commit: String) async throws -> StoredState? {
        guard let id = ObjectID(commit) else { throw Problem.noCommit(commit) }
        return try open().read(at: .commit(id))
    }

    /// Throws when a commit would be refused, before anything else is written.
    public func checkWritable() async throws {
        let open = try open()
        try open.requireUnedited()
        try asProblem { () throws(GitError) in
            try open.location.repository.requireWritable(open.directory, branch: settings.branch)
            _ = try open.location.repository.identities(overriding: settings.overrides)
        }
    }

    /// Commits a state over the one that was loaded, and returns the commit's id.
    ///
    /// A first state is spread over as many files as suit its size; later ones keep that number. Only the files
    /// that changed are written. Where nothing did, the newest commit's id comes back.
    public func commit(
        _ state: State,
        over base: StoredState?,
        message: CommitMessage
    ) async throws -> String {
        let open = try open()
        let committed = try open.header()
        guard committed?.object.description == base?.object else {
            throw Problem.changedInGit(open.directory)
        }
        if let base, let committed {
            let files = StateFiles.changed(from: base.state, to: state, committed.header.layout, digester)
            return try open.commit(files.mapValues { $0 }, over: committed.object, message: message)
        }
        let files = StateFiles.all(of: state, Layout.fitting(state.links.count), digester)
        return try open.commit(files.mapValues { $0 }, over: try open.tree(), message: message)
    }

    /// Returns the commits that changed the state, newest first.
    public func history(limit: Int?) async throws -> [HistoryEntry] {
        let open = try open()
        let commits = try asProblem { () throws(GitError) in
            try open.location.repository.history(touching: open.directory, limit: limit, from: open.revision)
        }
        return commits.map { commit in
            HistoryEntry(
                commit: commit.id.description,
                author: "\(commit.author.name) <\(commit.author.email)>",
                time: commit.time.seconds,
                offset: Int(commit.time.offset),
                message: CommitText.message(of: commit)
            )
        }
    }

    /// Returns the folder inside the git directory where a program may keep what is not committed.
    public func privateFolder(_ name: String) async throws -> String {
        try open().location.repository.commonDirectory + name
    }
}
