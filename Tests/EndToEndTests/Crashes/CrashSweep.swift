import Foundation
import Glibc
import TestSupport
import Testing

/// Runs that are killed, each at another point.
struct CrashSweep: Sendable {
    /// The points that the environment asks for.
    enum Extent: Sendable {
        /// Every fifth point of each kind.
        case sample
        /// Every point.
        case full
        /// One point, in one mode.
        case one(Int, CrashMode)

        /// Reads `AUDIT_JIRA_CRASH_AT` with `AUDIT_JIRA_CRASH_MODE`, and `AUDIT_JIRA_SWEEP`, which may be `full`.
        static let asked: Extent = {
            let variables = ProcessInfo.processInfo.environment
            guard let number = variables["AUDIT_JIRA_CRASH_AT"].flatMap({ Int($0) }),
                let mode = CrashMode(variables["AUDIT_JIRA_CRASH_MODE"] ?? "before-kept-settled")
            else { return variables["AUDIT_JIRA_SWEEP"] == "full" ? .full : .sample }
            return .one(number, mode)
        }()
    }

    /// The number of points that one of them stands for, where not all are asked for.
    private static let stride = 5

    /// The modes to go through.
    private let modes: [CrashMode]

    /// As many as cores and one: each waits now and then.
    private static let harnesses = ProcessInfo.processInfo.activeProcessorCount + 1

    /// Makes the sweep of all ways to die that can make a difference.
    init(_ repository: CrashMode.Repository, _ index: CrashMode.Index) {
        modes = CrashMode.ways(repository).map { CrashMode($0, repository, index) }
    }

    /// Kills and recovers, and prints and records what went wrong.
    func run(_ extent: Extent = .asked) async throws {
        var modes = modes
        if case .one(_, let mode) = extent { modes = modes.filter { $0 == mode } }
        guard !modes.isEmpty else { return }
        let harnesses = if case .one = extent { 1 } else { Self.harnesses }
        let crashes = try await withThrowingTaskGroup(of: [Crash].self) { [modes] group in
            for place in 0..<harnesses {
                group.addTask {
                    var crashes: [Crash] = []
                    try await CrashHarness.open { harness in
                        let tasks = modes.flatMap { mode in
                            numbers(of: harness.points, mode, extent).map { (mode, $0) }
                        }
                        for task in Swift.stride(from: place, to: tasks.count, by: harnesses).map({
                            tasks[$0]
                        }) {
                            crashes.append(try await harness.crash(task.0, at: task.1))
                        }
                        if place == 0 {
                            print("One sync has \(harness.points.count) points to be killed at.")
                        }
                    }
                    return crashes
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        defer { fflush(nil) }
        for mode in modes { report(crashes.filter { $0.mode == mode }, mode) }
    }

    /// The points to kill a run at.
    private func numbers(of points: [CrashPoint], _ mode: CrashMode, _ extent: Extent) -> [Int] {
        let telling = points.filter(mode.tells).map(\.number)
        switch extent {
        case .one(let number, _): return [number]
        case .full: return telling
        case .sample: return Self.sample(of: points.filter(mode.tells), mode)
        }
    }

    /// Returns every fifth point of each kind, at least one: others in each mode, and the same in each run.
    private static func sample(of points: [CrashPoint], _ mode: CrashMode) -> [Int] {
        Dictionary(grouping: points, by: \.kind).values.flatMap { points in
            let first = mode.number % min(stride, points.count)
            return Swift.stride(from: first, to: points.count, by: stride).map { points[$0].number }
        }
        .sorted()
    }

    private func report(_ crashes: [Crash], _ mode: CrashMode) {
        let failed = crashes.filter { !$0.recovery.problems.isEmpty }.sorted { $0.number < $1.number }
        let killed = crashes.filter(\.wasKilled)
        let runs = killed.map(\.recovery.statuses.count).max() ?? 0
        print(
            "Crash sweep \(mode): \(crashes.count) points tried, \(killed.count) runs killed, \(failed.count) not put straight; "
                + "at most \(runs) runs of sync to recover."
        )
        #expect(!killed.isEmpty, "\(mode): no run was killed")
        for crash in failed { Issue.record("\(crash)") }
    }
}
