import Foundation
import Git
import TestSupport
import Testing

@Suite(.serialized) struct DifferenceTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.commit("1\n", to: "file")
        try scratch.repository().record(["a.txt": "one\n", "b.txt": "one\n", "deep/c.txt": "one\n"])
    }

    private func differences() throws -> [String] {
        let status = try scratch.git("status", "--porcelain")
        let found = try scratch.repository().differences(under: "state").map { "\($0.path) \($0.kind)" }
        #expect(try scratch.git("status", "--porcelain") == status)
        return found
    }

    @Test func `a directory as it was committed has none`() throws {
        #expect(try differences().isEmpty)
        try scratch.write("other\n", to: "file")
        try scratch.write("other\n", to: "stateful")
        #expect(try differences().isEmpty)
        #expect(try Scratch("--bare").repository().differences(under: "state").isEmpty)
    }

    @Test func `all of them are named, not the first alone`() throws {
        try scratch.write("ONE\n", to: "state/a.txt")
        try FileManager.default.removeItem(at: scratch.root.appending(path: "state/b.txt"))
        try scratch.git("rm", "-q", "--cached", "state/deep/c.txt")
        try scratch.write("new\n", to: "state/new/d.txt")
        try scratch.git("add", "state/new/d.txt")
        try scratch.write("new\n", to: "state/new/e.txt")
        #expect(
            try differences() == [
                "state/a.txt edited", "state/b.txt deleted", "state/deep/c.txt staged",
                "state/new/d.txt staged", "state/new/e.txt untracked",
            ]
        )
    }

    @Test func `a link and an executable are not the file that was committed`() throws {
        let file = scratch.root.appending(path: "state/a.txt")
        try FileManager.default.removeItem(at: file)
        try FileManager.default.createSymbolicLink(at: file, withDestinationURL: scratch.root)
        try scratch.git("update-index", "--chmod=+x", "state/b.txt")
        #expect(try differences() == ["state/a.txt edited", "state/b.txt staged"])
    }

    @Test func `a conflict of a merge and a sparse checkout are told apart`() throws {
        try scratch.git("checkout", "-q", "-b", "side")
        try scratch.commit("side\n", to: "state/a.txt")
        try scratch.git("checkout", "-q", "main")
        try scratch.commit("main\n", to: "state/a.txt")
        #expect(try Scratch.run(["merge", "side"], in: scratch.root).status == 1)
        #expect(try differences() == ["state/a.txt conflicting"])
        try scratch.git("merge", "--abort")
        try scratch.git("sparse-checkout", "set", "--no-cone", "/state/a.txt")
        #expect(try differences() == ["state/b.txt skipped", "state/deep/c.txt skipped"])
    }

    @Test func `a path is ignored by a rule, whether git has it or not`() throws {
        let repository = try scratch.repository()
        #expect(try !repository.isIgnored("state/a.txt"))
        try scratch.write("*.txt\n!b.txt\n", to: "state/.gitignore")
        #expect(try scratch.repository().isIgnored("state/a.txt"))
        #expect(try !scratch.repository().isIgnored("state/b.txt"))
        #expect(try !scratch.repository().isIgnored("state/"))
        try scratch.write("/state/\n", to: ".gitignore")
        #expect(try scratch.repository().isIgnored("state/"))
    }
}
