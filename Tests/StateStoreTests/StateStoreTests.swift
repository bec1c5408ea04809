import Foundation
import Reconciliation
import StateStore
import Testing
import Workflow

@Suite(.serialized) struct StateStoreTests {
    private let folder: GitFolder

    init() throws { folder = try GitFolder() }

    private func problem(_ body: () async throws -> Void) async throws -> Problem? {
        do {
            try await body()
            return nil
        } catch let problem as Problem { return problem }
    }

    @Test func `has no state before the first commit`() async throws {
        #expect(try await folder.store().load() == nil)
        #expect(try await folder.store().history(limit: nil).isEmpty)
        #expect(try await folder.store().layout() == nil)
    }

    @Test func `loads what it committed, and tells it from what is there by now`() async throws {
        let store = folder.store()
        let first = State.plain(30)
        let id = try await store.commit(first, over: nil, message: .counts(1))
        #expect(try folder.git("rev-parse", "HEAD") == id)
        let loaded = try #require(try await store.load())
        #expect(loaded.state == first)
        #expect(loaded.object == (try folder.git("rev-parse", "HEAD:state")))
        var second = first
        second.serial = 2
        second.links[4].agreed = .resolved
        _ = try await store.commit(second, over: loaded, message: .counts(2))
        #expect(try await store.load()?.state == second)
        #expect(try await store.load(at: id)?.state == first)
        #expect(try folder.git("status", "--porcelain") == "")
        let stale = try await problem { _ = try await store.commit(first, over: loaded, message: .counts(3)) }
        #expect(stale?.kind == .stale)
        let again = try await problem { _ = try await store.commit(first, over: nil, message: .counts(3)) }
        #expect(again?.kind == .stale)
        #expect(try folder.git("rev-list", "--count", "HEAD") == "2")
        #expect(try folder.git("fsck", "--strict", "--no-progress", "--no-dangling") == "")
    }

    @Test func `shows one changed field as one changed line under the entry's name`() async throws {
        let store = folder.store()
        let first = State.plain(30)
        _ = try await store.commit(first, over: nil, message: .counts(1))
        var second = first
        second.links[6].category = .done
        _ = try await store.commit(second, over: try await store.load(), message: .counts(2))
        let diff = try folder.git("diff", "HEAD~1", "HEAD")
        let changed = diff.split(separator: "\n").filter {
            ($0.hasPrefix("+") || $0.hasPrefix("-")) && !$0.hasPrefix("+++") && !$0.hasPrefix("---")
        }
        #expect(changed == ["-  category: new", "+  category: done"])
        #expect(diff.contains("@@ row 2006 CCS-7:"))
    }

    @Test func `merges two branches with disjoint changes without a conflict`() async throws {
        let store = folder.store()
        let base = State.plain(200)
        _ = try await store.commit(base, over: nil, message: .counts(1))
        try folder.git("branch", "side")
        var ours = base
        ours.serial = 2
        for index in stride(from: 0, to: 200, by: 2) { ours.links[index].category = .indeterminate }
        _ = try await store.commit(ours, over: try await store.load(), message: .counts(2))
        try folder.git("checkout", "-q", "side")
        var theirs = base
        theirs.serial = 2
        for index in stride(from: 1, to: 200, by: 2) { theirs.links[index].agreed = .resolved }
        theirs.links.append(.plain(7000))
        _ = try await store.commit(theirs, over: try await store.load(), message: .counts(2))
        try folder.git("checkout", "-q", "main")
        try folder.git("merge", "-q", "--no-edit", "side")
        let merged = try #require(try await store.load()).state
        #expect(merged.links.count == 201)
        for (index, link) in merged.links.prefix(200).enumerated() {
            #expect(link.category == (index % 2 == 0 ? .indeterminate : .new))
            #expect(link.agreed == (index % 2 == 1 ? .resolved : .open))
        }
    }

    @Test func `names file and line of what a merge has left, committed or not`() async throws {
        let store = folder.store()
        let base = State.plain(10)
        _ = try await store.commit(base, over: nil, message: .counts(1))
        try folder.git("branch", "side")
        var ours = base
        ours.links[3].category = .done
        _ = try await store.commit(ours, over: try await store.load(), message: .counts(2))
        try folder.git("checkout", "-q", "side")
        var theirs = base
        theirs.links[3].category = .indeterminate
        _ = try await store.commit(theirs, over: try await store.load(), message: .counts(2))
        #expect(throws: GitFolder.Failure.self) { try folder.git("merge", "-q", "--no-edit", "main") }
        let during = try await problem { _ = try await store.load() }
        #expect(during?.summary.contains("state/links.yaml:") == true)
        #expect(during?.summary.contains("a merge left its marks here") == true)
        try folder.git("commit", "-q", "-a", "-m", "Marks and all")
        let after = try await problem { _ = try await store.load() }
        #expect(after?.summary == during?.summary)
    }

    @Test func `refuses a work tree with another state`() async throws {
        let store = folder.store()
        _ = try await store.commit(.plain(3), over: nil, message: .counts(1))
        let file = folder.file("state/links.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing("category: new", with: "category: done").write(
            to: file,
            atomically: true,
            encoding: .utf8
        )
        let edited = try await problem { _ = try await store.load() }
        #expect(edited?.summary.contains("state/links.yaml") == true)
        #expect(edited?.hint?.contains("git restore state/links.yaml") == true)
        #expect(try await problem { try await store.checkWritable() } != nil)
        try text.replacing("kind: managed", with: "kind: mine").write(
            to: file,
            atomically: true,
            encoding: .utf8
        )
        let spoilt = try await problem { _ = try await store.load() }
        #expect(spoilt?.summary == "state/links.yaml:6: expected managed or followed")
        try folder.git("restore", "state")
        try await store.checkWritable()
    }

    @Test func `refuses half a state`() async throws {
        let store = folder.store()
        _ = try await store.commit(.plain(3), over: nil, message: .counts(1))
        try folder.git("rm", "-q", "state/links.yaml")
        try folder.git("commit", "-q", "-m", "Lose the links")
        #expect(
            try await problem { _ = try await store.load() }?.summary
                == "state/links.yaml: the file is missing"
        )
        try folder.git("revert", "--no-edit", "HEAD")
        try folder.git("rm", "-q", "state/state.json")
        try folder.git("commit", "-q", "-m", "Lose the header")
        #expect(
            try await problem { _ = try await store.load() }?.summary.contains("state/state.json") == true
        )
    }

    @Test func `leaves other files of the directory alone`() async throws {
        try FileManager.default.createDirectory(at: folder.file("state"), withIntermediateDirectories: true)
        try Data("Read me\n".utf8).write(to: folder.file("state/README.md"))
        try folder.git("add", "state")
        try folder.git("commit", "-q", "-m", "Explain")
        let store = folder.store()
        _ = try await store.commit(.plain(3), over: try await store.load(), message: .counts(1))
        #expect(try folder.git("ls-tree", "--name-only", "HEAD:state") == "README.md\nlinks.yaml\nstate.json")
        #expect(try await store.load()?.state.links.count == 3)
    }

    @Test func `keeps the number of files until it is told to change it`() async throws {
        let store = folder.store()
        _ = try await store.commit(.plain(20), over: nil, message: .counts(1))
        let grown = State.plain(5200, serial: 2)
        _ = try await store.commit(grown, over: try await store.load(), message: .counts(2))
        #expect(try folder.git("ls-tree", "-r", "--name-only", "HEAD:state") == "links.yaml\nstate.json")
        #expect(try await store.layout() == StateLayout(files: 1, advised: 256, links: 5200, serial: 2))
        let id = try await store.reshard(message: .counts(2))
        #expect(try folder.git("rev-parse", "HEAD") == id)
        #expect(
            try folder.git("ls-tree", "-r", "--name-only", "HEAD:state").split(separator: "\n").count == 257
        )
        #expect(try await store.load()?.state == grown)
        #expect(try await store.reshard(message: .counts(2)) == nil)
        var changed = grown
        changed.links[100].category = .done
        _ = try await store.commit(changed, over: try await store.load(), message: .counts(3))
        #expect(try folder.git("show", "--format=", "--name-only").split(separator: "\n").count == 1)
        _ = try await store.reshard(to: 1, message: .counts(3))
        #expect(try folder.git("ls-tree", "-r", "--name-only", "HEAD:state") == "links.yaml\nstate.json")
        #expect(!FileManager.default.fileExists(atPath: folder.file("state/links").path()))
        #expect(try folder.git("status", "--porcelain") == "")
        let wrong = try await problem { _ = try await store.reshard(to: 7, message: .counts(3)) }
        #expect(wrong?.kind == .usage)
    }

    @Test func `spreads a large first state at once`() async throws {
        let store = folder.store()
        _ = try await store.commit(.plain(5001), over: nil, message: .counts(1))
        #expect(try await store.layout() == StateLayout(files: 256, advised: 256, links: 5001, serial: 1))
        #expect(try await store.load()?.state == .plain(5001))
    }

    @Test func `tells the history with subject, body and trailers`() async throws {
        let store = folder.store { $0.authorName = "Robot" }
        let first = try await store.commit(.plain(1), over: nil, message: .counts(1))
        try folder.git("commit", "-q", "--allow-empty", "-m", "Something else")
        let second = try await store.commit(
            .plain(2, serial: 2),
            over: try await store.load(),
            message: .counts(2)
        )
        let history = try await store.history(limit: nil)
        #expect(history.map(\.commit) == [second, first])
        let entry = try #require(history.first)
        #expect(entry.author == "Robot <test@example.org>")
        #expect(entry.time == 1_764_000_000 && entry.offset == 60)
        #expect(entry.message.subject == "audit-jira: 2 created")
        #expect(entry.message.body == ["create 2006 CCS-9", "", "close a b CCS-1"])
        #expect(entry.message.trailers == CommitMessage.counts(2).trailers)
        #expect(try await store.history(limit: 1).map(\.commit) == [second])
    }

    @Test func `works on a branch of its own, in a bare repository and below a folder`() async throws {
        try folder.git("commit", "-q", "--allow-empty", "-m", "Something")
        let branch = folder.store { $0.branch = "sync" }
        _ = try await branch.commit(.plain(2), over: nil, message: .counts(1))
        #expect(try await branch.load()?.state == .plain(2))
        #expect(try await folder.store().load() == nil)
        #expect(!FileManager.default.fileExists(atPath: folder.file("state").path()))
        try FileManager.default.createDirectory(
            at: folder.file("tools/sync"),
            withIntermediateDirectories: true
        )
        let below = folder.store {
            $0.folder += "/tools/sync"
            $0.directory = "./audit/state/"
        }
        _ = try await below.commit(.plain(2), over: nil, message: .counts(1))
        #expect(
            try folder.git("ls-files")
                == "tools/sync/audit/state/links.yaml\ntools/sync/audit/state/state.json"
        )
        let bare = try GitFolder("--bare")
        _ = try await bare.store().commit(.plain(2), over: nil, message: .counts(1))
        #expect(try await bare.store().load()?.state == .plain(2))
    }

    @Test func `says what it lacks`() async throws {
        let outside = folder.store { $0.folder = "/" }
        #expect(
            try await problem { _ = try await outside.load() }?.summary.contains("No git repository") == true
        )
        let escaping = folder.store { $0.directory = "../state" }
        #expect(try await problem { _ = try await escaping.load() }?.kind == .usage)
        try folder.git("config", "user.name", "")
        let nobody = try await problem { try await folder.store().checkWritable() }
        #expect(nobody?.hint?.contains("git config --global user.name") == true)
    }

    @Test func `survives row keys of any text`() async throws {
        let keys = [
            "", "NULL", "null", "true", "0001", "1e3", "a\"b", "a: b", "a\nb", "é", "e\u{301}", "日本",
            "\u{85}", "%", "~", "- x",
        ]
        var state = State.plain(0)
        state.links = keys.enumerated().map { index, key in
            var link = Link.plain(index)
            link.row = RowKey(key)
            return link
        }.sorted()
        let store = folder.store()
        _ = try await store.commit(state, over: nil, message: .counts(1))
        #expect(try await store.load()?.state.links.map(\.row) == state.links.map(\.row))
    }
}
