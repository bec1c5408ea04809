internal import Git
internal import Workflow

/// The lock on the remote as one call works with it: the repository, its remote, and the note about the lock.
struct SharedLock: ~Copyable {
    private let state: StateSettings
    private let place: StateLocation
    let remoteBranch: RemoteBranch
    let note: OwnLocks

    /// Opens the repository; the remote is not asked yet.
    init(_ state: StateSettings, _ settings: RemoteSettings) throws(Problem) {
        let place = try StateLocation(state)
        let remoteBranch = try RemoteBranch(place, settings)
        note = OwnLocks(about: remoteBranch.lock, in: place.privateFolder)
        (self.state, self.remoteBranch) = (state, remoteBranch)
        self.place = place
    }

    /// The message of a commit that was the lock.
    enum Content {
        /// The holder; nil where that cannot be read.
        case text(LockHolder?)
        /// The lock is another one by now.
        case replaced

        var holder: LockHolder? { if case .text(let holder) = self { holder } else { nil } }
    }

    /// Returns the person that this run is of.
    func committer() throws(Problem) -> Identity {
        try asProblem { () throws(GitError) in
            try place.repository.identities(overriding: state.overrides).committer
        }
    }

    /// Makes the commit of a lock, which is nowhere yet.
    func write(_ holder: LockHolder) throws(Problem) -> ObjectID {
        let committer = try committer()
        return try asProblem { () throws(GitError) in
            try place.repository.writeLoneCommit(
                holder.text,
                by: committer,
                at: Timestamp(seconds: state.now().seconds)
            )
        }
    }

    /// Returns the commit that is the lock; nil while there is none.
    func commit() throws(Problem) -> ObjectID? {
        try asProblem { () throws(GitError) in
            try remoteBranch.remote.references([remoteBranch.lock])[remoteBranch.lock]
        }
    }

    /// Moves the lock from one commit to another, if it is where it is expected to be; nil stands for no lock.
    func move(from old: ObjectID?, to new: ObjectID?) throws(Problem) -> Remote.Move {
        try asProblem { () throws(GitError) in
            try remoteBranch.remote.move(remoteBranch.lock, from: old, to: new)
        }
    }

    /// Returns the message of a lock's commit.
    func content(of commit: ObjectID) throws(Problem) -> Content {
        let (remote, lock) = (remoteBranch.remote, remoteBranch.lock)
        return try asProblem { () throws(GitError) in
            if try !place.repository.has(commit) {
                try remote.fetch(lock)
                guard try place.repository.has(commit) else {
                    // It is no commit at all, or not the lock any more.
                    return try remote.references([lock])[lock] == commit ? .text(nil) : .replaced
                }
            }
            return .text(LockHolder(reading: try place.repository.read(commit).subject))
        }
    }
}
