import Foundation
import Reconciliation
import StateStore
import TestSupport
import Workflow

/// A bare repository and clones of it, each with a store that locks on it.
final class Clones {
    let remote: GitFolder
    let first: GitFolder
    let second: GitFolder
    let events = Events()

    /// The lock over `state` on `main`.
    static let lock = "refs/audit-jira/lock/main+state"

    init() throws {
        remote = try GitFolder("--bare")
        first = try GitFolder()
        second = try GitFolder()
        for clone in [first, second] { try clone.git("remote", "add", "origin", remote.root.path()) }
        try first.git("commit", "-q", "--allow-empty", "-m", "Start")
        try first.git("push", "-q", "-u", "origin", "main")
        try second.git("pull", "-q", "--set-upstream", "origin", "main")
    }

    /// A store over a clone.
    ///
    /// - Parameters:
    ///   - clone: The clone.
    ///   - branch: The branch that holds the state; nil for the one that is checked out.
    ///   - now: The time, in seconds since 1970.
    ///   - adjust: Changes what is usual: 900 seconds on one host.
    /// - Returns: The store.
    func store(
        _ clone: GitFolder,
        branch: String? = nil,
        at now: Int64 = 1_764_000_000,
        _ adjust: (inout RemoteSettings) -> Void = { _ in }
    ) -> StateStore {
        store(clone, branch: branch, now: { (now, 60) }, adjust)
    }

    private func store(
        _ clone: GitFolder,
        branch: String?,
        now: @escaping @Sendable () -> (seconds: Int64, offset: Int),
        _ adjust: (inout RemoteSettings) -> Void
    ) -> StateStore {
        let events = events
        var remote = RemoteSettings(
            name: "origin",
            expiry: 900,
            variables: [
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
                "HOME": clone.root.path(), "GIT_CONFIG_NOSYSTEM": "1",
            ],
            host: "kitchen",
            command: "sync",
            makeUUID: { UUID().uuidString.lowercased() },
            report: { events.take($0) },
            lost: { events.lose($0) }
        )
        adjust(&remote)
        return clone.store { settings in
            settings.now = now
            settings.branch = branch
            settings.remote = remote
        }
    }

    /// A store whose clock runs, and whose lock holds for a second.
    func living(_ clone: GitFolder) -> StateStore {
        store(clone, branch: nil, now: { (Int64(Date().timeIntervalSince1970), 0) }) { $0.expiry = 1 }
    }

    /// The target of the lock on the remote; nil when there is none.
    var locked: String? { get throws { try locked(Self.lock) } }

    func locked(_ reference: String) throws -> String? {
        let found = try remote.git("for-each-ref", "--format=%(objectname)", reference)
        return found.isEmpty ? nil : found
    }

    /// Puts a lock on the remote that says anything.
    func leave(_ message: String) throws {
        let tree = try first.git("hash-object", "-t", "tree", "-w", "/dev/null")
        let commit = try first.git("commit-tree", tree, "-m", message)
        try first.git("push", "-q", "-f", "origin", "\(commit):\(Self.lock)")
    }
}

/// The reports of a store.
final class Events: @unchecked Sendable {
    // Reached under the lock alone.
    private let lock = NSLock()
    private var taken: [Event] = []
    private var lostLock: Problem?
    private var waiters: [CheckedContinuation<Void, Never>] = []

    func take(_ event: Event) { lock.withLock { taken.append(event) } }

    func lose(_ problem: Problem) {
        let waiters = lock.withLock {
            defer { self.waiters = [] }
            lostLock = problem
            return self.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until the lock is lost.
    func waitForLoss() async {
        await withCheckedContinuation { continuation in
            let isLost = lock.withLock {
                if lostLock == nil { waiters.append(continuation) }
                return lostLock != nil
            }
            if isLost { continuation.resume() }
        }
    }

    var warnings: [String] {
        lock.withLock { taken.compactMap { if case .warning(let text) = $0 { text } else { nil } } }
    }
    var loss: Problem? { lock.withLock { lostLock } }
}
