internal import Git
internal import SerialExecution
internal import Workflow

/// A lock that all clones of a repository share: a reference of the remote, moved by compare-and-swap.
///
/// It has a thread of its own, so that it is renewed while the state is being read or written.
actor RemoteLock {
    private let executor = SerialQueueExecutor(label: "lock")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let state: StateSettings
    private let settings: RemoteSettings
    private var held: Held?
    private var renewal: Task<Void, Never>?

    /// The lock while it is ours.
    private struct Held {
        var holder: LockHolder
        /// The commit that the reference points at.
        var commit: ObjectID
    }

    init(_ state: StateSettings, _ settings: RemoteSettings) {
        self.state = state
        self.settings = settings
    }

    /// Takes the lock, and renews it from then on; to be called by who holds the clone's own lock.
    ///
    /// It is tried without looking first, so that a free lock costs one round trip.
    ///
    /// - Throws: A problem of kind locked when a run of another clone may be at work.
    func take() throws(Problem) {
        guard held == nil else { return }
        settings.report(.began("Taking the lock on \(settings.name)"))
        let shared = try SharedLock(state, settings)
        let noted = shared.note.ids
        let now = state.now().seconds
        let who = try shared.committer()
        let holder = LockHolder(
            id: settings.makeUUID(),
            name: "\(who.name) <\(who.email)>",
            host: settings.host,
            process: RunLock.process,
            command: settings.command,
            since: now,
            expires: now + settings.expiry
        )
        let commit = try shared.write(holder)
        // Before the lock is there: a run that dies in between must be known for this clone's.
        shared.note.write(noted + [holder.id])
        var old: ObjectID?
        for _ in 1...5 {
            switch try shared.move(from: old, to: commit) {
            case .moved:
                shared.note.write([holder.id])
                held = Held(holder: holder, commit: commit)
                renewal = Task { await self.keepRenewing() }
                return
            case .elsewhere(nil): old = nil
            case .elsewhere(let found?):
                old = nil
                guard case .text(let theirs) = try shared.content(of: found) else { continue }
                let verdict = LockStatus.on(theirs, at: now, host: settings.host, noted: noted)
                guard verdict != .held else { throw Problem.held(by: theirs, shared.remoteBranch) }
                if let theirs { report(verdict, theirs) }
                old = found
            }
        }
        throw .contendedLock(on: settings.name)
    }

    /// Gives the lock back, if it is still this run's; what fails is told as a warning.
    func release() {
        renewal?.cancel()
        renewal = nil
        guard let held else { return }
        self.held = nil
        do throws(Problem) {
            let shared = try SharedLock(state, settings)
            var move = try shared.move(from: held.commit, to: nil)
            if case .elsewhere(let found?) = move,
                try shared.content(of: found).holder?.id == held.holder.id
            {
                move = try shared.move(from: found, to: nil)
            }
            shared.note.write([])
        } catch {
            settings.report(
                .warning(
                    "The lock on \(settings.name) could not be given back: \(error.summary). It holds until "
                        + "\(LockHolder.moment(held.holder.expires)), or audit-jira unlock breaks it"
                )
            )
        }
    }

    /// Returns the lock as it stands on the remote; nil when there is none.
    func look() throws(Problem) -> RemoteHold? {
        let shared = try SharedLock(state, settings)
        for _ in 1...5 {
            guard let commit = try shared.commit() else { return nil }
            guard case .text(let holder) = try shared.content(of: commit) else { continue }
            let noted = shared.note.ids
            return RemoteHold(
                remote: settings.name,
                reference: shared.remoteBranch.lock,
                commit: commit.description,
                holder: holder,
                isExpired: holder.map { $0.expires <= state.now().seconds } ?? false,
                isOurs: holder.map { noted.contains($0.id) && $0.host == settings.host } ?? false
            )
        }
        throw .unsteadyLock(on: settings.name)
    }

    /// Breaks the lock that was seen, and returns whether it is gone; false when it is another one by now.
    func remove(_ hold: RemoteHold) throws(Problem) -> Bool {
        guard let commit = ObjectID(hold.commit) else { return false }
        return try SharedLock(state, settings).move(from: commit, to: nil) == .moved
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
            let shared = try SharedLock(state, settings)
            let commit = try shared.write(holder)
            switch try shared.move(from: held.commit, to: commit) {
            case .moved:
                self.held = Held(holder: holder, commit: commit)
                return .seconds(Double(settings.expiry) / 2)
            case .elsewhere(let found):
                var theirs: LockHolder?
                if let found { theirs = try shared.content(of: found).holder }
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
        settings.lost(.lostLock(on: settings.name, reason))
    }
}

// MARK: Telling

extension RemoteLock {
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
