import Foundation
import Reconciliation
import StateStore
import Testing
import Workflow

@Suite struct RemoteLockTests {
    private let clones: Clones

    init() throws { clones = try Clones() }

    private func problem(_ body: () async throws -> Void) async throws -> Problem? {
        do {
            try await body()
            return nil
        } catch let problem as Problem { return problem }
    }

    private static func kind(_ body: () async throws -> Void) async -> Problem.Kind? {
        do {
            try await body()
            return nil
        } catch { return (error as? Problem)?.kind ?? .failure }
    }

    @Test func `a lock keeps runs of other clones away until it is given back`() async throws {
        let first = clones.store(clones.first)
        try await first.lock()
        try await first.lock()
        let commit = try #require(try clones.locked)
        let said = try clones.remote.git("log", "-1", "--format=%s", commit)
        #expect(said.contains(#""holder":"Test <test@example.org>","host":"kitchen""#))
        #expect(try clones.remote.git("ls-tree", commit) == "")
        let second = clones.store(clones.second)
        let refused = try #require(try await problem { try await second.lock() })
        #expect(refused.kind == .locked)
        #expect(
            refused.summary.hasPrefix(
                "Another run is at work for origin/main: Test <test@example.org> on kitchen (audit-jira sync, process "
            )
        )
        #expect(
            refused.summary.hasSuffix(
                ", since 2025-11-24T16:00:00Z, until 2025-11-24T16:15:00Z unless it is renewed"
            )
        )
        #expect(refused.hint?.contains("audit-jira unlock") == true)
        await first.unlock()
        #expect(try clones.locked == nil)
        try await second.lock()
        await second.unlock()
        await second.unlock()
        #expect(try clones.locked == nil)
        #expect(clones.events.warnings.isEmpty && clones.events.loss == nil)
        for clone in [clones.first, clones.second] {
            #expect(try clone.git("status", "--porcelain") == "")
            #expect(try clone.git("for-each-ref", "refs/audit-jira") == "")
        }
    }

    @Test(arguments: 0..<5) func `of many at once one gets it`(round: Int) async throws {
        let stores = (0..<4).map { clones.store($0 % 2 == 0 ? clones.first : clones.second) }
        let outcomes = await withTaskGroup(of: Problem.Kind?.self) { group in
            for store in stores { group.addTask { await Self.kind { try await store.lock() } } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == nil } == 1)
        #expect(outcomes.count { $0 == .locked } == 3, "\(outcomes)")
        for store in stores { await store.unlock() }
        #expect(try clones.locked == nil)
    }

    @Test func `an expired lock is taken over, and its holder does not give it back`() async throws {
        let first = clones.store(clones.first)
        try await first.lock()
        let early = clones.store(clones.second, at: 1_764_000_899)
        #expect(try await problem { try await early.lock() }?.kind == .locked)
        let late = clones.store(clones.second, at: 1_764_000_900) { $0.host = "cellar" }
        try await late.lock()
        #expect(
            clones.events.warnings.contains {
                $0.contains("expired at 2025-11-24T16:15:00Z, and is taken over")
            }
        )
        let commit = try clones.locked
        await first.unlock()
        #expect(try clones.locked == commit)
        await late.unlock()
        #expect(try clones.locked == nil)
    }

    @Test func `the lock of a dead run of the same clone is taken over at once`() async throws {
        var dead: StateStore? = clones.store(clones.first)
        try await dead?.lock()
        let commit = try clones.locked
        // Without giving back, as after a kill: the clone's own lock goes, that on the remote stays.
        dead = nil
        let note = ".git/audit-jira/remote-lock/main+state"
        #expect(try String(contentsOf: clones.first.file(note), encoding: .utf8).count == 37)
        #expect(try await problem { try await clones.store(clones.second).lock() }?.kind == .locked)
        let elsewhere = clones.store(clones.first) { $0.host = "cellar" }
        #expect(try await problem { try await elsewhere.lock() }?.kind == .locked)
        let heir = clones.store(clones.first)
        try await heir.lock()
        #expect(clones.events.warnings.contains { $0.contains("earlier run of this clone") })
        #expect(try clones.locked != commit)
        await heir.unlock()
        #expect(try clones.locked == nil)
    }

    @Test func `a long run renews its lock, and stops when somebody broke it`() async throws {
        let store = clones.living(clones.first)
        try await store.lock()
        let commit = try clones.locked
        while try clones.locked == commit { try await Task.sleep(for: .milliseconds(20)) }
        #expect(clones.events.loss == nil)
        try clones.remote.git("update-ref", "-d", Clones.lock)
        await clones.events.waitForLoss()
        #expect(clones.events.loss?.kind == .locked)
        #expect(
            clones.events.loss?.summary
                == "The run was stopped, for it lost the lock on origin: somebody broke it"
        )
        let next = clones.store(clones.second)
        try await next.lock()
        let theirs = try clones.locked
        await store.unlock()
        #expect(try clones.locked == theirs)
        await next.unlock()
    }

    @Test func `who finds another's lock in the place of its own names that one`() async throws {
        let next = clones.store(clones.second) { $0.host = "cellar" }
        try await next.lock()
        let theirs = try #require(try clones.locked)
        await next.unlock()
        let store = clones.living(clones.first)
        try await store.lock()
        // In one step, so that no renewal finds the place empty.
        try clones.remote.git("update-ref", Clones.lock, theirs)
        await clones.events.waitForLoss()
        #expect(clones.events.loss?.summary.contains("on cellar") == true)
        await store.unlock()
        #expect(try clones.locked == theirs)
    }

    @Test func `a lock that nobody can read holds until it is broken`() async throws {
        try clones.leave("What is this?")
        let store = clones.store(clones.second)
        let refused = try #require(try await problem { try await store.lock() })
        #expect(refused.kind == .locked)
        #expect(refused.summary.contains("not one that this version can read"))
        let hold = try #require(try await store.locks().remote)
        #expect(hold.holder == nil && !hold.isExpired && !hold.isOurs)
        #expect(try await store.remove(hold))
        #expect(try await store.remove(hold), "it is gone")
        try await store.lock()
        await store.unlock()

        let blob = try clones.first.git("hash-object", "-w", clones.first.file(".git/config").path())
        try clones.first.git("push", "-q", "origin", "\(blob):\(Clones.lock)")
        #expect(try await problem { try await store.lock() }?.kind == .locked)
    }

    @Test func `only the lock that was seen is broken`() async throws {
        let first = clones.store(clones.first)
        try await first.lock()
        let second = clones.store(clones.second)
        let locks = try await second.locks()
        let hold = try #require(locks.remote)
        #expect(locks.clone == nil && !hold.isOurs)
        #expect(hold.holder?.command == "sync")
        #expect(
            try await clones.store(clones.first).locks().clone?.process
                == ProcessInfo.processInfo.processIdentifier
        )
        #expect(try await clones.store(clones.first).locks().remote?.isOurs == true)
        await first.unlock()
        try await first.lock()
        #expect(try await second.remove(hold) == false)
        #expect(try clones.locked != nil)
        await first.unlock()
        #expect(try await second.locks().isEmpty)
    }

    @Test func `a branch under another name on the remote has the same lock there`() async throws {
        try clones.second.git("branch", "-q", "-m", "main", "work")
        let first = clones.store(clones.first)
        try await first.lock()
        #expect(try await problem { try await clones.store(clones.second).lock() }?.kind == .locked)
        await first.unlock()
    }
}
