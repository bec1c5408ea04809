import Foundation
import JiraSandbox
import JiraTestSupport
import TestSupport
import Testing

/// A table, a Jira and a repository of its own, and the program that keeps them in agreement.
struct RealSystem: Sendable {
    /// The database with the table `file_audit`.
    let database: TestDatabase
    /// The Jira.
    let jira: JiraSandbox
    /// The folder that holds everything, and is gone afterwards.
    let folder: String
    /// The environment that the program is given, all of it.
    var variables: [String: String]

    /// The repository with the configuration.
    var repository: String { folder + "/repository" }

    private static let semaphore = AsyncSemaphore(count: 6)

    /// Runs a test in a system of its own.
    ///
    /// - Parameters:
    ///   - seed: What the table, Jira and the configuration begin with.
    ///   - sandbox: What Jira is like; the issues come from the seed.
    ///   - work: The test.
    /// - Throws: What the test throws, or what keeps the system from being made.
    static func open(
        _ seed: SystemSeed = .sample,
        sandbox: SandboxConfiguration = SandboxConfiguration(),
        _ work: (RealSystem) async throws -> Void
    ) async throws {
        try await semaphore.withPermit { try await enter(seed, sandbox, work) }
    }

    private static func enter(
        _ seed: SystemSeed,
        _ sandbox: SandboxConfiguration,
        _ work: (RealSystem) async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory(named: "aj-e2e")
        var configuration = sandbox
        configuration.seed = try seed.jiraSeed
        let jira = try await JiraSandbox.start(configuration)
        do {
            let database = try await seed.database()
            let shop = RealSystem(
                database: database,
                jira: jira,
                folder: folder.path,
                variables: [
                    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
                    "HOME": folder.path,
                    "TZ": "UTC",
                    "DATABASE_URL": database.url,
                    "JIRA_URL": jira.url,
                    "JIRA_EMAIL": configuration.email,
                    "JIRA_API_TOKEN": configuration.token,
                ]
            )
            try shop.write(seed.configuration, to: "repository/audit-jira.yaml")
            try await shop.makeRepository()
            try await work(shop)
            let faults = try RequestRules.faults(in: jira)
            #expect(faults.isEmpty, "\(faults.prefix(3).joined(separator: "\n"))")
        } catch {
            await jira.stop()
            throw error
        }
        await jira.stop()
        _ = consume folder
    }

    /// Runs the program in the repository.
    ///
    /// - Parameters:
    ///   - arguments: The verb and its options.
    ///   - place: Where it runs; nil for the repository.
    ///   - changes: Variables to set beside the usual ones; nil takes one away.
    ///   - input: What it reads from standard input.
    /// - Returns: The exit code and what it printed.
    /// - Throws: `SpawnError` when it does not start.
    @discardableResult
    func audit(
        _ arguments: String...,
        in place: String? = nil,
        with changes: [String: String?] = [:],
        input: String = ""
    ) async throws -> ProgramResult {
        var variables = variables
        for (name, value) in changes { variables[name] = value }
        return try await run(
            Program.path,
            arguments,
            environment: variables,
            input: input,
            in: place ?? repository
        )
    }

    /// Waits until something holds of Jira while a program runs; throws when the program ends before.
    func wait(for process: Spawned, until isReached: (JiraSandbox) -> Bool) async throws {
        process.whenOver { jira.lookAgain() }
        await jira.wait { isReached($0) || process.isOver }
        guard isReached(jira) else { throw SpawnError(description: "process \(process.id) ended too early") }
    }

    /// Plans into `plan.json`, and returns the plan.
    func plan(_ options: String..., at place: SourceLocation = #_sourceLocation) async throws -> SavedPlan {
        let file = folder + "/plan.json"
        let result = try await run(
            Program.path,
            ["plan", "--out", file] + options,
            environment: variables,
            in: repository
        )
        result.expecting(0, at: place)
        return try SavedPlan(reading: file)
    }

    /// Applies the plan of the last `plan`.
    @discardableResult
    func apply(_ options: String...) async throws -> ProgramResult {
        try await run(
            Program.path,
            ["apply", folder + "/plan.json"] + options,
            environment: variables,
            in: repository
        )
    }

    /// Plans and applies, and checks that nothing is left to do.
    func settle(at place: SourceLocation = #_sourceLocation) async throws {
        _ = try await plan(at: place)
        try await apply().expecting(0, at: place)
        try await expectEmptyPlan(at: place)
    }

    /// Checks that the next plan is empty, by its exit code.
    func expectEmptyPlan(at place: SourceLocation = #_sourceLocation) async throws {
        try await audit("plan", "--detailed-exitcode").expecting(0, at: place)
    }

    /// Writes a file below the folder.
    func write(_ text: String, to name: String) throws {
        let url = URL(filePath: folder + "/" + name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
    }

    /// Returns what a file below the folder holds.
    func read(_ name: String) throws -> String { try text(of: folder + "/" + name) }
}

// MARK: The two sides and the repository

extension RealSystem {
    /// Returns the values of some columns of a row as text.
    func row(_ number: String, _ columns: String) throws -> [String?] {
        try database.rows("SELECT \(columns) FROM file_audit WHERE file_number = '\(number)'").first ?? []
    }

    /// Returns the key of the one ticket in a row.
    func ticket(of number: String) throws -> String {
        let value = try row(number, "jira_tickets[array_length(jira_tickets, 1)]").first ?? nil
        return try #require(value)
    }

    /// Returns the issue that belongs to a row.
    func issue(of number: String) throws -> SandboxIssue { try #require(jira.issue(ticket(of: number))) }

    /// Runs git, and returns what it prints without the last line feed; fails the test when git fails.
    @discardableResult
    func git(
        _ arguments: String...,
        in place: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let result = try await run(
            "git",
            arguments,
            environment: ["PATH": variables["PATH"] ?? "", "HOME": folder],
            in: place ?? repository
        )
        #expect(result.status == 0, "git \(arguments): \(result)", sourceLocation: location)
        return result.printed.trimmingCharacters(in: .newlines)
    }

    /// Makes the folder of the configuration a repository with one commit.
    private func makeRepository() async throws {
        try await git("init", "--quiet", "--initial-branch=main")
        try await git("config", "user.name", "Baker")
        try await git("config", "user.email", "baker@example.com")
        try await git("add", ".")
        try await git("commit", "--quiet", "--message", "Configure audit-jira")
    }
}
