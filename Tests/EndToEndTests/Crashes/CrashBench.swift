import Foundation
import JiraSandbox
import TestSupport
import Testing

/// A workshop that can be put back to the moment before a run, again and again.
struct CrashBench {
    let shop: Workshop
    /// What a run reaches that nobody kills.
    let points: [CrashPoint]
    /// How both sides stand after that run.
    let ending: Ending

    private let jira: SandboxSnapshot
    private var log: String { shop.folder + "/points" }

    /// Makes a bench, lets it be used, and clears it away.
    static func open(_ work: (CrashBench) async throws -> Void) async throws {
        var sandbox = SandboxConfiguration()
        sandbox.indexLag = .manual
        try await Workshop.open(CrashScenario.material, sandbox: sandbox) { shop in
            shop.jira.lagIndex(.seconds(0))
            shop.jira.settleIndex()
            try await CrashScenario.prepare(shop)
            try await work(CrashBench(shop))
        }
    }

    /// Remembers how a workshop stands, and sees what a run makes of it.
    init(_ shop: Workshop) async throws {
        self.shop = shop
        jira = shop.jira.snapshot()
        try shop.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.file_audit AS TABLE file_audit")
        try await shop.copy("repository", to: "aside")
        let variables = try CrashLibrary.variables(0, .before, log: shop.folder + "/points")
        try await shop.audit("sync", with: variables.mapValues { $0 }).expecting(0)
        try await shop.expectEmptyPlan()
        ending = try Ending(shop)
        points = try CrashPoint.read(from: shop.folder + "/points", in: shop.repository)
    }

    /// Kills a run at a point, lets the next ones put things straight, and tells all that is wrong then.
    func crash(_ mode: CrashMode, at number: Int) async throws -> Crash {
        try await putBack(mode.index)
        try? FileManager.default.removeItem(atPath: log)
        let variables = try CrashLibrary.variables(number, mode.how, log: log)
        let killed = try await shop.audit("sync", with: variables.mapValues { $0 })
        try await waitForSilence()
        let reached = try CrashPoint.read(from: log, in: shop.repository)
        var crash = Crash(mode: mode, number: number, name: reached.first { $0.number == number }?.name)
        guard killed.status == 137 else {
            crash.wasKilled = false
            if killed.status != 0 { crash.problems.append("the run was not killed, and ended with \(killed)") }
            return crash
        }
        if mode.repository == .lost { try await shop.copy("aside", to: "repository") }
        try await recover(&crash)
        try await check(&crash)
        return crash
    }

    private func putBack(_ index: CrashMode.Index) async throws {
        try await waitForSilence()
        shop.jira.restore(jira)
        shop.jira.lagIndex(index == .lagging ? .manual : .seconds(0))
        try shop.database.execute(
            """
            DELETE FROM file_audit;
            INSERT INTO file_audit OVERRIDING SYSTEM VALUE SELECT * FROM aside.file_audit
            """
        )
        try await shop.copy("aside", to: "repository")
    }

    /// Waits until the servers have done all that dead clients asked for.
    private func waitForSilence() async throws {
        try await shop.jira.waitForSilence()
        let others =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        while try shop.database.rows(others) != [["0"]] { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// Syncs until nothing is left to do.
    private func recover(_ crash: inout Crash) async throws {
        for _ in 1...4 {
            let sync = try await shop.audit("sync")
            crash.endings.append(sync.status)
            if ![0, 3].contains(sync.status) { crash.problems.append("a sync ended with \(sync.gist)") }
            guard sync.status == 0 else { continue }
            let plan = try await shop.audit("plan", "--detailed-exitcode")
            if plan.status == 0 { return }
            if plan.status != 2 { crash.problems.append("a plan ended with \(plan.gist)") }
        }
        crash.problems.append("four runs of sync did not come to an end: \(crash.endings)")
    }

    /// Compares with what a run makes that nobody kills.
    private func check(_ crash: inout Crash) async throws {
        if crash.mode.index == .lagging {
            shop.jira.settleIndex()
            let plan = try await shop.audit("plan", "--detailed-exitcode")
            if plan.status != 0 { crash.problems.append("when the index has settled, a plan says \(plan.gist)") }
        }
        crash.problems += try ending.differences(in: Ending(shop))
        let verified = try await shop.audit("state", "verify")
        if verified.status != 0 { crash.problems.append("state verify: \(verified)") }
        let status = try await shop.git("status", "--porcelain")
        if !status.isEmpty { crash.problems.append("git status: \(status)") }
        let fsck = try await run("git", ["fsck", "--no-dangling"], in: shop.repository)
        if fsck.status != 0 { crash.problems.append("git fsck: \(fsck)") }
        let left = FileManager.default.subpaths(atPath: shop.repository + "/.git") ?? []
        for path in left where path.hasSuffix(".lock") || path.hasPrefix("audit-jira/journal/") {
            crash.problems.append(".git/\(path) is left")
        }
    }
}

/// What came of one killed run.
struct Crash: Sendable, CustomStringConvertible {
    let mode: CrashMode
    let number: Int
    /// What the program was about to do, or had just done.
    let name: String?
    /// Whether the run came as far as the point.
    var wasKilled = true
    /// How the runs after it ended.
    var endings: [Int32] = []
    /// All that is wrong.
    var problems: [String] = []

    var description: String {
        """
        killed at point \(number) (\(mode)): \(name ?? "unknown"); the runs of sync after it ended with \(endings)
        \(problems.joined(separator: "\n"))
        Alone: AUDIT_JIRA_CRASH_AT=\(number) AUDIT_JIRA_CRASH_MODE=\(mode) swift test --disable-xctest --filter CrashTests
        """
    }
}

extension ProgramResult {
    /// How it ended, the first line that it answered, and its messages.
    fileprivate var gist: String {
        let first = stdout.split(separator: "\n").first ?? ""
        return "\(status): \(first)\n\(stderr.trimmingCharacters(in: .newlines))"
    }
}

extension Workshop {
    /// Puts a copy of a folder in the place of another.
    fileprivate func copy(_ source: String, to target: String) async throws {
        let destination = folder + "/" + target
        try? FileManager.default.removeItem(atPath: destination)
        let copied = try await run("cp", ["-a", folder + "/" + source, destination])
        guard copied.status == 0 else { throw SpawnError(description: "\(copied)") }
    }
}
