import Foundation
import Git
import Testing

@Suite(.serialized) struct CommitTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `is the first of an unborn branch`() throws {
        let id = try scratch.repository().record(
            ["a.txt": "one\n", "links/b.txt": "two\n"],
            "Subject\n\nBody"
        )
        #expect(try scratch.git("rev-parse", "refs/heads/main") == id?.description)
        #expect(try scratch.git("status", "--porcelain") == "")
        #expect(scratch.read("state/links/b.txt") == "two\n")
        #expect(
            try scratch.git("log", "-1", "--format=%an|%ae|%cn|%ce|%ad|%B", "--date=iso-strict")
                == "Ann Author|ann@example.org|Cleo Committer|cleo@example.org|2023-11-15T00:13:20+02:00|Subject\n\nBody\n"
        )
        #expect(try scratch.problems() == "")
    }

    @Test func `leaves files staged for the first commit of an unborn branch`() throws {
        try scratch.write("code\n", to: "code.txt")
        try scratch.git("add", "code.txt")
        try scratch.repository().record(["a.txt": "one\n"])
        #expect(try scratch.git("status", "--porcelain") == "A  code.txt")
        #expect(try scratch.git("ls-tree", "-r", "--name-only", "HEAD") == "state/a.txt")
    }

    @Test func `leaves what the user has staged and edited as it is`() throws {
        try scratch.commit("a\n", to: "code/a.txt")
        try scratch.commit("b\n", to: "code/b.txt")
        let repository = try scratch.repository()
        try repository.record(["s.txt": "one\n"])
        try scratch.write("staged\n", to: "code/a.txt")
        try scratch.git("add", "code/a.txt")
        try scratch.write("staged, then edited\n", to: "code/a.txt")
        try scratch.write("edited\n", to: "code/b.txt")
        try scratch.write("new\n", to: "code/c.txt")
        try scratch.git("add", "-N", "code/c.txt")
        try scratch.write("unknown\n", to: "code/d.txt")
        let before = try scratch.git("status", "--porcelain")
        let staged = try scratch.git("diff", "--cached")
        try repository.record(["s.txt": "two\n"])
        #expect(try scratch.git("status", "--porcelain") == before)
        #expect(try scratch.git("diff", "--cached") == staged)
        #expect(try scratch.git("show", "--format=", "--name-only", "HEAD") == "state/s.txt")
        try scratch.git("commit", "-q", "-m", "The user's own")
        #expect(try repository.text(of: "state/s.txt") == "two\n")
        #expect(try scratch.git("show", "--format=", "--name-only", "HEAD") == "code/a.txt")
        #expect(try scratch.problems() == "")
    }

    @Test func `takes new files beside the directory along, and nothing else`() throws {
        try scratch.commit("a\n", to: "code/a.txt")
        try scratch.write("staged\n", to: "code/a.txt")
        try scratch.git("add", "code/a.txt")
        let repository = try scratch.repository()
        var commit = DirectoryCommit.state(["s.txt": "one\n"], over: nil)
        commit.others = ["tool.yaml": Array("version: 1\n".utf8), "code/b.txt": Array("b\n".utf8)]
        try repository.commit(commit)
        #expect(
            try scratch.git("show", "--format=", "--name-only", "HEAD")
                == "code/b.txt\nstate/s.txt\ntool.yaml"
        )
        #expect(scratch.read("tool.yaml") == "version: 1\n")
        #expect(try scratch.git("status", "--porcelain") == "M  code/a.txt")
        #expect(try scratch.problems() == "")
    }

    @Test func `does not write over a file beside the directory that git does not know`() throws {
        try scratch.commit("a\n", to: "code/a.txt")
        try scratch.write("mine\n", to: "tool.yaml")
        var commit = DirectoryCommit.state(["s.txt": "one\n"], over: nil)
        commit.others = ["tool.yaml": Array("version: 1\n".utf8)]
        let repository = try scratch.repository()
        #expect(throws: GitError.self) { try repository.commit(commit) }
        #expect(scratch.read("tool.yaml") == "mine\n")
        #expect(!scratch.exists("state/s.txt"))
        #expect(try scratch.git("status", "--porcelain") == "?? tool.yaml")
    }

    @Test func `does not hide an edit made in the same second as the last add`() throws {
        // The edited file has the size and the time of the entry, and is as old as the index: git reads it to know.
        try scratch.git("config", "core.trustctime", "false")
        let past = Date(timeIntervalSince1970: 1_600_000_000)
        let file = scratch.root.appending(path: "code.txt")
        func age(_ file: URL) throws {
            try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: file.path())
        }
        try scratch.write("1111\n", to: "code.txt")
        try age(file)
        try scratch.git("add", "code.txt")
        try scratch.write("2222\n", to: "code.txt")
        try age(file)
        try age(scratch.root.appending(path: ".git/index"))
        try scratch.repository().record(["s.txt": "one\n"])
        #expect(try scratch.git("diff", "--name-only") == "code.txt")
    }

    @Test func `keeps the time of the index that it replaces`() throws {
        try scratch.commit("1\n", to: "code.txt")
        let index = scratch.root.appending(path: ".git/index").path()
        let past = Date(timeIntervalSince1970: 1_600_000_000)
        try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: index)
        try scratch.repository().record(["s.txt": "one\n"])
        let attributes = try FileManager.default.attributesOfItem(atPath: index)
        #expect(attributes[.modificationDate] as? Date == past)
        #expect(try scratch.git("status", "--porcelain") == "")
    }

    @Test func `removes files, and the folder when nothing is left in it`() throws {
        let repository = try scratch.repository()
        try repository.record(["a.txt": "1", "links/00.txt": "2", "links/01.txt": "3"])
        try repository.record(["links/00.txt": nil, "links/none.txt": nil])
        #expect(scratch.exists("state/links/01.txt"))
        try repository.record(["links/01.txt": nil])
        #expect(!scratch.exists("state/links"))
        #expect(try scratch.git("ls-tree", "-r", "--name-only", "HEAD") == "state/a.txt")
        #expect(try scratch.git("ls-tree", "--name-only", "HEAD:state") == "a.txt")
        #expect(try scratch.git("status", "--porcelain") == "")
        #expect(try scratch.problems() == "")
    }

    @Test func `is none when nothing changes`() throws {
        let repository = try scratch.repository()
        let id = try repository.record(["a.txt": "1"])
        #expect(try repository.record(["a.txt": "1", "b.txt": nil]) == nil)
        #expect(try scratch.git("rev-parse", "HEAD") == id?.description)
        #expect(!scratch.exists(".git/index.lock"))
    }

    @Test func `runs no hook`() throws {
        for hook in [
            "pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "reference-transaction",
        ] {
            try scratch.write("#!/bin/sh\necho \(hook) >>hooked\nexit 1\n", to: ".git/hooks/\(hook)")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755],
                ofItemAtPath: scratch.root.appending(path: ".git/hooks/\(hook)").path()
            )
        }
        #expect(try scratch.repository().record(["a.txt": "1"]) != nil)
        #expect(!scratch.exists("hooked") && !scratch.exists(".git/hooked"))
    }

    @Test func `moves a detached head and no branch`() throws {
        try scratch.commit("1", to: "file")
        let main = try scratch.git("rev-parse", "main")
        try scratch.git("checkout", "-q", "--detach")
        let id = try scratch.repository().record(["a.txt": "1"])
        #expect(try scratch.git("rev-parse", "HEAD") == id?.description)
        #expect(try scratch.git("rev-parse", "main") == main)
        #expect(try scratch.git("status", "--porcelain") == "")
    }

    @Test func `works in a bare repository`() throws {
        let bare = try Scratch("--bare")
        let repository = try bare.repository()
        let isBare = repository.isBare
        #expect(isBare)
        try repository.record(["a.txt": "1"])
        try repository.record(["a.txt": "2"])
        #expect(try bare.git("show", "main:state/a.txt") == "2")
        #expect(!bare.exists("index") && !bare.exists("state"))
        #expect(try bare.problems() == "")
    }

    @Test func `goes on a branch that is not checked out, without touching files`() throws {
        try scratch.commit("1", to: "file")
        let repository = try scratch.repository()
        try repository.commit(.state(["a.txt": "1"], over: nil, branch: "sync"))
        let tree = try repository.tree(of: "state", at: .branch("sync"))
        try repository.commit(.state(["a.txt": "2"], over: tree, branch: "sync"))
        #expect(try scratch.git("show", "sync:state/a.txt") == "2")
        #expect(try scratch.git("log", "--format=%s", "main") == "A change")
        #expect(!scratch.exists("state"))
        #expect(try scratch.git("status", "--porcelain") == "")
        try scratch.git("checkout", "-q", "sync")
        try repository.commit(.state(["a.txt": "3"], over: try repository.tree(of: "state"), branch: "sync"))
        #expect(scratch.read("state/a.txt") == "3")
        #expect(try scratch.git("status", "--porcelain") == "")
    }

    @Test func `works in a linked work tree and leaves the main one alone`() throws {
        try scratch.commit("1", to: "file")
        try scratch.git("worktree", "add", "-q", "-b", "other", scratch.base.appending(path: "linked").path())
        let linked = scratch.base.appending(path: "linked")
        let repository = try Repository(discovering: linked.path())
        let (git, common) = (repository.gitDirectory, repository.commonDirectory)
        #expect(git != common)
        try repository.record(["a.txt": "1"])
        #expect(try Scratch.git(["status", "--porcelain"], in: linked) == "")
        #expect(try scratch.git("status", "--porcelain") == "")
        #expect(try scratch.git("show", "other:state/a.txt") == "1")
        let main = try scratch.repository()
        do {
            try main.commit(
                .state(
                    ["a.txt": "2"],
                    over: try main.tree(of: "state", at: .branch("other")),
                    branch: "other"
                )
            )
            Issue.record("It moved a branch under another work tree")
        } catch {
            #expect(error.code == .checkedOutElsewhere)
        }
    }

    @Test func `works in a submodule`() throws {
        let inner = try Scratch()
        try inner.commit("1", to: "file")
        try scratch.git("submodule", "--quiet", "add", inner.root.path(), "sub")
        try scratch.git("commit", "-q", "-m", "Add a submodule")
        let repository = try scratch.repository("sub")
        try repository.record(["a.txt": "1"])
        #expect(try Scratch.git(["status", "--porcelain"], in: scratch.root.appending(path: "sub")) == "")
        #expect(try scratch.git("status", "--porcelain") == " M sub")
    }

    @Test func `keeps an index of version 4`() throws {
        try scratch.commit("1", to: "file")
        try scratch.git("update-index", "--index-version", "4")
        try scratch.repository().record(["a.txt": "1"])
        #expect(try scratch.git("status", "--porcelain") == "")
        #expect(try scratch.git("ls-files") == "file\nstate/a.txt")
    }

    @Test func `takes a work tree with Windows line ends for unchanged where git does`() throws {
        let repository = try scratch.repository()
        try repository.record(["a.txt": "one\ntwo\n"])
        try scratch.commit("state/* text eol=crlf\n", to: ".gitattributes")
        try scratch.git("rm", "-q", "--cached", "-r", "state")
        try scratch.git("reset", "-q", "--hard")
        #expect(scratch.read("state/a.txt") == "one\r\ntwo\r\n")
        try repository.record(["a.txt": "one\nthree\n"])
        #expect(try repository.text(of: "state/a.txt") == "one\nthree\n")
        #expect(try scratch.git("status", "--porcelain") == "")
    }

    @Test func `leaves a reference log that names it`() throws {
        try scratch.commit("1", to: "file")
        try scratch.repository().record(["a.txt": "1"], "The subject\n\nbody")
        #expect(try scratch.git("reflog", "-1", "--format=%gs") == "commit: The subject")
        #expect(try scratch.git("reflog", "-1", "--format=%gs", "main") == "commit: The subject")
    }
}
