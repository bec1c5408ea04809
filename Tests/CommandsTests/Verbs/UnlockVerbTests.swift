import Foundation
import TestSupport
import Testing

@testable import Commands

@Suite struct UnlockVerbTests: ~Copyable {
    private let folder: TemporaryDirectory
    private static let lock = "refs/audit-jira/lock/main+state"

    init() throws {
        let folder = try TemporaryDirectory(named: "unlock")
        for (name, options) in [("remote", ["--bare"]), ("work", [])] {
            try Self.git(
                ["init", "-q", "-b", "main", "--template="] + options + [folder.path(name)],
                in: folder.path
            )
        }
        let text =
            "version: 1\njira: {project: CCS, url: \"https://bakery.example\"}\nstate: {remote: origin}\n"
        try folder.write(text, to: "work/audit-jira.yaml")
        try Self.git(["remote", "add", "origin", folder.path("remote")], in: folder.path("work"))
        self.folder = folder
    }

    @discardableResult
    private static func git(_ arguments: [String], in place: String) throws -> String {
        var variables = ProcessInfo.processInfo.environment
        for part in ["AUTHOR", "COMMITTER"] {
            variables["GIT_\(part)_NAME"] = "Baker"
            variables["GIT_\(part)_EMAIL"] = "baker@example.com"
            variables["GIT_\(part)_DATE"] = "1795460000 +0000"
        }
        let result = try runBlocking("git", arguments, environment: variables, in: place)
        try #require(result.status == 0, "\(result)")
        return result.stdout.trimmingCharacters(in: .newlines)
    }

    @discardableResult
    private func git(_ arguments: String...) throws -> String {
        try Self.git(arguments, in: folder.path("work"))
    }

    /// Leaves a lock that another clone took, and returns its commit.
    @discardableResult
    private func leave(until end: String = "2026-11-23T20:15:00Z") throws -> String {
        let message = """
            {"format":1,"id":"0d9f1f0e-6c1a-4b9e-9d5e-6c6f5a0b7a11","holder":"Baker <baker@example.com>","host":"kitchen",\
            "process":4711,"command":"sync","since":"2026-11-23T18:00:00Z","expires":"\(end)"}
            """
        let tree = try git("hash-object", "-t", "tree", "-w", "/dev/null")
        let commit = try git("commit-tree", tree, "-m", message)
        try git("push", "-q", "-f", "origin", "\(commit):\(Self.lock)")
        return commit
    }

    private var isLocked: Bool {
        get throws { try !Self.git(["for-each-ref", Self.lock], in: folder.path("remote")).isEmpty }
    }

    private func unlock(
        _ options: String...,
        with variables: [String: String] = [:],
        typing lines: [String] = [],
        isTerminal: Bool = false
    ) async -> (status: Int32, text: String) {
        let transcript = Transcript(typing: lines, isTerminal: isTerminal)
        var environment = transcript.environment(in: folder.path("work"))
        environment.variables = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path,
            "NO_COLOR": "1",
        ].merging(variables) { $1 }
        let status = await Tool.run(["unlock"] + options, in: environment)
        let text = "\(transcript.answer)--- remarks\n\(transcript.remarks)--- status \(status)\n"
        return (status, text.replacing(folder.path, with: "FOLDER"))
    }

    @Test func `nothing is locked`() async throws {
        try expectSnapshot(await unlock().text, "unlock-none")
        try expectSnapshot(await unlock("--json").text, "unlock-none-json")
    }

    @Test func `a lock is shown, and stays without a word`() async throws {
        try leave()
        try expectSnapshot(await unlock().text, "unlock")
        try expectSnapshot(await unlock("--json").text, "unlock-json")
        try expectSnapshot(await unlock(typing: ["y"], isTerminal: true).text, "unlock-no")
        #expect(try isLocked)
    }

    @Test func `yes breaks it, and so does --auto-approve`() async throws {
        try leave(until: "2026-11-23T18:15:00Z")
        try expectSnapshot(await unlock(typing: ["yes"], isTerminal: true).text, "unlock-yes")
        #expect(try !isLocked)
        try leave()
        #expect(await unlock("--auto-approve").status == 0)
        #expect(try !isLocked)
    }

    @Test func `a lock that tells nothing can be broken as well`() async throws {
        let commit = try git(
            "commit-tree",
            try git("hash-object", "-t", "tree", "-w", "/dev/null"),
            "-m",
            "?"
        )
        try git("push", "-q", "origin", "\(commit):\(Self.lock)")
        try expectSnapshot(await unlock("--auto-approve").text, "unlock-unreadable")
        #expect(try !isLocked)
    }

    @Test func `git is not given the credentials`() async throws {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let script = """
            #!/bin/sh
            env >> '\(folder.path("variables"))'
            PATH='\(path)' exec git "$@"

            """
        try writeScript(script, to: folder.path("bin/git"))
        let secrets = [
            "JIRA_API_TOKEN", "JIRA", "JIRA_PAT", "SUPABASE_DB_PASSWORD", "DATABASE_URL", "DATABASE_URL_FILE",
            "PGPASSWORD",
        ].map { ($0, "hunter2hunter2") }
        var variables = Dictionary(uniqueKeysWithValues: secrets)
        variables["PATH"] = "\(folder.path("bin")):\(path)"
        variables["SSH_AUTH_SOCK"] = "/a/socket"
        #expect(await unlock(with: variables).status == 0)
        let given = try folder.read("variables")
        #expect(given.contains("SSH_AUTH_SOCK=/a/socket") && given.contains("GIT_TERMINAL_PROMPT=0"))
        #expect(!given.contains("hunter2"))
    }
}
