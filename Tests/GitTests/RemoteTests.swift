import Foundation
import Git
import TestSupport
import Testing

@Suite struct RemoteTests {
    private let bare: Scratch
    private let work: Scratch
    private let remote: Remote
    private static let name = "refs/locks/a"

    init() throws {
        bare = try Scratch("--bare")
        work = try Scratch()
        try work.git("remote", "add", "origin", bare.root.path())
        try work.git("commit", "-q", "--allow-empty", "-m", "Start")
        let variables = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": work.base.path(),
        ]
        remote = Remote("origin", git: GitProgram(variables: variables, directory: work.root.path()))
    }

    private func lone(_ message: String) throws -> ObjectID {
        let who = Identity(name: "Baker", email: "baker@example.org")
        return try Repository(discovering: work.root.path()).writeLoneCommit(
            message,
            by: who,
            at: Timestamp(seconds: 1)
        )
    }

    @Test func `a reference moves only from where it is expected`() throws {
        let (one, two) = (try lone("one"), try lone("two"))
        #expect(try remote.references([Self.name]).isEmpty)
        #expect(try remote.move(Self.name, from: two, to: one) == .elsewhere(nil))
        #expect(try remote.move(Self.name, from: nil, to: one) == .moved)
        #expect(try remote.move(Self.name, from: nil, to: two) == .elsewhere(one))
        #expect(try remote.move(Self.name, from: one, to: two) == .moved)
        #expect(try remote.move(Self.name, from: one, to: nil) == .elsewhere(two))
        #expect(try remote.references([Self.name, "refs/heads/main"]) == [Self.name: two])
        #expect(try remote.move(Self.name, from: two, to: nil) == .moved)
        #expect(try remote.references([Self.name]).isEmpty)
        #expect(try work.git("for-each-ref", "--format=%(refname)") == "refs/heads/main")
        #expect(try work.git("ls-tree", one.description) == "")
    }

    @Test func `only the names that were asked for come back`() throws {
        let one = try lone("one")
        try work.git("push", "-q", "origin", "\(one):refs/x/refs/heads/main")
        #expect(try remote.references(["refs/heads/main"]).isEmpty)
    }

    @Test func `no hook of the user runs, and no tag goes along`() throws {
        try work.git("tag", "-a", "-m", "A tag", "v1")
        try work.git("config", "push.followTags", "true")
        try writeScript("#!/bin/sh\nexit 1\n", to: work.root.path() + "/.git/hooks/pre-push")
        let head = try #require(ObjectID(try work.git("rev-parse", "HEAD")))
        #expect(try remote.move(Self.name, from: nil, to: head) == .moved)
        #expect(try bare.git("for-each-ref", "--format=%(refname)") == Self.name)
    }

    @Test func `what another clone pushed is fetched without a trace`() throws {
        let other = try Scratch()
        try other.git("commit", "-q", "--allow-empty", "-m", "Other")
        try other.git("push", "-q", bare.root.path(), "main")
        let id = try #require(ObjectID(try other.git("rev-parse", "main")))
        #expect(try Repository(discovering: work.root.path()).has(id) == false)
        try remote.fetch("refs/heads/main")
        #expect(try Repository(discovering: work.root.path()).has(id))
        #expect(try Repository(discovering: work.root.path()).read(id).subject == "Other")
        #expect(try work.git("for-each-ref", "--format=%(refname)") == "refs/heads/main")
        #expect(!FileManager.default.fileExists(atPath: work.root.appending(path: ".git/FETCH_HEAD").path()))
        let head = try #require(ObjectID(try work.git("rev-parse", "HEAD")))
        #expect(try remote.ancestor(of: head, and: id) == nil)
        #expect(try remote.ancestor(of: head, and: head) == head)
    }

    @Test func `remotes and the names of branches on them`() throws {
        let repository = try Repository(discovering: work.root.path())
        #expect(try repository.remotes() == ["origin"])
        #expect(try repository.branch("main", on: "origin") == "main")
        try work.git("config", "branch.main.remote", "origin")
        try work.git("config", "branch.main.merge", "refs/heads/trunk")
        let again = try Repository(discovering: work.root.path())
        #expect(try again.branch("main", on: "origin") == "trunk")
        #expect(try again.branch("main", on: "backup") == "main")
        #expect(try again.branch("new", on: "origin") == "new")
    }

    @Test func `a remote that is gone is unreachable`() throws {
        try work.git("remote", "set-url", "origin", "/nowhere/at/all")
        for ask in [{ _ = try remote.references(["refs/a"]) }, { try remote.fetch("refs/a") }] {
            let error = #expect(throws: GitError.self) { try ask() }
            #expect(error?.code == .unreachable)
            #expect(error?.hint?.contains("git ls-remote origin") == true)
        }
    }

    @Test func `a remote that will not have it has denied it, and says why`() throws {
        let hook = bare.root.path() + "/hooks/pre-receive"
        try writeScript("#!/bin/sh\necho 'only on Fridays' >&2\nexit 1\n", to: hook)
        let one = try lone("one")
        let error = #expect(throws: GitError.self) { try remote.move(Self.name, from: nil, to: one) }
        #expect(error?.code == .denied)
        #expect(error?.message.contains("pre-receive hook declined") == true)
        #expect(error?.message.contains("only on Fridays") == true)
        #expect(error?.hint?.contains(Self.name) == true)
    }

    @Test func `a reference that another push holds is tried again, and is not denied`() throws {
        let held = bare.root.path() + "/" + Self.name + ".lock"
        try writeScript("", to: held)
        let one = try lone("one")
        let error = #expect(throws: GitError.self) { try remote.move(Self.name, from: nil, to: one) }
        #expect(error?.code == .unreachable)
        try FileManager.default.removeItem(atPath: held)
        #expect(try remote.move(Self.name, from: nil, to: one) == .moved)
    }
}
