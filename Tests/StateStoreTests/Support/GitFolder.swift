import Foundation
import Reconciliation
import StateStore
import TestSupport
import Workflow

/// A git repository in the temporary directory, driven by the real git, with a store over it.
final class GitFolder: Sendable {
    let root: URL

    init(_ options: String...) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "state-tests-\(UUID().uuidString)")
        self.root = root
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        try git(["init", "-q", "-b", "main", "--template="] + options)
        let configuration = file(options.contains("--bare") ? "config" : ".git/config")
        let made = try Data(contentsOf: configuration)
        try (made + Data("[user]\n\tname = Test\n\temail = test@example.org\n".utf8)).write(to: configuration)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    struct Failure: Error {
        let command: [String]
        let outcome: ProgramResult
    }

    @discardableResult
    func git(_ arguments: String...) throws -> String { try git(arguments) }

    @discardableResult
    func git(_ arguments: [String]) throws -> String {
        let environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": root.path(),
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true", "LC_ALL": "C",
        ]
        let outcome = try runBlocking("git", arguments, environment: environment, in: root.path())
        guard outcome.status == 0 else { throw Failure(command: arguments, outcome: outcome) }
        return outcome.stdout.hasSuffix("\n") ? String(outcome.stdout.dropLast()) : outcome.stdout
    }

    func file(_ path: String) -> URL { root.appending(path: path) }

    func store(_ adjust: (inout StateSettings) -> Void = { _ in }) -> StateStore {
        var settings = StateSettings(folder: root.path(), now: { (1_764_000_000, 60) })
        adjust(&settings)
        return StateStore(settings, digester: digester)
    }
}

extension CommitMessage {
    static func counts(_ serial: Int) -> CommitMessage {
        CommitMessage(
            subject: "audit-jira: \(serial) created",
            body: ["create 2006 CCS-9", "", "close a\nb CCS-1"],
            trailers: [Trailer("Audit-Jira-Plan", "sha256:ab"), Trailer("Audit-Jira-Serial", "\(serial)")]
        )
    }
}
