import Foundation
import Git
import TestSupport

/// A git repository in the temporary directory, driven by the real git.
final class Scratch {
    let base: URL
    let root: URL

    init(_ options: String...) throws {
        let base = FileManager.default.temporaryDirectory.appending(path: "git-tests-\(UUID().uuidString)")
        let root = base.appending(path: "work")
        self.base = base
        self.root = root
        try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
        // No template: its sample hooks would be most of what a copy of the repository costs.
        try Self.git(["init", "-q", "-b", "main", "--template="] + options + [root.path()], in: base)
        let configuration = root.appending(path: options.contains("--bare") ? "config" : ".git/config")
        let own = "[user]\n\tname = Test\n\temail = test@example.org\n[gc]\n\tauto = 0\n"
        let made = try Data(contentsOf: configuration)
        try (made + Data(own.utf8)).write(to: configuration)
    }

    deinit { try? FileManager.default.removeItem(at: base) }

    /// Runs git in the repository, which must succeed, and returns what it printed, without the last line's end.
    @discardableResult
    func git(_ arguments: String...) throws -> String { try Self.git(arguments, in: root) }

    /// Runs git in a folder; what it printed comes back without the last line's end.
    @discardableResult
    static func git(_ arguments: [String], in folder: URL) throws -> String {
        let outcome = try run(arguments, in: folder)
        guard outcome.status == 0 else { throw Failure(command: arguments, errors: outcome.stderr) }
        return outcome.stdout.hasSuffix("\n") ? String(outcome.stdout.dropLast()) : outcome.stdout
    }

    /// Runs git in a folder, whatever comes of it.
    static func run(_ arguments: [String], in folder: URL) throws -> ProgramResult {
        let environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "HOME": folder.path(), "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true", "LC_ALL": "C",
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.file.allow",
            "GIT_CONFIG_VALUE_0": "always",
        ]
        return try runBlocking("git", arguments, environment: environment, in: folder.path())
    }

    struct Failure: Error {
        let command: [String]
        let errors: String
    }

    func write(_ text: String, to path: String) throws {
        let file = root.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }

    func read(_ path: String) -> String? {
        try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path())
    }

    /// Adds and commits one file with git.
    func commit(_ text: String, to path: String, _ message: String = "A change") throws {
        try write(text, to: path)
        try git("add", "--", path)
        try git("commit", "-q", "-m", message)
    }

    func repository(_ path: String = "") throws -> Repository {
        try Repository(discovering: path.isEmpty ? root.path() : root.appending(path: path).path())
    }

    /// The findings of git's own checker about all objects; empty for none.
    func problems() throws -> String {
        let outcome = try Self.run(["fsck", "--strict", "--no-dangling", "--no-progress"], in: root)
        return outcome.status == 0 ? outcome.stderr + outcome.stdout : outcome.description
    }
}

extension DirectoryCommit {
    /// A commit to the folder `state` with texts as contents.
    static func state(
        _ files: [String: String?],
        over base: ObjectID?,
        _ message: String = "Record the state",
        branch: String? = nil,
        patience: Duration = .seconds(30)
    ) -> DirectoryCommit {
        DirectoryCommit(
            directory: "state",
            base: base,
            files: files.mapValues { text in text.map { Array($0.utf8) } },
            message: message,
            author: Identity(name: "Ann Author", email: "ann@example.org"),
            committer: Identity(name: "Cleo Committer", email: "cleo@example.org"),
            time: Timestamp(seconds: 1_700_000_000, offset: 120),
            branch: branch,
            patience: patience
        )
    }
}

extension Repository {
    /// Commits over whatever the directory is now.
    @discardableResult
    func record(_ files: [String: String?], _ message: String = "Record the state") throws -> ObjectID? {
        try commit(.state(files, over: try tree(of: "state"), message))
    }

    func text(of path: String, at revision: Revision = .head) throws -> String? {
        try content(of: path, at: revision).map { String(decoding: $0, as: UTF8.self) }
    }
}
