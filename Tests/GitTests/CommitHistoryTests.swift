import Foundation
import Git
import Testing

@Suite(.serialized) struct CommitHistoryTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `holds the commits that touched the path, youngest first`() throws {
        let repository = try scratch.repository()
        #expect(try repository.history(touching: "state").isEmpty)
        try scratch.commit("1", to: "code.txt")
        let first = try repository.record(
            ["a.txt": "1"],
            "First\n\nOne line.\nAnother.\n\nSerial: 1\nPlan: sha256:ab\n"
        )
        try scratch.commit("2", to: "code.txt")
        let second = try repository.record(["a.txt": "2"], "Second")
        try scratch.commit("3", to: "code.txt")
        let history = try repository.history(touching: "state")
        #expect(history.map(\.id) == [second, first])
        let entry = try #require(history.last)
        #expect(entry.subject == "First")
        #expect(entry.body == "One line.\nAnother.\n\nSerial: 1\nPlan: sha256:ab")
        #expect(entry.trailer("Serial") == "1")
        #expect(entry.trailers.map(\.key) == ["Serial", "Plan"])
        #expect(entry.author == Identity(name: "Ann Author", email: "ann@example.org"))
        #expect(entry.time == Timestamp(seconds: 1_700_000_000, offset: 120))
        #expect(entry.parents.count == 1)
        #expect(history.first?.body == "")
        #expect(try repository.history(touching: "state", limit: 1).map(\.id) == [second])
        #expect(try repository.history(touching: "state", from: .commit(entry.id)).map(\.id) == [first])
        #expect(try repository.text(of: "state/a.txt", at: .commit(entry.id)) == "1")
    }

    @Test func `is the one that git log tells, merges and removals included`() throws {
        try scratch.commit("0", to: "state/a.txt", "a0")
        try scratch.commit("0", to: "code.txt", "c0")
        try scratch.git("checkout", "-q", "-b", "side")
        try scratch.commit("1", to: "state/b.txt", "b1")
        try scratch.git("checkout", "-q", "main")
        try scratch.commit("1", to: "code.txt", "c1")
        try scratch.git("merge", "-q", "--no-edit", "side")
        try scratch.git("checkout", "-q", "-b", "other", "HEAD~1")
        try scratch.commit("1", to: "state/a.txt", "a1")
        try scratch.git("checkout", "-q", "main")
        try scratch.git("merge", "-q", "--no-edit", "other")
        try scratch.git("rm", "-q", "-r", "state")
        try scratch.git("commit", "-q", "-m", "gone")
        let expected = try scratch.git("log", "--format=%H", "--", "state")
        let found = try scratch.repository().history(touching: "state").map(\.id.description)
        #expect(Set(found) == Set(expected.split(separator: "\n").map { String($0) }))
        #expect(found.count == 5)
        #expect(try scratch.repository().read(try #require(ObjectID(found[0]))).subject == "gone")
    }

    @Test func `ends where a shallow clone ends`() throws {
        let repository = try scratch.repository()
        for number in 0..<4 { try repository.record(["a.txt": "\(number)"], "\(number)") }
        let clone = scratch.base.appending(path: "clone")
        try scratch.git("clone", "-q", "--depth", "2", "file://" + scratch.root.path(), clone.path())
        let shallow = try Repository(discovering: clone.path())
        #expect(try shallow.history(touching: "state").map(\.subject) == ["3", "2"])
        try shallow.record(["a.txt": "4"], "4")
        #expect(try shallow.history(touching: "state").map(\.subject) == ["4", "3", "2"])
    }
}
