internal import Git
internal import SerialExecution
internal import Workflow

/// A lock that all clones of a repository share: a reference of the remote, moved by compare-and-swap.
///
/// It has a thread of its own, so that it is renewed while the state is being read or written.
actor RemoteLock {
    private let executor = SerialQueueExecutor(label: "lock")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let state: StateStore.Settings
    private let settings: StateStore.RemoteSettings
    private let identity: IdentityOverrides
    private var held: Held?
    private var renewal: Task<Void, Never>?

    /// The lock while it is ours.
    private struct Held {
        var holder: LockHolder
        /// The commit that the reference points at.
        var commit: ObjectID
    }

    init(
        _ state: StateStore.Settings,
        _ settings: StateStore.RemoteSettings,
        identity: IdentityOverrides
    ) {
        self.state = state
        self.settings = settings
        self.identity = identity
    }

    /// Takes the lock, and renews it from then on; to be called by who holds the clone's own lock.
    ///
    /// It is tried without looking first, so that a free lock costs one round trip.
    ///
    /// - Throws: A problem of kind locked when a run of another clone may be at work.
    func take() throws(Problem) {
        guard held == nil else { return }
        settings.report(.began("Taking the lock on \(settings.name)"))
        let sight = try sight()
        let noted = sight.note.ids
        let now = state.now().seconds
        let who = try asProblem { () throws(GitError) in
            try sight.place.repository.identities(overriding: identity).committer
        }
        let holder = LockHolder(
            id: settings.makeUUID(),
            name: "\(who.name) <\(who.email)>",
            host: settings.host,
            process: RunLock.process,
            command: settings.command,
            since: now,
            expires: now + settings.expiry
        )
        let commit = try write(holder, sight)
        // Before the lock is there: a run that dies in between must be known for this clone's.
        sight.note.write(noted + [holder.id])
        var old: ObjectID?
        for _ in 1...5 {
            switch try move(sight, from: old, to: commit) {
            case .moved:
                sight.note.write([holder.id])
                held = Held(holder: holder, commit: commit)
                renewal = Task { await self.keepRenewing() }
                return
            case .elsewhere(nil): old = nil
            case .elsewhere(let found?):
                old = nil
                guard case .text(let theirs) = try content(of: found, sight) else { continue }
                let verdict = LockStatus.on(theirs, at: now, host: settings.host, noted: noted)
                guard verdict != .held else { throw Problem(lockedBy: theirs, sight.remoteBranch) }
                if let theirs { report(verdict, theirs) }
                old = found
            }
        }
        throw Problem(
            .locked,
            "Other runs took the lock on \(settings.name) again and again",
            hint: "Run the command again a little later"
        )
    }

    /// Gives the lock back, if it is still this run's; what fails is told as a warning.
    func release() {
        renewal?.cancel()
        renewal = nil
        guard let held else { return }
        self.held = nil
        do throws(Problem) {
            let sight = try sight()
            var move = try move(sight, from: held.commit, to: nil)
            if case .elsewhere(let found?) = move,
                try content(of: found, sight).holder?.id == held.holder.id
            {
                move = try self.move(sight, from: found, to: nil)
            }
            sight.note.write([])
        } catch {
            settings.report(
                .warning(
                    "The lock on \(settings.name) could not be given back: \(error.summary) It holds until "
                        + "\(LockHolder.moment(held.holder.expires)), or audit-jira unlock breaks it"
                )
            )
        }
    }

    /// Returns the lock as it stands on the remote; nil when there is none.
    func look() throws(Problem) -> RemoteHold? {
        let sight = try sight()
        for _ in 1...5 {
            let found = try asProblem { () throws(GitError) in
                try sight.remoteBranch.remote.references([sight.remoteBranch.lock])
            }
            guard let commit = found[sight.remoteBranch.lock] else { return nil }
            guard case .text(let holder) = try content(of: commit, sight) else { continue }
            let noted = sight.note.ids
            return RemoteHold(
                remote: settings.name,
                reference: sight.remoteBranch.lock,
                commit: commit.description,
                holder: holder,
                isExpired: holder.map { $0.expires <= state.now().seconds } ?? false,
                isOurs: holder.map { noted.contains($0.id) && $0.host == settings.host } ?? false
            )
        }
        throw Problem(.failure, "The lock on \(settings.name) changes all the time", hint: "Look again")
    }

    /// Breaks the lock that was seen, and returns whether it is gone; false when it is another one by now.
    func remove(_ hold: RemoteHold) throws(Problem) -> Bool {
        guard let commit = ObjectID(hold.commit) else { return false }
        return try move(try sight(), from: commit, to: nil) == .moved
    }
}

// MARK: Renewing

extension RemoteLock {
    private func keepRenewing() async {
        var pause: Duration? = .seconds(Double(settings.expiry) / 2)
        while let wait = pause {
            do { try await Task.sleep(for: wait) } catch { return }
            pause = renew()
        }
    }

    /// Puts the end of the lock off, and returns when to do so again; nil when the lock is not this run's any more.
    private func renew() -> Duration? {
        guard let held else { return nil }
        let now = state.now().seconds
        var holder = held.holder
        holder.expires = now + settings.expiry
        do throws(Problem) {
            let sight = try sight()
            let commit = try write(holder, sight)
            switch try move(sight, from: held.commit, to: commit) {
            case .moved:
                self.held = Held(holder: holder, commit: commit)
                return .seconds(Double(settings.expiry) / 2)
            case .elsewhere(let found):
                var theirs: LockHolder?
                if let found { theirs = try content(of: found, sight).holder }
                if let found, theirs?.id == holder.id {
                    // An earlier renewal arrived, and its answer did not.
                    self.held?.commit = found
                    return .zero
                }
                lose(theirs.map { "\($0.phrase) holds it now" } ?? "somebody broke it")
                return nil
            }
        } catch {
            guard now < held.holder.expires else {
                lose("it expired, and could not be renewed: \(error.summary)")
                return nil
            }
            settings.report(
                .warning("The lock on \(settings.name) could not be renewed yet: \(error.summary)")
            )
            return .seconds(max(1, Double(settings.expiry) / 10))
        }
    }

    private func lose(_ reason: String) {
        held = nil
        settings.lost(
            Problem(
                .locked,
                "The run was stopped, for it lost the lock on \(settings.name): \(reason)",
                hint: "What was done is recorded. When no other run is at work, git pull, and plan again"
            )
        )
    }
}

// MARK: What a run sees

extension RemoteLock {
    /// The repository, its remote and the note about the lock.
    private struct Seen: ~Copyable {
        let place: StateLocation
        let remoteBranch: RemoteBranch
        let note: OwnLocks
    }

    /// What a commit that was the lock says.
    private enum Content {
        /// Who holds it; nil where that cannot be read.
        case text(LockHolder?)
        /// The lock is another one by now.
        case replaced

        var holder: LockHolder? { if case .text(let holder) = self { holder } else { nil } }
    }

    private func sight() throws(Problem) -> Seen {
        let place = try StateLocation(state)
        let remoteBranch = try RemoteBranch(place, settings)
        let note = OwnLocks(
            about: remoteBranch.lock,
            in: place.repository.commonDirectory + StateStore.privateName
        )
        return Seen(place: place, remoteBranch: remoteBranch, note: note)
    }

    private func write(_ holder: LockHolder, _ sight: borrowing Seen) throws(Problem) -> ObjectID {
        do throws(GitError) {
            return try sight.place.repository.writeLoneCommit(
                holder.text,
                by: try sight.place.repository.identities(overriding: identity).committer,
                at: Timestamp(seconds: state.now().seconds)
            )
        } catch {
            throw Problem(error)
        }
    }

    private func move(
        _ sight: borrowing Seen,
        from old: ObjectID?,
        to new: ObjectID?
    ) throws(Problem) -> Remote.Move {
        do throws(GitError) {
            return try sight.remoteBranch.remote.move(sight.remoteBranch.lock, from: old, to: new)
        } catch {
            throw Problem(error)
        }
    }

    /// Returns what a lock's commit says.
    private func content(of commit: ObjectID, _ sight: borrowing Seen) throws(Problem) -> Content {
        let (remote, lock) = (sight.remoteBranch.remote, sight.remoteBranch.lock)
        do throws(GitError) {
            if try !sight.place.repository.has(commit) {
                try remote.fetch(lock)
                guard try sight.place.repository.has(commit) else {
                    // It is no commit at all, or not the lock any more.
                    return try remote.references([lock])[lock] == commit ? .text(nil) : .replaced
                }
            }
            return .text(LockHolder(reading: try sight.place.repository.read(commit).subject))
        } catch {
            throw Problem(error)
        }
    }

    private func report(_ verdict: LockStatus, _ holder: LockHolder) {
        switch verdict {
        case .held: break
        case .expired:
            settings.report(
                .warning(
                    "The lock of \(holder.phrase) expired at \(LockHolder.moment(holder.expires)), and is taken over"
                )
            )
        case .abandoned:
            settings.report(
                .warning(
                    "An earlier run of this clone (process \(holder.process)) did not give its lock back; it is taken over"
                )
            )
        }
    }
}
