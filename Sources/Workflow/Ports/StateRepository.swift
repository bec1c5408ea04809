public import Reconciliation

/// A state as it stands committed.
public struct StoredState: Hashable, Sendable {
    /// The state.
    public var state: State
    /// The id of the git object that holds it: the state directory's tree.
    public var object: String

    /// Makes a stored state.
    public init(state: State, object: String) {
        self.state = state
        self.object = object
    }
}

/// The message of a state's commit: subject, body, trailers.
public struct CommitMessage: Hashable, Sendable {
    /// The first line.
    public var subject: String
    /// A line per action.
    public var body: [String]
    /// The trailers in their order, such as `Audit-Jira-Serial` and `42`.
    public var trailers: [Trailer]

    /// One trailer.
    public struct Trailer: Hashable, Sendable {
        /// The name before the colon.
        public var name: String
        /// The value behind it.
        public var value: String

        /// Makes a trailer.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Makes a message.
    public init(subject: String, body: [String], trailers: [Trailer]) {
        self.subject = subject
        self.body = body
        self.trailers = trailers
    }
}

/// One commit of the sync history.
public struct HistoryEntry: Hashable, Sendable {
    /// The commit's id.
    public var commit: String
    /// Its author, as `Name <address>`.
    public var author: String
    /// When it was made, in seconds since 1970.
    public var time: Int64
    /// The author's offset from UTC in minutes.
    public var offset: Int
    /// What it said.
    public var message: CommitMessage

    /// Makes an entry.
    public init(commit: String, author: String, time: Int64, offset: Int, message: CommitMessage) {
        self.commit = commit
        self.author = author
        self.time = time
        self.offset = offset
        self.message = message
    }
}

/// What can still be told of a committed state that may be spoilt.
public struct StateRemains: Hashable, Sendable {
    /// The state's UUID.
    public var lineage: String
    /// How often it was written.
    public var serial: Int

    /// Makes remains.
    public init(lineage: String, serial: Int) {
        self.lineage = lineage
        self.serial = serial
    }
}

/// The commits of a state.
///
/// All methods throw a `Problem`.
public protocol StateHistory: Sendable {
    /// Returns the commits that changed the state, newest first.
    func history(limit: Int?) async throws -> [HistoryEntry]
}

/// A place whose state can be made anew, spoilt or not.
///
/// All methods throw a `Problem`.
public protocol StateRebuilding: Sendable {
    /// Returns what can be told of the committed state, spoilt or not; nil when there is none, or nothing of it can be read.
    func remains() async throws -> StateRemains?
    /// Commits a state in the place of whatever is committed, spoilt or not, and returns the commit's id.
    func replace(with state: State, message: CommitMessage) async throws -> String
}

/// The place where the state is kept and committed.
///
/// All methods throw a `Problem`.
public protocol StateRepository: StateHistory, StateRebuilding {
    /// Keeps every other run that writes away, for as long as this repository is held on to; throws when one is at work.
    func lock() async throws
    /// Returns the committed state; nil while there is none.
    func load() async throws -> StoredState?
    /// Throws when a commit would be refused, before anything else is written: a merge in progress, an edited state file, no identity.
    func checkWritable() async throws
    /// Commits a state over the one that was loaded (nil: over none), and returns the commit's id. A state that is no
    /// longer the committed one is refused as stale.
    func commit(_ state: State, over base: StoredState?, message: CommitMessage) async throws -> String
}
