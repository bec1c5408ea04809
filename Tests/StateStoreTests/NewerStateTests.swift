import Foundation
import Reconciliation
import StateStore
import TestSupport
import Testing
import Workflow

/// A clone whose state is older than the remote's is not written from.
@Suite struct NewerStateTests {
    private let clones: Clones

    init() throws { clones = try Clones() }

    private func locking(_ clone: GitFolder) async throws -> Problem? {
        let store = clones.store(clone)
        do {
            try await store.lock()
        } catch let problem as Problem {
            #expect(try clones.locked == nil, "a refused run gives its lock back")
            return problem
        }
        await store.unlock()
        return nil
    }

    @discardableResult
    private func commit(_ serial: Int, in clone: GitFolder) async throws -> String {
        let store = clone.store()
        var state = State.plain(30)
        state.serial = serial
        return try await store.commit(state, over: try await store.load(), message: .counts(serial))
    }

    @Test func `a newer state on the remote is to be pulled first`() async throws {
        try await commit(1, in: clones.first)
        #expect(try await locking(clones.first) == nil)
        #expect(try await locking(clones.second) == nil)
        try clones.first.git("push", "-q", "origin", "main")
        let refused = try #require(try await locking(clones.second))
        #expect(refused.kind == .failure)
        #expect(refused.summary == "origin/main has a newer state than this clone: pull first")
        #expect(
            try clones.second.git("for-each-ref", "--format=%(refname)")
                == "refs/heads/main\nrefs/remotes/origin/main"
        )
        try clones.second.git("pull", "-q", "--ff-only", "origin", "main")
        #expect(try await locking(clones.second) == nil)
        try await commit(2, in: clones.first)
        try clones.first.git("push", "-q", "origin", "main")
        try await commit(2, in: clones.second)
        try clones.second.git("commit", "-q", "--amend", "-m", "The same state in another commit")
        #expect(try await locking(clones.second) == nil)
        try await commit(3, in: clones.second)
        #expect(try await locking(clones.second) != nil)
    }

    @Test func `other commits on the remote do not matter, nor does a state that is behind`() async throws {
        try await commit(1, in: clones.first)
        try clones.first.git("push", "-q", "origin", "main")
        try clones.second.git("pull", "-q", "--ff-only", "origin", "main")
        try Data("work\n".utf8).write(to: clones.first.file("code"))
        try clones.first.git("add", "code")
        try clones.first.git("commit", "-q", "-m", "Work")
        try clones.first.git("push", "-q", "origin", "main")
        #expect(try await locking(clones.second) == nil)
        try await commit(2, in: clones.second)
        #expect(try await locking(clones.second) == nil)
    }

    @Test func `a shallow clone that is ahead goes on`() async throws {
        try await commit(1, in: clones.first)
        try clones.first.git("push", "-q", "origin", "main")
        let shallow = try GitFolder()
        try shallow.git("remote", "add", "origin", "file://\(clones.remote.root.path())")
        try shallow.git("fetch", "-q", "--depth", "1", "origin", "main")
        try shallow.git("reset", "-q", "--hard", "FETCH_HEAD")
        #expect(try await locking(shallow) == nil)
        try await commit(2, in: shallow)
        #expect(try await locking(shallow) == nil)
    }

    @Test func `a remote without the branch is fine, and a branch without a commit as well`() async throws {
        try clones.first.git("checkout", "-q", "-b", "new")
        #expect(try await locking(clones.first) == nil)
        let empty = try GitFolder()
        try empty.git("remote", "add", "origin", clones.remote.root.path())
        #expect(try await locking(empty) == nil)
        try await commit(1, in: clones.second)
        try clones.second.git("push", "-q", "origin", "main")
        #expect(try await locking(empty) != nil)
    }

    @Test func `a branch that is not checked out is fetched`() async throws {
        try await commit(1, in: clones.first)
        try clones.first.git("push", "-q", "origin", "main")
        try clones.second.git("checkout", "-q", "--detach")
        try clones.second.git("branch", "-q", "-D", "main")
        let second = clones.second
        let store = clones.store(second, branch: "main")
        let refused = await #expect(throws: Problem.self) { try await store.lock() }
        #expect(refused?.hint == "Run git fetch origin main:main, then plan again")
        try second.git("fetch", "-q", "origin", "main:main")
        try await store.lock()
        #expect(try clones.locked != nil)
        await store.unlock()
    }

    @Test func `a branch is needed, and a remote that there is`() async throws {
        try clones.first.git("checkout", "-q", "--detach")
        let detached = try #require(try await locking(clones.first))
        #expect(detached.kind == .failure)
        #expect(detached.hint?.contains("state.branch") == true)
        let store = clones.store(clones.second) { $0.name = "orign" }
        await #expect(throws: Problem.self) { try await store.lock() }
        do { try await store.lock() } catch let problem as Problem {
            #expect(problem.kind == .usage)
            #expect(
                problem.summary == "state.remote names 'orign', and the repository has no remote of that name"
            )
            #expect(problem.hint == "The remotes are origin")
        }
    }

    @Test func `a remote that cannot be reached, and one that refuses, are told without their secrets`()
        async throws
    {
        try clones.first.git("remote", "set-url", "origin", "https://me:hunter2@localhost:1/x?t=hunter2")
        let unreachable = try #require(try await locking(clones.first))
        #expect(unreachable.kind == .failure)
        #expect(!"\(unreachable)".contains("hunter2"))
        #expect(unreachable.summary.contains("origin"))

        try writeScript(
            "#!/bin/sh\necho 'No locks, says https://me:hunter2@example.org'; exit 1\n",
            to: clones.remote.file("hooks/pre-receive").path()
        )
        let refused = try #require(try await locking(clones.second))
        #expect(refused.kind == .credentials)
        #expect(refused.summary.contains("No locks, says https://(secret)@example.org"))
        #expect(refused.hint?.contains(Clones.lock) == true)
    }

    @Test func `a missing git and one that hangs are told`() async throws {
        let missing = clones.store(clones.first) { $0.variables["PATH"] = "/nowhere" }
        await #expect { try await missing.lock() } throws: { error in
            let problem = error as? Problem
            return problem?.kind == .failure && problem?.summary.contains("no program git in PATH") == true
        }
        try writeScript("#!/bin/sh\nsleep 600\n", to: clones.first.file("bin/git").path())
        let hanging = clones.store(clones.first) { settings in
            settings.variables["PATH"] = "\(clones.first.file("bin").path()):/usr/bin:/bin"
            settings.patience = .milliseconds(100)
        }
        await #expect { try await hanging.lock() } throws: { error in
            (error as? Problem)?.summary.contains("git did not end within") == true
        }
    }
}
