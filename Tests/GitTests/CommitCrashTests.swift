import Foundation
import Testing

@testable import Git

/// The remains of a process that died in the middle of a commit.
///
/// A copy of the whole repository, taken at each step, is exactly what a crash at that step would leave: the
/// files are the same, and nobody holds the lock of the copy.
@Suite(.serialized) struct CommitCrashTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.commit("1\n", to: "code.txt")
        try scratch.repository().record(["a.txt": "one\n", "gone.txt": "one\n", "same.txt": "one\n"])
        try scratch.write("staged\n", to: "code.txt")
        try scratch.git("add", "code.txt")
    }

    private func crash(at step: CommitStep) throws -> URL {
        let copy = scratch.base.appending(path: "crashed")
        let root = scratch.root
        let repository = try scratch.repository()
        let change = DirectoryCommit.state(
            ["a.txt": "two\n", "gone.txt": nil, "links/new.txt": "two\n"],
            over: try repository.tree(of: "state")
        )
        var failure: (any Error)?
        try repository.commit(change) { reached in
            guard reached == step else { return }
            do { try FileManager.default.copyItem(at: root, to: copy) } catch { failure = error }
        }
        if let failure { throw failure }
        return copy
    }

    @Test(arguments: CommitStep.allCases)
    func `is put straight by the next commit`(step: CommitStep) throws {
        let copy = try crash(at: step)
        let repository = try Repository(discovering: copy.path())
        try repository.record(["a.txt": "three\n"], "After the crash")
        #expect(try Scratch.git(["status", "--porcelain"], in: copy) == "M  code.txt")
        #expect(try repository.text(of: "state/a.txt") == "three\n")
        #expect(try Scratch.git(["diff", "--cached", "--name-only"], in: copy) == "code.txt")
        let moved = step == .referenceMoved
        #expect(try Scratch.git(["rev-list", "--count", "HEAD"], in: copy) == (moved ? "4" : "3"))
        #expect(try repository.text(of: "state/links/new.txt") == (moved ? "two\n" : nil))
        #expect(!FileManager.default.fileExists(atPath: copy.appending(path: ".git/index.lock").path()))
    }

    @Test(arguments: CommitStep.allCases)
    func `never lets the user's next commit revert the state`(step: CommitStep) throws {
        let copy = try crash(at: step)
        try FileManager.default.removeItem(at: copy.appending(path: ".git/index.lock"))
        try Scratch.git(["commit", "-q", "-m", "The user's own"], in: copy)
        let text = try Repository(discovering: copy.path()).text(of: "state/a.txt")
        #expect(text == (step == .indexWritten || step == .referenceMoved ? "two\n" : "one\n"))
    }

    @Test(arguments: CommitStep.allCases)
    func `is no reason to refuse the next run`(step: CommitStep) throws {
        let copy = try crash(at: step)
        let repository = try Repository(discovering: copy.path())
        try repository.requireWritable("state")
        #expect(try Scratch.git(["status", "--porcelain"], in: copy) == "M  code.txt")
        #expect(!FileManager.default.fileExists(atPath: copy.appending(path: ".git/index.lock").path()))
    }

    @Test(arguments: ["", "half", "whole"])
    func `moves a branch though the dead process was moving it`(content: String) throws {
        let copy = try crash(at: .indexWritten)
        let record = try String(contentsOf: copy.appending(path: ".git/index.lock"), encoding: .utf8)
        let commit = record.split(separator: "\n")[1]
        let text = ["": "", "half": String(commit.prefix(20)), "whole": commit + "\n"][content] ?? ""
        let lock = copy.appending(path: ".git/refs/heads/main.lock")
        try Data(text.utf8).write(to: lock)
        try Data("half".utf8).write(to: copy.appending(path: ".git/index.next.lock"))
        try Repository(discovering: copy.path()).record(["a.txt": "three\n"], "After the crash")
        #expect(try Scratch.git(["log", "-1", "--format=%s"], in: copy) == "After the crash")
        #expect(!FileManager.default.fileExists(atPath: lock.path()))
        #expect(try Scratch.git(["status", "--porcelain"], in: copy) == "M  code.txt")
    }

    @Test func `leaves another git's lock on the branch alone`() throws {
        let copy = try crash(at: .indexWritten)
        let lock = copy.appending(path: ".git/refs/heads/main.lock")
        let text = try Scratch.git(["rev-parse", "HEAD"], in: copy) + "\n"
        try Data(text.utf8).write(to: lock)
        let repository = try Repository(discovering: copy.path())
        let base = try repository.tree(of: "state")
        do {
            try repository.commit(.state(["a.txt": "2"], over: base, patience: .milliseconds(20)))
            Testing.Issue.record("It moved a branch that another git was moving")
        } catch {
            #expect(error.code == .locked)
        }
        #expect(try String(contentsOf: lock, encoding: .utf8) == text)
    }

    @Test(arguments: [true, false], [true, false])
    func `takes an old lock on a branch that is not checked out for a dead one, when it is like its own`(
        isOld: Bool,
        isOurs: Bool
    ) throws {
        let repository = try scratch.repository()
        try scratch.git("branch", "side")
        let base = try repository.tree(of: "state")
        let subject = isOurs ? "audit: before" : "people: before"
        let tree = try scratch.git("rev-parse", "side^{tree}")
        let commit = try scratch.git("commit-tree", "-p", "side", "-m", subject, tree)
        let lock = scratch.root.appending(path: ".git/refs/heads/side.lock")
        try Data((commit + "\n").utf8).write(to: lock)
        // A young one stays young, however long the rest takes.
        let moment = Date(timeIntervalSinceNow: isOld ? -60 : 3_600)
        try FileManager.default.setAttributes([.modificationDate: moment], ofItemAtPath: lock.path())
        var change = DirectoryCommit.state(["a.txt": "2"], over: base, patience: .milliseconds(20))
        change.branch = "side"
        change.message = "audit: after"
        do {
            try repository.commit(change)
            #expect(isOld && isOurs)
            #expect(try scratch.git("log", "-1", "--format=%s", "side") == "audit: after")
        } catch let error as GitError {
            #expect(error.code == .locked && !(isOld && isOurs))
            #expect(FileManager.default.fileExists(atPath: lock.path()))
        }
    }

    @Test func `clears away what a process left that died while it made its lock`() throws {
        var dead = pid_t(999_999)
        while kill(dead, 0) == 0 { dead -= 1 }
        try scratch.write("half", to: ".git/index.lock.\(dead)")
        try scratch.write("half", to: ".git/index.lock.\(getpid())")
        try scratch.repository().recover()
        #expect(!scratch.exists(".git/index.lock.\(dead)"))
        #expect(scratch.exists(".git/index.lock.\(getpid())"))
    }

    @Test func `leaves alone what the user has put there since`() throws {
        let copy = try crash(at: .indexWritten)
        try Data("mine\n".utf8).write(to: copy.appending(path: "state/a.txt"))
        let repository = try Repository(discovering: copy.path())
        do {
            try repository.record(["a.txt": "three\n"])
            Testing.Issue.record("It wrote over the user's file")
        } catch {
            #expect((error as? GitError)?.code == .edited)
        }
        #expect(try String(contentsOf: copy.appending(path: "state/a.txt"), encoding: .utf8) == "mine\n")
        #expect(try Scratch.git(["status", "--porcelain"], in: copy) == "M  code.txt\n M state/a.txt")
    }

    @Test func `does not take the lock of a live process for a dead one's`() throws {
        let path = scratch.root.appending(path: ".git/index.lock").path()
        var patience = Deadline(.seconds(600))
        let held = try IndexLock(at: path, &patience)
        let repository = try scratch.repository()
        let base = try repository.tree(of: "state")
        do {
            try repository.commit(.state(["a.txt": "2"], over: base, patience: .milliseconds(20)))
            Testing.Issue.record("It took a lock that is held")
        } catch {
            #expect(error.code == .locked)
        }
        let abandoned = held.abandoned
        #expect(abandoned == nil)
    }

    @Test func `goes back to the old files when another process moves the branch at the last moment`() throws
    {
        let repository = try scratch.repository()
        let scratch = scratch
        let base = try repository.tree(of: "state")
        var moves = 0
        let id = try repository.commit(.state(["a.txt": "two\n"], over: base)) { step in
            // update-ref needs no index, so the lock does not stop it; it moves the branch without the state.
            guard step == .indexWritten, moves == 0 else { return }
            moves += 1
            let tree = try? scratch.git("rev-parse", "HEAD^{tree}")
            let other = try? scratch.git("commit-tree", "-p", "HEAD", "-m", "Overtakes", tree ?? "")
            _ = try? scratch.git("update-ref", "refs/heads/main", other ?? "")
        }
        #expect(moves == 1)
        #expect(
            try scratch.git("log", "-3", "--format=%s") == "Record the state\nOvertakes\nRecord the state"
        )
        #expect(try scratch.git("rev-parse", "HEAD") == id?.description)
        #expect(try scratch.git("status", "--porcelain") == "M  code.txt")
        #expect(scratch.read("state/a.txt") == "two\n")
    }

    @Test func `gives up without a trace when the overtaking commit changed the directory`() throws {
        let repository = try scratch.repository()
        let scratch = scratch
        let base = try repository.tree(of: "state")
        do {
            try repository.commit(.state(["a.txt": "two\n", "new.txt": "two\n"], over: base)) { step in
                guard step == .filesWritten else { return }
                let old = try? scratch.git("rev-parse", "HEAD~1^{tree}")
                let other = try? scratch.git("commit-tree", "-p", "HEAD", "-m", "Overtakes", old ?? "")
                _ = try? scratch.git("update-ref", "refs/heads/main", other ?? "")
            }
            Testing.Issue.record("It wrote over a change that it had not seen")
        } catch {
            #expect(error.code == .changedMeanwhile)
        }
        #expect(!scratch.exists(".git/index.lock") && !scratch.exists("state/new.txt"))
    }
}
