import Foundation
import JiraSandbox
import TestSupport
import Testing

/// A system that can be put back to the moment before a run, again and again.
struct CrashHarness {
    let shop: RealSystem
    /// The points of a run that nobody kills.
    let points: [CrashPoint]
    /// The final state after that run.
    let finalState: FinalState

    private let jira: SandboxSnapshot
    private var log: String { shop.folder + "/points" }

    /// Makes a harness, lets it be used, and clears it away.
    ///
    /// - Parameters:
    ///   - hasRemote: Whether the repository has a remote, on which clones lock.
    ///   - work: What it is for.
    /// - Throws: What the work throws, or what keeps the harness from being made.
    static func open(hasRemote: Bool = false, _ work: (CrashHarness) async throws -> Void) async throws {
        var sandbox = SandboxConfiguration()
        sandbox.indexLag = .manual
        try await RealSystem.open(CrashScenario.seed(hasRemote: hasRemote), sandbox: sandbox) { shop in
            if hasRemote {
                let remote = shop.folder + "/remote"
                try await shop.git("clone", "--quiet", "--bare", shop.repository, remote)
                try await shop.git("remote", "add", "origin", remote)
                try await shop.git("fetch", "--quiet", "origin")
                try await shop.git("branch", "--quiet", "--set-upstream-to=origin/main")
            }
            shop.jira.lagIndex(.seconds(0))
            shop.jira.settleIndex()
            try await CrashScenario.prepare(shop)
            try await work(CrashHarness(shop))
        }
    }

    /// Remembers how a system stands, and sees what a run makes of it.
    init(_ shop: RealSystem) async throws {
        self.shop = shop
        jira = shop.jira.snapshot()
        try shop.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.file_audit AS TABLE file_audit")
        try await shop.copy("repository", to: "aside")
        let variables = try CrashLibrary.variables(0, .before, log: shop.folder + "/points")
        try await shop.audit("sync", with: variables.mapValues { $0 }).expecting(0)
        try await shop.expectEmptyPlan()
        finalState = try FinalState(shop)
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
            if killed.status != 0 { crash.recovery.problems.append("not killed, but ended with \(killed)") }
            return crash
        }
        if mode.repository == .lost { try await shop.copy("aside", to: "repository") }
        crash.recovery = try await recover(mode.index)
        return crash
    }

    /// Goes back to the moment before the run.
    func putBack(_ index: CrashMode.Index) async throws {
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

    /// Syncs until nothing is left to do, and compares with what a run makes that nobody disturbs.
    func recover(_ index: CrashMode.Index) async throws -> CrashRecovery {
        var recovery = CrashRecovery()
        let isDone = try await sync(&recovery)
        if index == .lagging {
            shop.jira.settleIndex()
            let plan = try await shop.audit("plan", "--detailed-exitcode")
            if plan.status != 0 {
                recovery.problems.append("when the index has settled, a plan says \(plan.gist)")
            }
        }
        // Where the runs failed, the state is the old one, and what is in it tells nothing.
        recovery.problems += try finalState.differences(in: FinalState(shop))
            .filter { isDone || !$0.dropFirst(2).hasPrefix("link of") }
        recovery.problems += try await repositoryProblems()
        return recovery
    }

    /// Syncs until nothing is left to do, four times at the most; tells whether it came to that.
    private func sync(_ recovery: inout CrashRecovery) async throws -> Bool {
        for _ in 1...4 {
            let sync = try await shop.audit("sync")
            recovery.statuses.append(sync.status)
            if ![0, 3].contains(sync.status) {
                recovery.problems.append("a sync ended with \(sync.gist)")
                // A lock that nobody holds is waited for each time: twice will do.
                if recovery.statuses.suffix(2) == [sync.status, sync.status] { break }
            }
            guard sync.status == 0 else { continue }
            let plan = try await shop.audit("plan", "--detailed-exitcode")
            if plan.status == 0 { return true }
            if plan.status != 2 { recovery.problems.append("a plan ended with \(plan.gist)") }
        }
        recovery.problems.append("\(recovery.statuses.count) runs of sync did not come to an end")
        return false
    }

    private func repositoryProblems() async throws -> [String] {
        var problems: [String] = []
        let verified = try await shop.audit("state", "verify")
        if verified.status != 0 { problems.append("state verify: \(verified)") }
        let status = try await shop.git("status", "--porcelain")
        if !status.isEmpty { problems.append("git status: \(status)") }
        let fsck = try await run("git", ["fsck", "--no-dangling"], in: shop.repository)
        if fsck.status != 0 { problems.append("git fsck: \(fsck)") }
        let left = FileManager.default.subpaths(atPath: shop.repository + "/.git") ?? []
        for path in left where path.hasSuffix(".lock") || path.hasPrefix("audit-jira/journal/") {
            problems.append(".git/\(path) is left")
        }
        return problems
    }
}

extension ProgramResult {
    /// The exit code, the first line of the answer, and the messages.
    fileprivate var gist: String {
        let first = stdout.split(separator: "\n").first ?? ""
        return "\(status): \(first)\n\(stderr.trimmingCharacters(in: .newlines))"
    }
}

extension RealSystem {
    /// Puts a copy of a folder in the place of another.
    func copy(_ source: String, to target: String) async throws {
        let destination = folder + "/" + target
        try? FileManager.default.removeItem(atPath: destination)
        let copied = try await run("cp", ["-a", folder + "/" + source, destination])
        guard copied.status == 0 else { throw SpawnError(description: "\(copied)") }
    }
}
