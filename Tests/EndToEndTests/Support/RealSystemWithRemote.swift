import Foundation
import JiraSandbox
import TestSupport
import Testing

/// A system whose repository has a remote, and a second clone of that: two places where runs may write.
struct RealSystemWithRemote: Sendable {
    let shop: RealSystem

    /// The bare repository.
    var remote: String { shop.folder + "/remote.git" }
    /// The second clone; the first is the system's repository.
    var second: String { shop.folder + "/second" }

    /// The lock over `state` on `main`.
    static let lock = "refs/audit-jira/lock/main+state"

    /// Runs a test in one.
    static func open(
        _ rows: [SampleRow],
        expiry: String = "15m",
        _ work: (RealSystemWithRemote) async throws -> Void
    ) async throws {
        let text =
            "version: 1\njira: {project: CCS, timeout: 60m}\nstate: {remote: origin, lock_expiry: \(expiry)}\n"
        try await RealSystem.open(.rows(rows).configured(text)) { shop in
            let system = RealSystemWithRemote(shop: shop)
            try await shop.git("init", "--quiet", "--bare", "--initial-branch=main", system.remote)
            try await shop.git("remote", "add", "origin", system.remote)
            try await shop.git("push", "--quiet", "--set-upstream", "origin", "main")
            try await shop.git("clone", "--quiet", system.remote, system.second)
            for (name, value) in [("user.name", "Cook"), ("user.email", "cook@example.com")] {
                try await shop.git("config", name, value, in: system.second)
            }
            try await work(system)
        }
    }

    /// The target of the lock; empty when there is none.
    var locked: String {
        get async throws {
            try await shop.git("for-each-ref", "--format=%(objectname)", Self.lock, in: remote)
        }
    }

    /// Leaves a lock of a run elsewhere.
    func leave(until end: String) async throws {
        let message = """
            {"format":1,"id":"0d9f1f0e-6c1a-4b9e-9d5e-6c6f5a0b7a11","holder":"Pastry <pastry@example.com>","host":"cellar",\
            "process":4711,"command":"sync","since":"2026-11-23T18:00:00Z","expires":"\(end)"}
            """
        let tree = try await shop.git("hash-object", "-t", "tree", "-w", "/dev/null")
        let commit = try await shop.git("commit-tree", tree, "-m", message)
        try await shop.git("push", "--quiet", "--force", "origin", "\(commit):\(Self.lock)")
    }

    /// Starts a `sync` in the first clone, and waits until it has the lock and asks Jira.
    ///
    /// - Parameter fault: What Jira does then; no time limit ends it.
    /// - Returns: The run.
    /// - Throws: `SpawnError` when it does not start.
    func start(_ fault: SandboxFault.Kind) async throws -> Spawned {
        shop.jira.forgetRequests()
        shop.jira.addFault(fault, path: "/rest/api/3/myself")
        let sync = try Spawned(
            Program.path,
            ["sync"],
            environment: shop.variables,
            directory: shop.repository,
            stderr: shop.folder + "/log"
        )
        try await shop.wait(for: sync) { jira in jira.requests.contains { $0.path == "/rest/api/3/myself" } }
        return sync
    }
}
