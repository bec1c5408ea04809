import Foundation
import Git
import TestSupport
import Testing

@Suite(.serialized) struct RefusalTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.commit("1\n", to: "file")
        try scratch.repository().record(["a.txt": "one\n", "b.txt": "one\n"])
    }

    /// Tries to commit, and returns why it was refused; checks that the refusal changed nothing.
    private func refusal(_ files: [String: String?] = ["a.txt": "two\n"]) throws -> GitError? {
        let repository = try scratch.repository()
        let status = try scratch.git("status", "--porcelain")
        let head = try scratch.git("rev-parse", "HEAD")
        var refusal: GitError?
        do {
            try repository.record(files)
        } catch let error as GitError {
            refusal = error
        }
        #expect(try scratch.git("status", "--porcelain") == status)
        #expect(try scratch.git("rev-parse", "HEAD") == head)
        #expect(!scratch.exists(".git/index.lock"))
        return refusal
    }

    @Test func `a file that the user has staged`() throws {
        try scratch.write("staged\n", to: "state/b.txt")
        try scratch.git("add", "state/b.txt")
        let error = try refusal()
        #expect(error?.code == .staged)
        #expect(error?.message.contains("state/b.txt") == true)
        #expect(error?.hint?.contains("git restore --staged") == true)
    }

    @Test func `a file that the user has edited, though its size is the same`() throws {
        try scratch.write("ONE\n", to: "state/b.txt")
        #expect(try refusal()?.code == .edited)
        #expect(throws: GitError.self) { try scratch.repository().requireClean("state") }
    }

    @Test func `a file that the user has deleted`() throws {
        try FileManager.default.removeItem(at: scratch.root.appending(path: "state/b.txt"))
        #expect(try refusal()?.code == .edited)
    }

    @Test func `a file that the user has added`() throws {
        try scratch.write("new\n", to: "state/c.txt")
        try scratch.git("add", "state/c.txt")
        #expect(try refusal()?.code == .staged)
    }

    @Test func `an unknown file in the way`() throws {
        try scratch.write("new\n", to: "state/c.txt")
        #expect(try refusal(["c.txt": "other\n"])?.code == .edited)
        #expect(scratch.read("state/c.txt") == "new\n")
    }

    @Test func `a merge in progress`() throws {
        try scratch.git("checkout", "-q", "-b", "side", "HEAD~1")
        try scratch.commit("side\n", to: "file")
        try scratch.git("checkout", "-q", "main")
        try scratch.commit("main\n", to: "file")
        #expect(try Scratch.run(["merge", "side"], in: scratch.root).status == 1)
        let error = try refusal()
        #expect(error?.code == .operationInProgress)
        #expect(error?.message.contains("merge") == true)
    }

    @Test func `a rebase in progress`() throws {
        try scratch.git("checkout", "-q", "-b", "side", "HEAD~1")
        try scratch.commit("side\n", to: "file")
        try scratch.git("checkout", "-q", "main")
        try scratch.commit("main\n", to: "file")
        #expect(try Scratch.run(["rebase", "side"], in: scratch.root).status == 1)
        #expect(try refusal()?.code == .operationInProgress)
    }

    @Test func `a split index`() throws {
        try scratch.git("update-index", "--split-index")
        let error = try refusal()
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("split") == true)
    }

    @Test func `a sparse index, and a sparse checkout without the directory`() throws {
        try scratch.commit("1\n", to: "code/x/file")
        try scratch.git("sparse-checkout", "set", "--cone", "code")
        #expect(try refusal()?.code == .unsupported)
        try scratch.git("sparse-checkout", "set", "--cone", "--sparse-index", "state")
        #expect(try refusal()?.code == .unsupported)
        try scratch.git("sparse-checkout", "reapply", "--no-sparse-index")
        try scratch.repository().record(["a.txt": "two\n"])
        #expect(scratch.read("state/a.txt") == "two\n")
        #expect(try scratch.git("status", "--porcelain") == "")
    }

    @Test func `a directory that is not the one that was read`() throws {
        let repository = try scratch.repository()
        let base = try repository.tree(of: "state")
        try scratch.commit("theirs\n", to: "state/b.txt")
        do {
            try repository.commit(.state(["a.txt": "two\n"], over: base))
            Issue.record("It wrote over a change that it had not seen")
        } catch {
            #expect(error.code == .changedMeanwhile)
        }
        #expect(scratch.read("state/a.txt") == "one\n")
    }

    @Test func `a lock that another process holds, after the given time`() throws {
        try scratch.write("", to: ".git/index.lock")
        let repository = try scratch.repository()
        let base = try repository.tree(of: "state")
        do {
            try repository.commit(.state(["a.txt": "two\n"], over: base, patience: .milliseconds(20)))
            Issue.record("It ignored the lock")
        } catch {
            #expect(error.code == .locked)
            #expect(error.message.contains("index.lock"))
        }
        #expect(scratch.exists(".git/index.lock"))
    }

    @Test func `a path that leads out of the directory`() throws {
        #expect(try refusal(["../evil.txt": "x"])?.code == .invalid)
        #expect(try refusal([".git/x": "x"])?.code == .invalid)
        #expect(try refusal(["": "x"])?.code == .invalid)
    }

    @Test func `a symbolic link in the place of a folder`() throws {
        let outside = scratch.base.appending(path: "outside")
        try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: scratch.root.appending(path: "state/links"),
            withDestinationURL: outside
        )
        #expect(try refusal(["links/a.txt": "x"])?.code == .invalid)
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path()).isEmpty)
    }
}
