import Foundation
import Reconciliation
import StateStore
import Testing
import Workflow

@Suite(.serialized) struct VerificationTests {
    private let folder: GitFolder
    private let store: StateStore

    init() async throws {
        folder = try GitFolder()
        store = folder.store()
        _ = try await store.commit(.plain(3), over: nil, message: .counts(1))
    }

    /// Verifies, sees that this changes nothing, and returns what is wrong, as lines.
    private func faults() async throws -> [String] {
        let status = try folder.git("status", "--porcelain", "--ignored")
        let check = try await store.verify()
        #expect(try folder.git("status", "--porcelain", "--ignored") == status)
        #expect(check.faults.allSatisfy { !$0.hint.isEmpty })
        return check.faults.map { "\($0.file)\($0.line.map { ":\($0)" } ?? ""): \($0.message)" }
    }

    private func write(_ text: String, to path: String) throws {
        let file = folder.file(path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }

    private func change(_ path: String, _ change: (String) -> String) throws {
        try write(change(String(contentsOf: folder.file(path), encoding: .utf8)), to: path)
    }

    @Test func `a state as it was committed is sound`() async throws {
        let check = try await store.verify()
        #expect(check.isSound)
        #expect(check.commit == (try folder.git("rev-parse", "HEAD")))
        #expect((check.serial, check.links, check.files) == (1, 3, 1))
        _ = try await store.reshard(to: 256, message: .counts(1))
        #expect(try await store.verify().files == 256)
        #expect(try await faults().isEmpty)
        try await store.lock()
        #expect(try await folder.store().verify().isSound)
    }

    @Test func `no state is sound as well`() async throws {
        let empty = try GitFolder()
        #expect(
            try await empty.store().verify()
                == StateCheck(commit: nil, serial: nil, links: 0, files: 0, faults: [])
        )
        try empty.git("commit", "-q", "--allow-empty", "-m", "Something")
        #expect(try await empty.store().verify().isSound)
    }

    @Test func `what is spoilt in the commit is named by file and line`() async throws {
        try change("state/links.yaml") { $0.replacing("kind: managed", with: "kind: mine") }
        try change("state/state.json") { $0.replacing("\"serial\"", with: "\"cereal\"") }
        try folder.git("commit", "-q", "-a", "-m", "Spoil it")
        let found = try await faults()
        #expect(found.count == 4)
        #expect(found[0] == "state/links.yaml:6: expected managed or followed")
        #expect(found[3] == "state/state.json:4: ‘cereal’ stands where ‘serial’ is expected")
    }

    @Test func `what is edited, deleted, staged or added beside the commit is named`() async throws {
        try change("state/links.yaml") { $0.replacing("agreed: open", with: "agreed: resolved") }
        try FileManager.default.removeItem(at: folder.file("state/state.json"))
        try write("Read me\n", to: "state/README.md")
        try write("{}\n", to: "state/links/00.yaml")
        try write("", to: "state/.gitkeep")
        #expect(
            try await faults() == [
                "state/README.md: the file does not belong to the state",
                "state/links.yaml: changed in the work tree, and not committed",
                "state/links/00.yaml: the file does not belong to the state",
                "state/state.json: deleted in the work tree",
            ]
        )
        try folder.git("add", "state")
        #expect(
            try await faults() == [
                "state/.gitkeep: changed in the index, and not committed",
                "state/README.md: changed in the index, and not committed",
                "state/links.yaml: changed in the index, and not committed",
                "state/links/00.yaml: changed in the index, and not committed",
                "state/state.json: changed in the index, and not committed",
            ]
        )
    }

    @Test func `files of other kinds are named`() async throws {
        try write("Read me\n", to: "state/README.md")
        try folder.git("add", "state")
        try folder.git("update-index", "--chmod=+x", "state/links.yaml")
        try folder.git("commit", "-q", "-m", "Explain")
        try folder.git("restore", "state")
        #expect(
            try await faults() == [
                "state/README.md: the file does not belong to the state",
                "state/links.yaml: this is not an ordinary file",
            ]
        )
    }

    @Test func `a merge with conflicts is named`() async throws {
        try folder.git("branch", "side")
        var ours = State.plain(3)
        ours.links[1].category = .done
        _ = try await store.commit(ours, over: try await store.load(), message: .counts(2))
        try folder.git("checkout", "-q", "side")
        var theirs = State.plain(3)
        theirs.links[1].category = .indeterminate
        _ = try await store.commit(theirs, over: try await store.load(), message: .counts(2))
        #expect(throws: GitFolder.Failure.self) { try folder.git("merge", "-q", "--no-edit", "main") }
        #expect(try await faults() == ["state/links.yaml: left in conflict by a merge"])
        try folder.git("commit", "-q", "-a", "-m", "Marks and all")
        let found = try await faults()
        #expect(found.count == 1)
        #expect(found.first?.hasSuffix(": a merge left its marks here") == true)
    }

    @Test func `a directory or file that git ignores is named`() async throws {
        try write("state\n", to: ".gitignore")
        #expect(try await faults() == ["state: ignored by a rule of git's"])
        try write("*.yaml\n", to: ".gitignore")
        #expect(try await faults() == ["state/links.yaml: ignored by a rule of git's"])
        let empty = try GitFolder()
        try Data("/state/\n".utf8).write(to: empty.file(".gitignore"))
        #expect(try await empty.store().verify().faults.map(\.file) == ["state"])
    }

    @Test func `an object that is lost is named`() async throws {
        let blob = try folder.git("rev-parse", "HEAD:state/links.yaml")
        let object = ".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
        try FileManager.default.removeItem(at: folder.file(object))
        let found = try await store.verify().faults
        #expect(found.map(\.file) == ["state/links.yaml"])
        #expect(found.first?.message.hasPrefix("git cannot read the blob \(blob)") == true)
    }

    @Test func `a branch of its own is looked at without a work tree`() async throws {
        let side = folder.store { $0.branch = "sync" }
        _ = try await side.commit(.plain(2), over: nil, message: .counts(1))
        try write("state\n", to: ".gitignore")
        try FileManager.default.removeItem(at: folder.file("state"))
        #expect(try await side.verify().isSound)
        #expect(try await side.verify().links == 2)
        let bare = try GitFolder("--bare")
        _ = try await bare.store().commit(.plain(2), over: nil, message: .counts(1))
        #expect(try await bare.store().verify().isSound)
    }

    @Test func `a split index is named`() async throws {
        try folder.git("update-index", "--split-index")
        let found = try await store.verify().faults
        #expect(found.map(\.file) == ["state"])
        #expect(found.first?.hint.contains("--no-split-index") == true)
    }
}
