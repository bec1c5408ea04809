/// The holder of a lock that all clones of a repository share.
public struct LockHolder: Hashable, Sendable {
    /// The lock's own UUID.
    public var id: String
    /// The person, as `Name <address>`.
    public var name: String
    /// The machine.
    public var host: String
    /// The process on that machine.
    public var process: Int
    /// The command that it runs, such as `sync`.
    public var command: String
    /// The time at which it was taken, in seconds since 1970.
    public var since: Int64
    /// The time at which it ends unless it is renewed, in seconds since 1970.
    public var expires: Int64

    /// Makes a holder.
    public init(
        id: String,
        name: String,
        host: String,
        process: Int,
        command: String,
        since: Int64,
        expires: Int64
    ) {
        self.id = id
        self.name = name
        self.host = host
        self.process = process
        self.command = command
        self.since = since
        self.expires = expires
    }
}

/// A lock on a remote, as it was found.
public struct RemoteHold: Hashable, Sendable {
    /// The remote's name.
    public var remote: String
    /// The reference that is the lock.
    public var reference: String
    /// The commit that it points at.
    public var commit: String
    /// The holder; nil where the commit does not tell.
    public var holder: LockHolder?
    /// Whether its time is over.
    public var isExpired: Bool
    /// Whether it was taken in this clone.
    public var isOurs: Bool

    /// Makes a hold.
    public init(
        remote: String,
        reference: String,
        commit: String,
        holder: LockHolder?,
        isExpired: Bool,
        isOurs: Bool
    ) {
        self.remote = remote
        self.reference = reference
        self.commit = commit
        self.holder = holder
        self.isExpired = isExpired
        self.isOurs = isOurs
    }
}

/// The locks that keep runs away from a repository.
public struct RunLocks: Hashable, Sendable {
    /// A run that is at work in this clone.
    public struct Run: Hashable, Sendable {
        /// Its process; nil where it does not tell.
        public var process: Int32?

        /// Makes a run.
        public init(process: Int32?) { self.process = process }
    }

    /// The run at work in this clone; nil for none.
    public var clone: Run?
    /// The lock on the remote; nil for none, or where no remote is configured.
    public var remote: RemoteHold?

    /// Makes locks.
    public init(clone: Run?, remote: RemoteHold?) {
        self.clone = clone
        self.remote = remote
    }

    /// Whether nothing is locked.
    public var isEmpty: Bool { clone == nil && remote == nil }
}
